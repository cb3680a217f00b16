"""A role offered by another agency: nobody learns who has an account, and who has one decides."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Invitation, Membership, User
from shield.audit.models import Entry
from shield.people import services
from tests.people.helpers import with_app
from tests.personas import PASSWORD, People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = "somebody.new@example.test"
TYPED = "Name As Typed"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def sends(people: People, email: str, **changes: object) -> tuple[Client, str]:
    """The health agency invites an address; its administrator's browser, and what they then see."""
    client, today = as_(people.agency_administrator), timezone.localdate()
    form = {
        "email": email,
        "full_name": TYPED,
        "post": "Nurse",
        "agency": people.agencies.health.pk,
        "role": "practitioner",
        "starts_on_0": today.day,
        "starts_on_1": today.month,
        "starts_on_2": today.year,
    }
    answer = client.post(reverse("person_invite"), form | changes, follow=True)
    where = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
    return client, where + plain(answer.content.decode(), email)


def plain(page: str, email: str) -> str:
    """A page without what differs for each address and each request."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*|(data-left=")[^"]*', "", page)
    page = re.sub(r"invitations/\d+/", "invitations/N/", page)
    # A minute may end between two requests.
    page = re.sub(r" at (\d[\d:]*[ap]m|midday|midnight)", " NOW", page)
    return page.replace(email, "ADDRESS")


def offer(people: People, person: User, **changes: object) -> Invitation:
    given = {
        "by": people.agency_administrator,
        "email": person.email,
        "full_name": TYPED,
        "post": "",
        "agency": people.agencies.health,
        "role": "practitioner",
        "starts_on": timezone.localdate(),
        "at": timezone.now(),
        **changes,
    }
    made = services.invite(**given).invitation  # type: ignore[arg-type]
    assert made is not None
    return made


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


# --- What the inviter sees ------------------------------------------------------------------------

OTHERS = ("police_lead", "system_administrator", "scrutineer", "champion")


@pytest.mark.parametrize("persona", OTHERS)
def test_the_inviter_sees_the_same_for_a_known_and_an_unknown_address(people, persona):
    known = getattr(people, persona)
    _, of_known = sends(people, known.email)
    Invitation.objects.all().delete()
    _, of_unknown = sends(people, NEW)
    assert of_known == of_unknown
    assert TYPED in of_known
    assert known.full_name not in of_known


def test_the_page_of_an_invitation_is_the_same_for_a_known_and_an_unknown_address(people):
    pages = []
    for email in (people.police_lead.email, NEW):
        client, _ = sends(people, email)
        made = Invitation.objects.latest("pk")
        page = client.get(made.get_absolute_url()).content.decode()
        pages.append(plain(page, email))
    assert pages[0] == pages[1]


def test_the_mail_is_the_same_but_for_its_link(people):
    for email in (people.police_lead.email, NEW):
        sends(people, email)
    bodies = [re.sub(r"token=\S+", "", str(one.body)) for one in mail.outbox]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("persona", OTHERS)
def test_until_it_is_accepted_the_person_is_not_among_the_inviters_people(people, persona):
    person = getattr(people, persona)
    offer(people, person)
    client = as_(people.agency_administrator)
    assert person.full_name not in client.get(reverse("people_list")).content.decode()
    assert client.get(person.get_absolute_url()).status_code == 404
    reset = reverse("person_factors_reset", kwargs={"pk": person.pk})
    assert client.post(reset).status_code == 404


def test_an_offer_gives_nothing_until_it_is_accepted(people):
    offer(people, people.police_lead, role="safeguarding-lead")
    assert again(people.police_lead).access.agencies_with("incidents.read") == {
        people.agencies.police.pk
    }
    assert not Membership.objects.filter(
        user=people.police_lead, agency=people.agencies.health
    ).exists()


def test_a_role_is_not_given_past_the_person_who_works_elsewhere(people):
    with pytest.raises(services.MustAccept):
        services.give_role(
            by=people.agency_administrator,
            person=people.police_lead,
            agency=people.agencies.health,
            role="practitioner",
            starts_on=timezone.localdate(),
            at=timezone.now(),
        )


def test_ones_own_people_are_given_the_role_at_once(people):
    invited = services.invite(
        by=people.agency_administrator,
        email=people.health_practitioner.email.upper(),
        full_name="Other Name",
        post="",
        agency=people.agencies.health,
        role="safeguarding-lead",
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )
    assert (invited.person, invited.invitation) == (people.health_practitioner, None)
    person = again(people.health_practitioner)
    assert (person.full_name, person.check_password(PASSWORD)) == ("Hazel Practitioner", True)
    assert person.access.roles == {"practitioner", "safeguarding-lead"}


def test_whoever_worked_here_and_is_nowhere_now_is_given_a_role_at_once(people):
    services.give_role(
        by=people.agency_administrator,
        person=people.leaver,
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )
    assert again(people.leaver).access.roles == {"practitioner"}


# --- The account is not taken over ----------------------------------------------------------------


def test_an_administrator_cannot_take_over_the_account_of_whoever_they_invite(people):
    person = people.system_administrator
    with_app(person)
    made = offer(people, person)
    for accepted in (False, True):
        if accepted:
            services.accept_role(by=person, invitation=made, at=timezone.now())
        client = as_(people.agency_administrator)
        for name in ("person_factors_reset", "person_sign_out", "person_detail"):
            sent = {"full_name": "Taken Over"}
            assert client.post(reverse(name, kwargs={"pk": person.pk}), sent).status_code in (
                403,
                404,
            )
    assert services.factors_of(person).count() == 1
    assert again(person).full_name == person.full_name


def test_a_link_sets_no_password_of_an_account(people, client):
    made = offer(people, people.police_lead)
    with pytest.raises(services.LinkNotValid):
        services.accept(invitation=made, password="violet harbour candle", at=timezone.now())
    session = client.session
    session["invitation"] = made.pk
    session.save()
    assert client.get(reverse("invitation_password")).status_code == 404
    assert again(people.police_lead).check_password(PASSWORD)


# --- The person decides ---------------------------------------------------------------------------


def test_whoever_has_an_account_signs_in_and_accepts(people, client):
    sends(people, people.police_lead.email)
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link
    made = Invitation.objects.get()
    answer = reverse("offer_answer", kwargs={"pk": made.pk})
    assert client.get(link[1])["Location"] == answer
    assert client.get(answer)["Location"].startswith(reverse("account_login"))
    client.force_login(people.police_lead, BACKEND)
    assert "Riverside Health Trust" in client.get(answer).content.decode()
    client.post(answer, {"answer": "accept"})
    person = again(people.police_lead)
    assert person.access.roles == {"safeguarding-lead", "practitioner"}
    assert (person.full_name, person.check_password(PASSWORD)) == ("Paula Lead", True)
    given = Entry.objects.get(verb="role.given")
    assert (given.actor_id, given.facts["offered_by"]) == (
        person.pk,
        people.agency_administrator.pk,
    )


def test_roles_offered_stand_on_the_profile(people):
    offer(people, people.police_lead)
    assert (
        "Roles that you were offered"
        in as_(people.police_lead).get(reverse("profile")).content.decode()
    )
    assert (
        "Roles that you were offered"
        not in as_(people.police_practitioner).get(reverse("profile")).content.decode()
    )


def test_a_declined_role_is_not_held_and_not_offered_again_by_the_same_invitation(people):
    made = offer(people, people.police_lead)
    client = as_(people.police_lead)
    client.post(reverse("offer_answer", kwargs={"pk": made.pk}), {"answer": "decline"})
    assert again(people.police_lead).access.roles == {"safeguarding-lead"}
    made.refresh_from_db()
    assert made.declined_at
    with pytest.raises(services.LinkNotValid):
        services.accept_role(by=people.police_lead, invitation=made, at=timezone.now())
    with pytest.raises(services.NothingToResend):
        services.resend(by=people.agency_administrator, invitation=made, at=timezone.now())


@pytest.mark.parametrize("state", ["withdrawn", "old", "another's"])
def test_what_is_not_offered_any_more_is_not_there(people, state):
    made, now, person = offer(people, people.police_lead), timezone.now(), people.police_lead
    if state == "withdrawn":
        services.withdraw(by=people.agency_administrator, invitation=made, at=now)
    elif state == "old":
        before = now - services.invitations.days_valid() - timedelta(days=1)
        Invitation.objects.update(invited_at=before, expires_at=now)
    else:
        person = people.icb_lead
    held = person.memberships.count()
    path = reverse("offer_answer", kwargs={"pk": made.pk})
    assert as_(person).get(path).status_code == 404
    assert as_(person).post(path, {"answer": "accept"}).status_code == 404
    for verb in (services.accept_role, services.decline_role):
        with pytest.raises(services.LinkNotValid):
            verb(by=person, invitation=made, at=timezone.now())
    assert person.memberships.count() == held


def test_a_role_accepted_late_is_held_from_that_day(people):
    made = offer(people, people.police_lead, starts_on=timezone.localdate() - timedelta(days=9))
    services.accept_role(by=people.police_lead, invitation=made, at=timezone.now())
    held = people.police_lead.memberships.get(agency=people.agencies.health)
    assert held.starts_on == timezone.localdate()


def test_whoever_left_everywhere_may_still_accept(people):
    Membership.objects.filter(user=people.leaver).update(agency=people.agencies.police)
    client = as_(people.leaver)
    assert "offered" not in client.get(reverse("home")).content.decode()
    made = offer(people, people.leaver)
    path = reverse("offer_answer", kwargs={"pk": made.pk})
    told = client.get(reverse("home"))
    assert (told.status_code, path in told.content.decode()) == (403, True)
    assert client.get(path).status_code == 200
    client.post(path, {"answer": "accept"})
    assert again(people.leaver).access.roles == {"practitioner"}


def test_an_offer_opens_nothing_else_to_whoever_left(people):
    offer(people, people.police_practitioner)
    Membership.objects.filter(user=people.police_practitioner).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    client = as_(people.police_practitioner)
    for name in ("home", "profile", "notification_list", "message_list", "security"):
        assert client.get(reverse(name)).status_code == 403, name


def test_somebody_new_who_is_invited_twice_takes_up_one_and_answers_the_other(people, client):
    first = offer(people, User(email=NEW))
    second = offer(
        people, User(email=NEW), by=people.system_administrator, agency=people.agencies.police
    )
    assert Invitation.objects.unanswered().count() == 2
    services.accept(invitation=first, password="violet harbour candle", at=timezone.now())
    person = User.objects.get(email=NEW)
    assert person.access.agencies.keys() == {people.agencies.health.pk}
    assert list(services.offered_to(person, timezone.now())) == [second]


def test_inviting_again_replaces_the_link(people):
    first = offer(people, people.police_lead)
    second = offer(people, people.police_lead)
    first.refresh_from_db()
    assert (first.withdrawn_at is None, second.withdrawn_at) == (False, None)


@pytest.mark.parametrize("name", ["invitation_resend", "invitation_withdraw", "offer_answer"])
def test_invitations_are_changed_only_after_a_fresh_proof(people, settings, name):
    settings.SHIELD_STEP_UP_SECONDS = 300
    made = offer(people, people.police_lead)
    answers = name == "offer_answer"
    client = as_(people.police_lead if answers else people.agency_administrator)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    client.post(reverse(name, kwargs={"pk": made.pk}), {"answer": "accept"})
    made.refresh_from_db()
    assert (made.accepted_at, made.withdrawn_at) == (None, None)


def test_an_invitation_of_another_agency_is_not_there(people):
    by, police = people.system_administrator, people.agencies.police
    made = offer(people, User(email=NEW), by=by, agency=police)
    client = as_(people.agency_administrator)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert TYPED not in client.get(reverse("invitation_list")).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_of_invitations_costs_the_same_at_any_length(
    people, rows, django_assert_num_queries
):
    for number in range(rows):
        offer(people, User(email=f"n{number}@example.test"))
    client = as_(people.agency_administrator)
    client.get(reverse("invitation_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("invitation_list"))


LIST_QUERIES = 5
