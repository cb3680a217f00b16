"""From an administrator's form to a new person's first sign-in."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Agency, Invitation, Membership, User
from shield.audit.models import Entry
from shield.notifications.models import Notification
from shield.people import services
from tests.personas import PASSWORD, People, make_people

DAY = timedelta(days=1)
NEW = "kim.newcomer@example.test"
CHOSEN = "violet harbour candle 42"


def invite(people: People, by: User | None = None, **changes: object) -> services.Invited:
    given = {
        "email": NEW,
        "full_name": "Kim O'Newcomer",
        "post": "Health visitor",
        "agency": people.agencies.health,
        "role": "practitioner",
        "starts_on": timezone.localdate(),
        "at": timezone.now(),
        **changes,
    }
    return services.invite(by=by or people.agency_administrator, **given)  # type: ignore[arg-type]


def letter(invited: services.Invited) -> Invitation:
    """The invitation that came of inviting."""
    assert invited.invitation is not None
    return invited.invitation


@pytest.fixture
def administrator(people: People, client: Client) -> Client:
    client.force_login(
        people.agency_administrator, "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def send(administrator: Client, people: People) -> Callable[..., object]:
    """Press the button of the invitation form."""

    def press(**changes: object) -> object:
        today = timezone.localdate()
        form = {
            "email": NEW,
            "full_name": "Kim O'Newcomer",
            "post": "Health visitor",
            "agency": people.agencies.health.pk,
            "role": "practitioner",
            "starts_on_0": today.day,
            "starts_on_1": today.month,
            "starts_on_2": today.year,
        }
        return administrator.post(reverse("person_invite"), form | changes)

    return press


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", str(message.body))
    assert found
    return found[1]


def test_an_invited_person_chooses_a_password_and_signs_in(send, people):
    send()
    assert [message.to for message in mail.outbox] == [[NEW]]
    newcomer = Client()
    opened = newcomer.get(link_in(mail.outbox[0]))["Location"]
    assert opened == reverse("invitation_password")
    form = {"password": CHOSEN, "again": CHOSEN}
    assert newcomer.post(opened, form)["Location"] == reverse("account_login")
    newcomer.post(reverse("account_login"), {"login": NEW, "password": CHOSEN})
    assert newcomer.session["_auth_user_id"] == str(User.objects.get(email=NEW).pk)
    assert newcomer.get(reverse("profile")).status_code == 200


def test_the_mail_is_plain_text_as_people_write(send):
    send()
    assert "Hello Kim O'Newcomer," in mail.outbox[0].body
    assert "Aaron Administrator has invited you" in mail.outbox[0].body


def test_the_token_is_stored_nowhere(people):
    invited = invite(people)
    assert invited.invitation is not None
    assert invited.token not in str(list(Invitation.objects.values()))
    assert invited.token not in str(list(Entry.objects.values()))
    assert invited.token not in str(list(Notification.objects.values()))
    assert Invitation.objects.get().token_hash == services.invitations.hashed(invited.token)


def test_an_opened_link_leaves_no_token_in_the_session(people, client):
    invited = invite(people)
    client.get(reverse("invitation_accept"), {"token": invited.token})
    assert invited.token not in str(dict(client.session))


def test_before_answering_nobody_signs_in(people, client):
    invite(people)
    for password in ("", "!", PASSWORD):
        client.post(reverse("account_login"), {"login": NEW, "password": password})
        assert "_auth_user_id" not in client.session


def test_a_link_works_once(people, client):
    invited = invite(people)
    address = f"{reverse('invitation_accept')}?token={invited.token}"
    client.get(address)
    client.post(reverse("invitation_password"), {"password": CHOSEN, "again": CHOSEN})
    again = Client().get(address, follow=True)
    assert again.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert Client().get(reverse("invitation_password")).status_code == 404


def test_the_page_of_the_password_says_what_it_is_for(people, client):
    client.get(reverse("invitation_accept"), {"token": invite(people).token})
    page = client.get(reverse("invitation_password")).content.decode()
    assert f"You are invited to {people.agencies.health} as practitioner." in page
    assert "<li>Use at least 12 characters.</li>" in page


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_wrong_link_says_what_to_do(db, client, token):
    answer = client.get(reverse("invitation_accept"), {"token": token})
    assert answer.status_code == 404
    assert "Ask the person who invited you" in answer.content.decode()


def test_an_old_link_does_not_work(people):
    invited = invite(people, at=timezone.now() - services.invitations.days_valid() - DAY)
    with pytest.raises(services.LinkNotValid):
        services.open_invitation(token=invited.token, at=timezone.now())


def test_a_link_that_grew_old_while_it_was_open_does_not_work(people):
    invited = invite(people)
    assert invited.invitation is not None
    later = timezone.now() + services.invitations.days_valid()
    with pytest.raises(services.LinkNotValid):
        services.accept(invitation=invited.invitation, password=CHOSEN, at=later)


def test_sending_again_ends_the_old_link(people):
    first = invite(people)
    now = timezone.now()
    second = services.resend(by=people.agency_administrator, invitation=letter(first), at=now)
    with pytest.raises(services.LinkNotValid):
        services.open_invitation(token=first.token, at=now)
    assert services.open_invitation(token=second.token, at=now) == second.invitation


def test_a_withdrawn_invitation_does_not_work_and_nobody_writes_to_the_person(people):
    invited, now = invite(people), timezone.now()
    services.withdraw(by=people.agency_administrator, invitation=letter(invited), at=now)
    with pytest.raises(services.LinkNotValid):
        services.open_invitation(token=invited.token, at=now)
    assert invited.person not in User.objects.holding("practitioner", on=timezone.localdate())


def test_a_withdrawn_invitation_can_be_sent_again(people):
    invited, now = invite(people), timezone.now()
    services.withdraw(by=people.agency_administrator, invitation=letter(invited), at=now)
    again = letter(invited)
    second = services.resend(by=people.agency_administrator, invitation=again, at=now)
    assert second.invitation is not None
    services.accept(invitation=second.invitation, password=CHOSEN, at=now)
    person = User.objects.get(email=NEW)
    assert person.is_active
    assert person.check_password(CHOSEN)


@pytest.mark.parametrize("password", ["short", "password1234", "kim.newcomer", "o'newcomer 1"])
def test_a_weak_password_is_refused(people, client, password):
    invited = invite(people)
    client.get(reverse("invitation_accept"), {"token": invited.token})
    answer = client.post(reverse("invitation_password"), {"password": password, "again": password})
    assert answer.status_code == 200
    assert not User.objects.get(email=NEW).has_usable_password()


def test_two_different_passwords_are_refused(people, client):
    invited = invite(people)
    client.get(reverse("invitation_accept"), {"token": invited.token})
    form = {"password": CHOSEN, "again": CHOSEN + "x"}
    answer = client.post(reverse("invitation_password"), form)
    assert "The two passwords are not the same" in answer.content.decode()


def test_without_a_link_there_is_no_page_to_choose_a_password(db, client):
    assert client.get(reverse("invitation_password")).status_code == 404


def test_a_mail_that_could_not_be_sent_is_said_and_sent_again(send, administrator, monkeypatch):
    def fails(*args: object, **kwargs: object) -> None:
        raise SMTPServerDisconnected("down")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fails)
        answer = send()
    page = administrator.get(answer.url).content.decode()
    assert "the email could not be sent" in page
    assert "Email not sent" in page
    waiting = Invitation.objects.get(sent_at=None)
    administrator.post(reverse("invitation_resend", kwargs={"pk": waiting.pk}))
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert Invitation.objects.get(withdrawn_at=None).sent_at is not None


def test_an_administrator_is_offered_only_what_they_may_give(administrator, people):
    page = administrator.get(reverse("person_invite")).content.decode()
    assert "Riverside Health Trust" in page
    assert "Northshire Police" not in page
    assert 'value="practitioner"' in page
    assert 'value="operations"' not in page


@pytest.mark.parametrize(
    "changes", [{"role": "operations"}, {"role": "system-administrator"}, {"role": "nothing"}]
)
def test_a_role_that_was_not_offered_is_refused(send, changes):
    assert send(**changes).status_code == 200
    assert not User.objects.filter(email=NEW).exists()


def test_an_agency_that_was_not_offered_is_refused(send, people):
    assert send(agency=people.agencies.police.pk).status_code == 200
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("persona", ["health_lead", "operations", "auditor", "leaver"])
def test_others_invite_nobody(people, persona):
    with pytest.raises(PermissionDenied):
        invite(people, by=getattr(people, persona))
    assert not User.objects.filter(email=NEW).exists()


def test_another_agency_sends_and_withdraws_nothing(people, client):
    made = letter(invite(people, by=people.system_administrator, agency=people.agencies.police))
    for verb in (services.resend, services.withdraw):
        with pytest.raises(PermissionDenied):
            verb(by=people.agency_administrator, invitation=made, at=timezone.now())
    client.force_login(
        people.agency_administrator, "allauth.account.auth_backends.AuthenticationBackend"
    )
    for name in ("invitation_resend", "invitation_withdraw"):
        assert client.post(reverse(name, kwargs={"pk": made.pk})).status_code == 404
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_what_reaches_across_the_partnership_is_resent_by_who_may_give_it(people):
    made = letter(invite(people, by=people.system_administrator, role="auditor"))
    for verb in (services.resend, services.withdraw):
        with pytest.raises(PermissionDenied):
            verb(by=people.agency_administrator, invitation=made, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_up_one_invitation_one_does():
    invitation = invite(make_people()).invitation
    assert invitation is not None
    gate = Barrier(6)

    def take(number: int) -> str:
        gate.wait()
        password = f"{CHOSEN} {number}"
        try:
            services.accept(invitation=invitation, password=password, at=timezone.now())
        except services.LinkNotValid:
            return ""
        finally:
            connection.close()
        return password

    with ThreadPoolExecutor(6) as pool:
        chosen = [password for password in pool.map(take, range(6)) if password]
    assert len(chosen) == 1
    assert User.objects.get(email=NEW).check_password(chosen[0])
    assert Entry.objects.filter(verb="invitation.accepted").count() == 1


def test_the_first_system_administrator_is_invited_by_command(db, capsys, client):
    make_people()
    Membership.objects.filter(role="system-administrator").delete()
    call_command("invite_first", NEW, "Kim First", agency="Northshire Council")
    address = re.search(r"https?://[^/]+(/\S+)", capsys.readouterr().out)
    assert address
    client.get(address[1])
    client.post(reverse("invitation_password"), {"password": CHOSEN, "again": CHOSEN})
    assert User.objects.get(email=NEW).access.roles == {"system-administrator"}


def test_the_command_refuses_once_there_is_one(people):
    with pytest.raises(CommandError, match="already"):
        call_command("invite_first", NEW, "Kim First", agency="Northshire Council")
    assert not User.objects.filter(email=NEW).exists()


def test_the_command_needs_to_know_the_agency(people):
    Membership.objects.filter(role="system-administrator").delete()
    for name, said in ((None, "several"), ("Nowhere", "no such agency")):
        with pytest.raises(CommandError, match=said):
            call_command("invite_first", NEW, "Kim First", agency=name)
    assert Agency.objects.count() == 5
