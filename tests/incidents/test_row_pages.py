"""The pages of children, family and agencies."""

from typing import Any

import pytest
from django.test import Client

from incidents.models import Child, Incident, InvolvedAgency
from incidents.sections import CHILDREN
from shield.audit.models import Entry
from tests.incidents import filling
from tests.incidents.browsing import (
    address,
    as_,
    beside,
    hidden,
    open_and_send,
    page,
    step,
    text,
    value,
)
from tests.incidents.filling import now, parts, posted
from tests.personas import People


@pytest.fixture
def draft(ground: People) -> Incident:
    return filling.draft(ground, now())


@pytest.fixture
def child(draft: Incident, ground: People) -> Child:
    row = filling.add_row(
        draft, "children", ground.health_practitioner, now(), **filling.child(now())
    )
    assert isinstance(row, Child)
    return row


def add(draft: Incident, slug: str = "children") -> str:
    return address("notification_row_add", draft, slug=slug)


def edit(row: Any, slug: str = "children") -> str:
    return address("notification_row_edit", row.incident, slug=slug, row=row.pk)


def remove(row: Any, slug: str = "children") -> str:
    return address("notification_row_remove", row.incident, slug=slug, row=row.pk)


GOOD = {"action": "continue"}


@pytest.mark.parametrize("slug", ["children", "family", "agencies"])
def test_the_page_that_adds_is_drawn(draft: Incident, health: Client, slug: str) -> None:
    assert health.get(add(draft, slug)).status_code == 200


@pytest.mark.parametrize("slug", ["dates", "nothing"])
def test_pages_without_rows_add_none(draft: Incident, health: Client, slug: str) -> None:
    assert health.get(add(draft, slug)).status_code == 404


def test_a_child_is_added_and_listed(draft: Incident, health: Client) -> None:
    answers = filling.child(now())
    answer = open_and_send(health, add(draft), {**posted(answers), **GOOD}, follow=True)
    row = Child.objects.get()
    assert answer.redirect_chain == [(step(draft, "children"), 302)]
    assert "Wren Fairweather" in text(answer)
    assert {name: getattr(row, name) for name in CHILDREN.fields} == answers


def test_several_children_are_numbered(draft: Incident, health: Client) -> None:
    for name in ("Wren", "Robin"):
        open_and_send(
            health, add(draft), {**posted(filling.child(now(), first_names=name)), **GOOD}
        )
    found = text(health.get(step(draft, "children")))
    assert "Child 1: Wren Fairweather" in found
    assert "Child 2: Robin Fairweather" in found


def test_the_page_sent_twice_adds_one_child(draft: Incident, health: Client) -> None:
    token = hidden(page(health.get(add(draft))), "form_token")
    sent = {**posted(filling.child(now())), **GOOD, "form_token": token, "fingerprint": ""}
    assert [health.post(add(draft), sent).status_code for _ in range(2)] == [302, 302]
    assert Child.objects.count() == 1


def test_a_child_with_errors_keeps_what_was_typed_and_saves_what_is_good(
    draft: Incident, health: Client
) -> None:
    typed = {**posted(filling.child(now())), **parts("birth_date", 31, 2, 2020)}
    source = page(open_and_send(health, add(draft), {**typed, **GOOD}))
    row = Child.objects.get()
    assert (row.first_names, row.birth_date) == ("Wren", None)
    assert beside(source, "birth_date") == "Date of birth must be a real date"
    assert [value(source, f"birth_date_{part}") for part in range(3)] == ["31", "2", "2020"]
    assert value(source, "address") == "14 Larch Close"


def test_the_page_sent_again_corrected_changes_that_child(draft: Incident, health: Client) -> None:
    typed = {**posted(filling.child(now())), **parts("birth_date", 31, 2, 2020), **GOOD}
    source = page(open_and_send(health, add(draft), typed))
    again = {
        **posted(filling.child(now())),
        **GOOD,
        "form_token": hidden(source, "form_token"),
        "fingerprint": hidden(source, "fingerprint"),
    }
    assert health.post(add(draft), again).status_code == 302
    assert Child.objects.get().birth_date == filling.child(now())["birth_date"]


def test_an_empty_page_adds_nobody(draft: Incident, health: Client) -> None:
    answer = open_and_send(health, add(draft), {"action": "later"})
    assert (answer.status_code, Child.objects.count()) == (302, 0)


def test_an_empty_page_continued_is_asked_for_answers_and_adds_nobody(
    draft: Incident, health: Client
) -> None:
    source = page(open_and_send(health, add(draft), GOOD))
    assert beside(source, "first_names") == "Enter the child's first names, or “not known”"
    assert not Child.objects.exists()


def test_one_answer_is_enough_for_later(draft: Incident, health: Client) -> None:
    open_and_send(health, add(draft), {"first_names": "Wren", "action": "later"})
    found = text(health.get(step(draft, "children")))
    assert (Child.objects.count(), "Incomplete" in found) == (1, True)


def test_typing_about_a_new_child_is_saved_once(draft: Incident, health: Client) -> None:
    token = hidden(page(health.get(add(draft))), "form_token")
    mark = ""
    for typed in ("W", "Wr", "Wren"):
        sent = {"first_names": typed, "form_token": token, "fingerprint": mark}
        answer = health.post(add(draft), sent, headers={"X-Autosave": "1"})
        mark = answer.json()["fingerprint"]
    assert list(Child.objects.values_list("first_names", flat=True)) == ["Wren"]


def test_a_child_is_changed(child: Child, health: Client) -> None:
    changed = posted(filling.child(now(), first_names="Robin"))
    assert open_and_send(health, edit(child), {**changed, **GOOD}).status_code == 302
    assert Child.objects.get().first_names == "Robin"


def test_an_unborn_child_has_no_date_of_birth(child: Child, health: Client) -> None:
    at = now()
    changed = filling.child(at, born="unborn", expected_on=filling.london_day(at))
    open_and_send(health, edit(child), {**posted(changed), **GOOD})
    row = Child.objects.get()
    assert (row.birth_date, row.expected_on) == (None, filling.london_day(at))


def test_the_second_of_two_sees_both_answers_and_wins_by_saving_again(
    child: Child, health: Client, ground: People
) -> None:
    seen = hidden(page(health.get(edit(child))), "fingerprint")
    changed = posted(filling.child(now(), first_names="Robin"))
    open_and_send(as_(ground.health_lead), edit(child), {**changed, **GOOD})
    mine = {**posted(filling.child(now(), first_names="Jay")), **GOOD, "fingerprint": seen}
    answer = health.post(edit(child), mine)
    source = page(answer)
    assert answer.status_code == 409
    assert "Harriet Lead changed this page" in text(answer)
    assert "Robin" in source
    assert value(source, "first_names") == "Jay"
    again = {**mine, "fingerprint": hidden(source, "fingerprint")}
    assert health.post(edit(child), again).status_code == 302
    assert Child.objects.get().first_names == "Jay"


def test_a_child_is_removed_after_a_question_and_brought_back(child: Child, health: Client) -> None:
    assert "Remove Wren Fairweather" in text(health.get(remove(child)))
    assert Child.objects.get().removed_at is None
    assert "has been removed" in text(health.post(remove(child)))
    assert "Wren" not in text(health.get(step(child.incident, "children")))
    health.post(remove(child), {"action": "restore"})
    assert "Wren" in text(health.get(step(child.incident, "children")))


def test_reading_who_would_be_removed_is_written_down(child: Child, health: Client) -> None:
    health.get(remove(child))
    entry = Entry.objects.get(verb="consulted")
    assert entry.facts == {"page": f"children {child.pk} remove"}


def test_somebody_who_typed_about_a_removed_child_loses_nothing(
    child: Child, health: Client, ground: People
) -> None:
    seen = hidden(page(health.get(edit(child))), "fingerprint")
    as_(ground.health_lead).post(remove(child))
    mine = {**posted(filling.child(now(), first_names="Robin")), **GOOD, "fingerprint": seen}
    answer = health.post(edit(child), mine)
    assert "Harriet Lead removed this child" in text(answer)
    assert value(page(answer), "first_names") == "Robin"
    assert health.get(edit(child)).status_code == 404
    again = {**mine, "fingerprint": hidden(page(answer), "fingerprint")}
    assert health.post(edit(child), again).status_code == 302
    row = Child.objects.get()
    assert (row.first_names, row.removed_at) == ("Robin", None)


def test_typing_about_a_child_after_submission_is_kept_on_the_page(
    ground: People, health: Client
) -> None:
    draft = filling.filled(ground, now())
    row = draft.children.get()
    seen = hidden(page(health.get(edit(row))), "fingerprint")
    filling.submit(draft, ground.health_lead, now())
    mine = {**posted(filling.child(now(), first_names="Robin")), **GOOD, "fingerprint": seen}
    answer = health.post(edit(row), mine)
    assert (answer.status_code, value(page(answer), "first_names")) == (409, "Robin")
    assert Child.objects.get().first_names == "Wren"


def test_a_filed_notification_offers_no_row_pages(ground: People, health: Client) -> None:
    incident = filling.submitted(ground, now())
    row = incident.children.get()
    for url in (add(incident), edit(row), remove(row)):
        answer = health.get(url)
        assert (answer.status_code, answer.headers.get("Location")) == (
            302,
            incident.get_absolute_url(),
        )
    health.post(remove(row))
    assert Child.objects.get().removed_at is None


def test_a_child_of_another_draft_is_not_reached_through_ones_own(
    child: Child, ground: People
) -> None:
    own = filling.draft(ground, now(), by=ground.police_lead)
    police = as_(ground.police_lead)
    for name in ("notification_row_edit", "notification_row_remove"):
        url = address(name, own, slug="children", row=child.pk)
        assert (police.get(url).status_code, police.post(url).status_code) == (404, 404)
    assert Child.objects.get().removed_at is None


def test_an_agency_is_chosen_or_named(draft: Incident, health: Client, ground: People) -> None:
    url = add(draft, "agencies")
    source = page(open_and_send(health, url, {"involvement": "Attended", **GOOD}))
    assert beside(source, "agency") == "Select the agency, or enter its name below"
    InvolvedAgency.objects.all().delete()
    answers = {"agency": ground.agencies.police.pk, "involvement": "Attended", **GOOD}
    open_and_send(health, url, answers)
    assert InvolvedAgency.objects.get().agency == ground.agencies.police


def test_an_agency_that_is_gone_is_not_offered(
    draft: Incident, health: Client, ground: People
) -> None:
    ground.agencies.icb.valid_to = filling.london_day(filling.day_before(now(), 10))
    ground.agencies.icb.save()
    source = page(health.get(add(draft, "agencies")))
    assert "Northshire Police" in source
    assert "Northshire ICB" not in source
