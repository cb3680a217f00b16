"""The pages of messages, of failed mails and of what a demo caught."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from shield.notifications import services
from shield.notifications.models import DemoMail, Notification
from shield.people.services import send_resets
from tests.notifications.mailers import MESSAGE

LIST = reverse("message_list")
FAILED = reverse("failed_list")


def tell(at, *recipients, key="k"):
    services.notify(recipients=recipients, key=key, message=MESSAGE, at=at)


def fill(person, number, at, **facts):
    """Messages of one person, in one go."""
    facts = {"state": "not_needed", "subject": "S", "url": "/", "created_at": at, **facts}
    Notification.objects.bulk_create(
        Notification(recipient=person, key=f"k{n}", **facts) for n in range(number)
    )


@pytest.fixture
def lead(client, people):
    client.force_login(people.health_lead)
    return client


def test_a_list_holds_ones_own_messages_alone(lead, people, at):
    tell(at, people.health_lead, people.police_lead)
    page = lead.get(LIST).content.decode()
    own = Notification.objects.get(recipient=people.health_lead)
    other = Notification.objects.get(recipient=people.police_lead)
    assert reverse("message_open", kwargs={"pk": own.pk}) in page
    assert reverse("message_open", kwargs={"pk": other.pk}) not in page
    assert "Unread" in page


def test_a_list_is_filtered_by_what_was_read(lead, people, at):
    tell(at, people.health_lead, key="first")
    services.read_all(by=people.health_lead, at=at)
    tell(at, people.health_lead, key="second")
    first, second = Notification.objects.order_by("pk")
    for asked, there, gone in (("no", second, first), ("yes", first, second)):
        page = lead.get(LIST, {"read": asked}).content.decode()
        assert reverse("message_open", kwargs={"pk": there.pk}) in page
        assert reverse("message_open", kwargs={"pk": gone.pk}) not in page


def test_opening_marks_as_read_and_leads_on(lead, people, at):
    tell(at, people.health_lead)
    note = Notification.objects.get()
    response = lead.get(reverse("message_open", kwargs={"pk": note.pk}))
    assert (response.status_code, response.url) == (302, MESSAGE.url)
    note.refresh_from_db()
    assert note.read_at is not None


def test_opening_leads_nowhere_else(lead, people, at):
    fill(people.health_lead, 1, at, url="https://elsewhere.example/")
    note = Notification.objects.get()
    assert lead.get(reverse("message_open", kwargs={"pk": note.pk})).status_code == 404


@pytest.mark.parametrize("persona", ["health_practitioner", "police_lead", "operations"])
def test_the_message_of_another_is_as_good_as_absent(client, people, at, persona):
    tell(at, people.health_lead)
    note = Notification.objects.get()
    client.force_login(getattr(people, persona))
    for pk in (note.pk, note.pk + 1):
        assert client.get(reverse("message_open", kwargs={"pk": pk})).status_code == 404
    note.refresh_from_db()
    assert note.read_at is None


def test_marking_all_as_read(lead, people, at):
    tell(at, people.health_lead, people.police_lead)
    response = lead.post(reverse("message_read_all"))
    assert (response.status_code, response.url) == (302, LIST)
    unread = Notification.objects.unread().values_list("recipient__email", flat=True)
    assert list(unread) == [people.police_lead.email]


def test_marking_all_is_no_link(lead, people, at):
    tell(at, people.health_lead)
    assert lead.get(reverse("message_read_all")).status_code == 405
    assert Notification.objects.unread().count() == 1


def test_a_stranger_signs_in_first(client, db):
    response = client.get(LIST)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={LIST}")


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_of_messages_costs_the_same(lead, people, at, number, django_assert_num_queries):
    fill(people.health_lead, number, at)
    with django_assert_num_queries(5):  # session, person, memberships, menu, counted rows
        assert lead.get(LIST).status_code == 200


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_of_failed_mails_costs_the_same(
    client, people, at, number, django_assert_num_queries
):
    client.force_login(people.operations)
    fill(people.health_lead, number, at, state="dead", error="TimeoutError")
    with django_assert_num_queries(5):  # session, person, memberships, counted rows, menu
        assert client.get(FAILED).status_code == 200


def test_operations_see_and_send_again(client, people, at):
    fill(people.health_lead, 1, at, state="dead", error="TimeoutError")
    note = Notification.objects.get()
    address = reverse("failed_retry", kwargs={"pk": note.pk})
    client.force_login(people.operations)
    page = client.get(FAILED).content.decode()
    assert address in page
    assert people.health_lead.email in page
    assert "TimeoutError" in client.get(address).content.decode()
    assert client.post(address).url == FAILED
    note.refresh_from_db()
    assert note.state == "waiting"


def test_a_second_press_is_answered_kindly(client, people, at):
    fill(people.health_lead, 1, at, state="dead")
    address = reverse("failed_retry", kwargs={"pk": Notification.objects.get().pk})
    client.force_login(people.operations)
    client.post(address)
    page = client.post(address, follow=True).content.decode()
    assert "no longer in the list of failed mails" in page


@pytest.mark.parametrize("persona", ["health_lead", "police_lead", "system_administrator"])
def test_failed_mails_are_hidden_from_others(client, people, at, persona):
    fill(people.health_lead, 1, at, state="dead")
    address = reverse("failed_retry", kwargs={"pk": Notification.objects.get().pk})
    client.force_login(getattr(people, persona))
    answers = [client.get(FAILED), client.get(address), client.post(address)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Notification.objects.get().state == "dead"


# --- The mail that a demo caught ------------------------------------------------------------------


@pytest.fixture
def caught(settings, db):
    """Two mails through the demo's back end, one of them to two people."""
    settings.DEMO = True
    settings.EMAIL_BACKEND = "shield.notifications.demo_mail.EmailBackend"
    mail.send_mail("First", "See http://localhost/a/ now", None, ["a@example.test"])
    mail.send_mail("Second", "<b>Bold</b>", None, ["a@example.test", "b@example.test"])
    return DemoMail.objects.order_by("pk")


def test_the_demo_keeps_a_row_a_recipient(caught):
    assert list(caught.values_list("subject", "recipient")) == [
        ("First", "a@example.test"),
        ("Second", "a@example.test"),
        ("Second", "b@example.test"),
    ]


def test_demo_mail_stands_newest_first_for_everybody(client, caught):
    page = client.get(reverse("demo_mail_list")).content.decode()
    assert page.index("Second") < page.index("First")


def test_demo_mail_is_found_by_its_recipient(client, caught):
    page = client.get(reverse("demo_mail_list"), {"recipient": "B@example"}).content.decode()
    assert reverse("demo_mail", kwargs={"pk": caught[2].pk}) in page
    assert reverse("demo_mail", kwargs={"pk": caught[1].pk}) not in page


def test_a_caught_mail_is_shown_with_its_links_and_nothing_else(client, caught):
    first, second, _ = caught
    page = client.get(reverse("demo_mail", kwargs={"pk": first.pk})).content.decode()
    assert '<a href="http://localhost/a/"' in page
    page = client.get(reverse("demo_mail", kwargs={"pk": second.pk})).content.decode()
    assert "&lt;b&gt;Bold" in page


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_of_demo_mail_costs_the_same(
    client, db, settings, number, django_assert_num_queries
):
    settings.DEMO = True
    DemoMail.objects.bulk_create(
        DemoMail(recipient="a@example.test", subject="S", body="B") for _ in range(number)
    )
    with django_assert_num_queries(1):  # rows with their count
        assert client.get(reverse("demo_mail_list")).status_code == 200


def test_outside_demo_mode_there_is_no_such_page(client, caught, settings):
    settings.DEMO = False
    assert client.get(reverse("demo_mail_list")).status_code == 404
    assert client.get(reverse("demo_mail", kwargs={"pk": caught[0].pk})).status_code == 404


def test_a_forgotten_password_is_caught_too(client, people, settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "shield.notifications.demo_mail.EmailBackend"
    client.post(reverse("account_reset_password"), {"email": people.health_lead.email})
    send_resets(at=timezone.now())
    assert [one.recipient for one in DemoMail.objects.all()] == [people.health_lead.email]
