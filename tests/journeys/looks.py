"""Every page of the portal, in each state worth looking at, as somebody who may see it.

A page that comes to the URL patterns and has no line here fails `test_accessibility` by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.journeys.browser import Person

# Names of URLs at which nobody looks, and why.
NO_PAGES = {
    "health": "plain text for launchers",
    "invitation_resend": "only takes a button's press",
    "invitation_withdraw": "only takes a button's press",
    "message_open": "leads on to what the message is about",
    "message_read_all": "only takes a button's press",
    "notification_restore": "only takes a button's press",
    "notification_pdf": "a download",
    "notification_pdf_progress": "JSON for the page that waits",
}
STEPS = {
    "notifier": "Who is notifying",
    "criteria": "Why you are notifying",
    "dates": "When it happened and who knew when",
    "incident": "What happened",
    "children": "The children",
    "family": "Household and family",
    "agencies": "Agencies involved",
    "safeguarding": "Immediate safeguarding",
    "processes": "Parallel processes",
    "communication": "Family and media",
    "view": "Your agency's view",
}


@dataclass(frozen=True)
class Look:
    """One state of one page. `path` has places that the stage fills; `then` leads to the state."""

    name: str
    state: str
    path: str
    who: str = ""
    status: int = 200
    then: Callable[[Person], None] | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    def is_reached_by(self, person: Person, stage: dict[str, object]) -> None:
        """Go there and do what leads to the state."""
        status = person.opens(self.path.format(**stage))
        assert status == self.status, f"{self}: {status} instead of {self.status}"
        if self.then:
            self.then(person)
            person.page.wait_for_load_state("load")


def presses(button: str) -> Callable[[Person], None]:
    """Press it with nothing filled in; the same page comes back and says what is missing."""

    def press(person: Person) -> None:
        with person.page.expect_navigation():
            person.presses(button)

    return press


def overtaken(person: Person) -> None:
    """Save a page that somebody else has changed meanwhile."""
    person.page.locator("input[name=fingerprint]").evaluate("field => { field.value = 'old'; }")
    person.answer("Police reference", "DEMO/other")
    presses("Save and come back later")(person)


def signed_out(person: Person) -> None:
    person.context.clear_cookies()
    person.answer("Police reference", "DEMO/kept")
    presses("Save and come back later")(person)


CONTINUE = "Save and continue"
LEAD, NURSE, AUTHORITY, OPERATIONS = (
    "lead.health",
    "practitioner.health",
    "lead.authority",
    "operations",
)
ADMINISTRATOR, SYSTEM = "administrator.health", "system"


def sign_in_pages() -> Iterator[Look]:
    yield Look("front", "anybody", "/")
    yield Look("front", "signed in", "/", LEAD)
    yield Look("account_login", "empty", "/accounts/login/")
    yield Look("account_login", "errors", "/accounts/login/", then=presses("Sign in"))
    yield Look("account_logout", "asked", "/accounts/logout/", LEAD)
    yield Look("account_inactive", "told", "/accounts/inactive/")
    yield Look("account_signup", "closed", "/accounts/signup/")
    change = "/accounts/password/change/"
    yield Look("account_change_password", "empty", change, LEAD)
    yield Look("account_change_password", "errors", change, LEAD, then=presses("Save password"))
    reset = "/accounts/password/reset/"
    yield Look("account_reset_password", "empty", reset)
    yield Look("account_reset_password", "errors", reset, then=presses("Send me a link"))
    yield Look("account_reset_password_done", "told", f"{reset}done/")
    key = "account_reset_password_from_key"
    yield Look(key, "empty", reset + "key/{reset}/")
    yield Look(key, "errors", reset + "key/{reset}/", then=presses("Save password"))
    yield Look(key, "used", reset + "key/1-used/")
    yield Look(f"{key}_done", "told", f"{reset}key/done/")


def home_pages() -> Iterator[Look]:
    for who in (LEAD, NURSE, AUTHORITY, OPERATIONS, "champion", "auditor", SYSTEM):
        yield Look("home", who, "/home/", who)
    yield Look("profile", "a role", "/accounts/profile/", LEAD)
    yield Look("message_list", "some", "/messages/", LEAD)
    yield Look("message_list", "none", "/messages/", "board")
    yield Look("demo_mail_list", "some", "/demo/mail/")
    yield Look("demo_mail_list", "none", "/demo/mail/?recipient=nobody")
    yield Look("demo_mail", "a mail", "/demo/mail/{mail}/")
    yield Look("failed_list", "some", "/messages/failed/", OPERATIONS)
    yield Look("failed_retry", "a mail", "/messages/failed/{dead}/", OPERATIONS)
    yield Look("document_failed_list", "some", "/documents/failed/", OPERATIONS)
    yield Look("document_failed_retry", "one", "/documents/failed/{failed}/", OPERATIONS)
    yield Look("audit_search", "some", "/audit/", "auditor")
    yield Look("audit_search", "none", "/audit/?verb=nothing", "auditor")
    yield Look("audit_search", "errors", "/audit/?since_0=31&since_1=2&since_2=2026", "auditor")


def people_pages() -> Iterator[Look]:
    people = "/accounts/people/"
    yield Look("people_list", "an agency", people, ADMINISTRATOR)
    yield Look("people_list", "everybody", people, SYSTEM)
    yield Look("people_list", "none", f"{people}?who=zzzz", SYSTEM)
    yield Look("person_invite", "empty", f"{people}invite/", ADMINISTRATOR)
    send = presses("Send the invitation")
    yield Look("person_invite", "errors", f"{people}invite/", SYSTEM, then=send)
    yield Look("person_detail", "current", people + "{person}/", ADMINISTRATOR)
    yield Look("person_detail", "invited", people + "{invited}/", SYSTEM)
    yield Look("membership_add", "empty", people + "{person}/role/", SYSTEM)
    give = presses("Give this role")
    yield Look("membership_add", "errors", people + "{person}/role/", ADMINISTRATOR, then=give)
    end = "/accounts/roles/{membership}/end/"
    yield Look("membership_end", "empty", end, ADMINISTRATOR)
    yield Look("membership_end", "errors", end, SYSTEM, then=presses("End this role"))
    invitation = "/accounts/invitation/"
    yield Look("invitation_accept", "not valid", f"{invitation}?token=used", status=404)
    yield Look("invitation_password", "empty", invitation + "?token={token}")
    save = presses("Save password")
    yield Look("invitation_password", "errors", invitation + "?token={token}", then=save)
    agencies = "/accounts/agencies/"
    yield Look("agency_list", "all", agencies, SYSTEM)
    yield Look("agency_add", "empty", f"{agencies}add/", SYSTEM)
    yield Look("agency_add", "errors", f"{agencies}add/", SYSTEM, then=presses("Save"))
    yield Look("agency_edit", "filled", agencies + "{agency}/", SYSTEM)


def clock_pages() -> Iterator[Look]:
    yield Look("clock_list", "an agency's", "/clocks/", LEAD)
    yield Look("clock_list", "all", "/clocks/", OPERATIONS)
    yield Look("clock_list", "none", "/clocks/", "board")
    yield Look("clock_detail", "the working", "/clocks/{clock}/", AUTHORITY)
    yield Look("rule_list", "all", "/clocks/rules/", OPERATIONS)
    yield Look("rule_list", "as anybody", "/clocks/rules/", "champion")
    yield Look("rule_detail", "versions", "/clocks/rules/{rule}/", OPERATIONS)
    amend = "/clocks/rules/{rule}/amend/"
    yield Look("rule_amend", "as it is", amend, OPERATIONS)
    yield Look("rule_amend", "errors", amend, OPERATIONS, then=submits)
    yield Look("holiday_list", "all", "/clocks/holidays/", OPERATIONS)
    yield Look("holiday_add", "empty", "/clocks/holidays/add/", OPERATIONS)
    yield Look("holiday_add", "errors", "/clocks/holidays/add/", OPERATIONS, then=submits)


def submits(person: Person) -> None:
    """Press the form's own button, whatever it is called."""
    with person.page.expect_navigation():
        person.page.locator("main form button").last.click()


def incident_pages() -> Iterator[Look]:
    base = "/incidents/"
    yield Look("notification_list", "an agency's", base, LEAD)
    yield Look("notification_list", "all", base, OPERATIONS)
    yield Look("notification_list", "none", f"{base}?state=draft", "lead.icb")
    wrong = f"{base}?due_0=31&due_1=2&due_2=2026"
    yield Look("notification_list", "errors", wrong, OPERATIONS)
    yield Look("notification_start", "asked", f"{base}start/", NURSE)
    for state in ("whole", "part", "empty", "late", "away"):
        yield Look("notification_tasks", state, f"{base}{{{state}}}/tasks/", LEAD)
    for state in ("whole", "part", "late"):
        yield Look("notification_check", state, f"{base}{{{state}}}/check/", LEAD)
    undeclared = presses("Submit notification")
    yield Look("notification_check", "errors", base + "{whole}/check/", LEAD, then=undeclared)
    yield Look("notification_submitted", "filed", base + "{filed}/submitted/", LEAD)
    yield Look("notification_detail", "filed", base + "{filed}/", LEAD)
    yield Look("notification_detail", "to be told", base + "{filed}/", AUTHORITY)
    yield Look("notification_detail", "panel told", base + "{told}/", OPERATIONS)
    yield Look("notification_discard", "asked", base + "{whole}/discard/", LEAD)
    yield Look("notification_correct", "empty", base + "{filed}/correct/", LEAD)
    yield Look("notification_correct", "errors", base + "{filed}/correct/", LEAD, then=submits)
    yield Look("notification_panel", "empty", base + "{filed}/panel/", AUTHORITY)
    yield Look("notification_panel", "errors", base + "{filed}/panel/", AUTHORITY, then=submits)
    yield from step_pages(base)


def step_pages(base: str) -> Iterator[Look]:
    name, rows = "notification_step", {"children": "child", "family": "member"}
    for slug in STEPS:
        yield Look(name, f"{slug}, empty", f"{base}{{empty}}/{slug}/", LEAD)
        yield Look(name, f"{slug}, filled", f"{base}{{whole}}/{slug}/", LEAD)
        errors = presses(CONTINUE)
        if slug in ("notifier", "children", "family", "agencies"):
            continue
        yield Look(name, f"{slug}, errors", f"{base}{{empty}}/{slug}/", LEAD, then=errors)
    yield Look(name, "overtaken", base + "{whole}/safeguarding/", LEAD, then=overtaken)
    yield Look(name, "kept", base + "{whole}/safeguarding/", LEAD, then=signed_out)
    for slug, row in (rows | {"agencies": "involved"}).items():
        add = f"{base}{{scratch}}/{slug}/add/"
        yield Look("notification_row_add", f"{slug}, empty", add, LEAD)
        yield Look("notification_row_add", f"{slug}, errors", add, LEAD, then=presses(CONTINUE))
        edit = f"{base}{{whole}}/{slug}/{{{row}}}/"
        yield Look("notification_row_edit", slug, edit, LEAD)
        yield Look("notification_row_remove", f"{slug}, asked", f"{edit}remove/", LEAD)
    remove = base + "{scratch}/children/{scratch_row}/remove/"
    gone = presses("Remove")
    yield Look("notification_row_remove", "removed", remove, LEAD, then=gone)


def refusals() -> Iterator[Look]:
    yield Look("(refused)", "no such page", "/nowhere/", status=404)
    yield Look("(refused)", "not theirs", "/incidents/{whole}/", "lead.police", 404)
    yield Look("(refused)", "access has ended", "/home/", "leaver", 403)


LOOKS = (
    *sign_in_pages(),
    *home_pages(),
    *people_pages(),
    *clock_pages(),
    *incident_pages(),
    *refusals(),
)
