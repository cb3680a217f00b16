"""The pages of documents that could not be made."""

import pytest
from django.urls import reverse

from shield.documents.models import Document

LIST = reverse("document_failed_list")


def fill(number, at):
    Document.objects.bulk_create(
        Document(
            template="documents/layout.html",
            content={"secret": "Juniper"},
            title="Serious incident notification",
            reference=f"SIN-2026-{n:04d}",
            requested_at=at,
            status="failed",
            attempts=5,
            error="ValueError",
        )
        for n in range(number)
    )


def page_of(document):
    return reverse("document_failed_retry", kwargs={"pk": document.pk})


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_costs_the_same(client, people, at, number, django_assert_num_queries):
    client.force_login(people.operations)
    fill(number, at)
    with django_assert_num_queries(5):  # session, person, memberships, counted rows, menu
        assert client.get(LIST).status_code == 200


def test_operations_see_what_failed_without_its_content_and_try_again(client, people, at):
    fill(1, at)
    document = Document.objects.get()
    client.force_login(people.operations)
    pages = [client.get(LIST).content.decode(), client.get(page_of(document)).content.decode()]
    assert ["SIN-2026-0000" in page for page in pages] == [True, True]
    assert ["Juniper" in page for page in pages] == [False, False]
    assert client.post(page_of(document)).url == LIST
    document.refresh_from_db()
    assert document.status == "waiting"


def test_a_second_press_is_answered_kindly(client, people, at):
    fill(1, at)
    document = Document.objects.get()
    client.force_login(people.operations)
    client.post(page_of(document))
    page = client.post(page_of(document), follow=True).content.decode()
    assert "no longer among those that failed" in page


@pytest.mark.parametrize("persona", ["health_lead", "police_lead", "system_administrator"])
def test_what_failed_is_hidden_from_others(client, people, at, persona):
    fill(1, at)
    document = Document.objects.get()
    client.force_login(getattr(people, persona))
    address = page_of(document)
    answers = [client.get(LIST), client.get(address), client.post(address)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    document.refresh_from_db()
    assert document.status == "failed"
