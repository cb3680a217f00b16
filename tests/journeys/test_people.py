"""People arrive by invitation, lose their access when they leave, and forget their passwords."""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.browser import PASSWORD, Person

Visit = Callable[..., Person]
CHOSEN = "wet gravel under lanterns"


def new_address() -> str:
    return f"new.{uuid.uuid4().hex[:8]}@demo.example"


def reads_mail(reader: Person, email: str, subject: str | re.Pattern[str]) -> None:
    """Wait for a mail and open it."""
    for _ in range(40):
        reader.opens(f"/demo/mail/?recipient={email}")
        link = reader.page.locator("main").get_by_role("link", name=subject).first
        if link.count():
            return link.click()
        reader.page.wait_for_timeout(500)
    raise AssertionError(f"no mail for {email}")


def follows_the_mail(reader: Person) -> None:
    reader.page.locator("main .shield-text a").first.click()


def invites(administrator: Person, email: str) -> None:
    """Invite somebody as a practitioner; ends on the list of invitations."""
    administrator.opens("/accounts/people/")
    administrator.presses("Invite a person")
    administrator.answers(
        {
            "Work email address": email,
            "Full name": "Newly Arrived",
            "Job title": "Health visitor",
            "Role": "Practitioner",
        }
    )
    administrator.presses("Send the invitation")
    administrator.sees_heading("Invitations")
    administrator.sees(f"An invitation was sent to {email}.")


def joins(visit: Visit, administrator: Person) -> tuple[Person, str]:
    """Somebody who was invited, has chosen a password and is signed in; and their address."""
    email = new_address()
    invites(administrator, email)
    newcomer = visit()
    reads_mail(newcomer, email, re.compile("invit", re.I))
    follows_the_mail(newcomer)
    newcomer.sees_heading("Choose a password")
    newcomer.answers({"Password": CHOSEN, "The same password again": CHOSEN})
    newcomer.presses("Save password")
    newcomer.sees("Your password is saved. Sign in with it now.")
    newcomer.gives_sign_in(email, CHOSEN)
    expect(newcomer.page).to_have_url(re.compile("/home/$"))
    return newcomer, email


def test_an_administrator_invites_and_the_newcomer_arrives(visit: Visit) -> None:
    # Given the administrator of the health agency
    administrator = visit("administrator.health")

    # When somebody new takes up her invitation
    newcomer, email = joins(visit, administrator)

    # Then the newcomer may file and sees nobody's notifications
    expect(newcomer.page.locator("main")).to_contain_text("Notify a serious incident")
    newcomer.opens("/incidents/")
    newcomer.sees("There are no notifications yet.")

    # And the link is of no use a second time
    stranger = visit()
    reads_mail(stranger, email, re.compile("invit", re.I))
    follows_the_mail(stranger)
    stranger.sees_heading("Sign in")


def test_a_leavers_next_request_reaches_nothing(visit: Visit) -> None:
    # Given somebody who is signed in
    administrator = visit("administrator.health")
    newcomer, email = joins(visit, administrator)

    # When the administrator ends the role
    administrator.opens(f"/accounts/people/?who={email}")
    administrator.follows("Newly Arrived")
    administrator.follows(re.compile("^End"))
    administrator.answer("When does it end?", "At once")
    administrator.presses("End this role")
    administrator.sees("The role was ended.")

    # Then the very next page is closed
    for path in ("/home/", "/incidents/", "/incidents/start/", "/messages/"):
        assert newcomer.opens(path) == 403
        newcomer.sees_heading("Your access has ended")


def test_a_forgotten_password_is_replaced_by_mail(visit: Visit) -> None:
    # Given somebody who has an account and has forgotten the password
    administrator = visit("administrator.health")
    _, email = joins(visit, administrator)
    forgetful = visit()
    forgetful.opens("/accounts/login/")
    forgetful.follows("I have forgotten my password")
    forgetful.answer("Email address", email)
    forgetful.presses("Send me a link")

    # When the link from the mail is followed and a new one chosen
    reads_mail(forgetful, email, re.compile("password", re.I))
    follows_the_mail(forgetful)
    renewed = f"{CHOSEN} again"
    forgetful.answers({"New password": renewed, "New password again": renewed})
    forgetful.presses("Save password")

    # Then the new one opens the portal, and the old one does not
    forgetful.signs_in(email, CHOSEN)
    forgetful.is_told(re.compile("not correct"))
    forgetful.signs_in(email, renewed)
    expect(forgetful.page).to_have_url(re.compile("/home/$"))


def test_a_wrong_password_tells_nothing_about_the_account(visit: Visit) -> None:
    told = []
    for account in ("lead.icb", "nobody.there"):
        person = visit()
        person.signs_in(account, PASSWORD + "x")
        expect(person.page.locator(".govuk-error-summary")).to_be_visible()
        told.append(person.page.locator(".govuk-error-summary").inner_text())
    assert told[0] == told[1]
