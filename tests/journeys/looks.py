"""Every page of the portal, in each state worth looking at, as somebody who may see it.

A page that comes to the URL patterns and has no line here fails `test_accessibility` by name.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from tests.journeys.browser import Person
from tests.journeys.looking import Look, presses, submits
from tests.journeys.looks_actions import action_pages
from tests.journeys.looks_conferences import conference_pages
from tests.journeys.looks_decisions import decision_pages
from tests.journeys.looks_differences import difference_pages
from tests.journeys.looks_minutes import minutes_pages
from tests.journeys.looks_outcomes import outcome_pages
from tests.journeys.looks_packs import pack_pages
from tests.journeys.looks_partnership import partnership_pages
from tests.journeys.looks_reports import report_pages
from tests.journeys.looks_scrutiny import scrutiny_pages

# Names of URLs at which nobody looks, and why.
NO_PAGES = {
    "health": "plain text for launchers",
    "ready": "plain text for launchers",
    "metrics": "plain text for Prometheus",
    "invitation_resend": "only takes a button's press",
    "invitation_withdraw": "only takes a button's press",
    "mfa_authenticate": "looked at by `test_security`, where a second factor is asked for",
    "factor_rename": "looked at by `test_security`, which has a passkey",
    "factor_remove": "looked at by `test_security`, which has a passkey",
    "factor_app_replace": "looked at by `test_security`, which has an app",
    "factor_app_picture": "an image",
    "keep_alive": "JSON for the page that is open",
    "sign_out_elsewhere": "only takes a button's press",
    "identity_start": "only takes a button's press",
    "identity_callback": "leads on to the home page",
    "identity_connect": "only takes a button's press",
    "identity_remove": "only takes a button's press",
    "invitation_identity": "only takes a button's press",
    "message_open": "leads on to what the message is about",
    "message_read_all": "only takes a button's press",
    "notification_restore": "only takes a button's press",
    "attachment_file": "a download",
    "report_file": "a download",
    "timeliness_paper_pdf": "a download",
    "conference_report_file": "a download",
    "action_file": "a download",
    "opening_end": "only takes a button's press",
    "conference_opening_end": "only takes a button's press",
    "meeting_file": "a download",
    "feed": "for calendars",
    "calendar_now": "leads on to the month that it is",
    "item_move": "only takes a button's press",
    "minutes_pdf": "a download",
    "minutes_pdf_progress": "JSON for the page that waits",
    "minutes_pdf_request": "only takes a button's press",
    "minute_presence": "JSON for the page that is open",
    "excerpt_pdf": "a download",
    "excerpt_pdf_progress": "JSON for the page that waits",
    "agenda_draft": "only takes a button's press",
    "paper_move": "only takes a button's press",
    "paper_file": "a download",
    "pack_file": "a download",
    "pack_progress": "JSON for the page that waits",
    "outcome_letter_pdf": "a download",
    **dict.fromkeys(
        (
            "report_pdf",
            "report_family_pdf",
            "conference_report_pdf",
            "conference_report_family_pdf",
            "conference_pack_pdf",
            "conference_pack_annex",
            "request_pack",
            "request_pack_annex",
        ),
        "a download",
    ),
    "report_pdf_progress": "JSON for the page that waits",
    "conference_pack_progress": "JSON for the page that waits",
    "outcome_letter_progress": "JSON for the page that waits",
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


def looks_up(person: Person) -> None:
    """Look for a number that nobody has."""
    person.answer("NHS number", "943 476 5919")
    presses("Find")(person)


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
ADMINISTRATOR, SYSTEM, PROTECTION = "administrator.health", "system", "protection"


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
    for who in (LEAD, NURSE, AUTHORITY, OPERATIONS, "champion", "auditor", SYSTEM, PROTECTION):
        yield Look("home", who, "/home/", who)
    yield Look("status", "as it is", "/status/", OPERATIONS)
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


def security_pages() -> Iterator[Look]:
    security = "/accounts/security/"
    yield Look("security", "a password alone", security, LEAD)
    yield Look("security_start", "asked", f"{security}start/", LEAD)
    yield Look("factor_app", "empty", f"{security}app/", LEAD)
    yield Look("factor_app", "errors", f"{security}app/", LEAD, then=presses("Finish"))
    yield Look("factor_passkey", "empty", f"{security}passkey/", LEAD)
    yield Look("recovery_codes", "asked", f"{security}codes/", LEAD)
    yield Look("confirm", "by password", "/accounts/confirm/", LEAD)
    yield Look("confirm", "errors", "/accounts/confirm/", LEAD, then=presses("Continue"))
    person = "/accounts/people/{person}/security/"
    yield Look("person_factors_reset", "asked", f"{person}reset/", ADMINISTRATOR)
    yield Look("person_sign_out", "asked", f"{person}sign-out/", ADMINISTRATOR)


def people_pages() -> Iterator[Look]:
    people = "/accounts/people/"
    yield Look("people_list", "an agency", people, ADMINISTRATOR)
    yield Look("people_list", "everybody", people, SYSTEM)
    yield Look("people_list", "none", f"{people}?who=zzzz", SYSTEM)
    yield Look("person_invite", "empty", f"{people}invite/", ADMINISTRATOR)
    send = presses("Send the invitation")
    yield Look("person_invite", "errors", f"{people}invite/", SYSTEM, then=send)
    yield Look("person_detail", "current", people + "{person}/", ADMINISTRATOR)
    yield Look("preview_list", "an agency's people", "/accounts/preview/", ADMINISTRATOR)
    yield Look("preview_list", "none", "/accounts/preview/?who=zzzz", PROTECTION)
    yield Look("person_preview", "numbers", people + "{person}/preview/", PROTECTION)
    invitations = "/accounts/invitations/"
    yield Look("invitation_list", "an agency's", invitations, ADMINISTRATOR)
    yield Look("invitation_list", "none", f"{invitations}?who=zzzz", SYSTEM)
    yield Look("invitation_detail", "waits", invitations + "{invited}/", ADMINISTRATOR)
    offer = "/accounts/offers/{offer}/"
    yield Look("offer_answer", "asked", offer, "lead.police")
    yield Look("offer_answer", "errors", offer, "lead.police", then=presses("Continue"))
    yield Look("offer_answer", "answered", "/accounts/offers/{answered}/", "lead.police")
    yield Look("home", "a role offered", "/home/", "lead.police")
    yield Look("profile", "a role offered", "/accounts/profile/", "lead.police")
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
    yield Look("clock_detail", "moved", "/clocks/{moved}/", AUTHORITY)
    yield Look("rule_list", "all", "/clocks/rules/", OPERATIONS)
    yield Look("rule_list", "as anybody", "/clocks/rules/", "champion")
    yield Look("rule_detail", "versions", "/clocks/rules/{rule}/", OPERATIONS)
    amend = "/clocks/rules/{rule}/amend/"
    yield Look("rule_amend", "as it is", amend, OPERATIONS)
    yield Look("rule_amend", "errors", amend, OPERATIONS, then=submits)
    yield Look("rule_amend", "shown", amend, OPERATIONS, then=says_an_amount)
    withdraw = "/clocks/versions/{version}/withdraw/"
    yield Look("version_withdraw", "asked", withdraw, OPERATIONS)
    yield Look("holiday_list", "all", "/clocks/holidays/", OPERATIONS)
    yield Look("holiday_add", "empty", "/clocks/holidays/add/", OPERATIONS)
    yield Look("holiday_add", "errors", "/clocks/holidays/add/", OPERATIONS, then=submits)
    yield Look("holiday_add", "shown", "/clocks/holidays/add/", OPERATIONS, then=says_a_day)
    yield Look("holiday_remove", "asked", "/clocks/holidays/{day}/remove/", OPERATIONS)


def says_an_amount(person: Person) -> None:
    """Be shown what another amount would do; nothing is saved yet."""
    person.answer("Amount", "30")
    person.answer("Source", "A minute")
    person.answer("From when it holds", timezone.localdate() + timedelta(days=600))
    with person.page.expect_navigation():
        person.presses("Continue")


def says_a_day(person: Person) -> None:
    """Be shown what would move if a day were none to work on; nothing is saved yet."""
    person.answer("Day", timezone.localdate() + timedelta(days=30))
    person.answer("What kind of day is it?", "Not a working day")
    person.answer("Name", "State funeral")
    person.answer("Source", "A proclamation")
    with person.page.expect_navigation():
        person.presses("Save this day")


def names_somebody(person: Person) -> None:
    """Say who and why; whether it is they is asked before anything happens."""
    person.page.get_by_label("Email address of the person").fill("lead.police@demo.example")
    person.page.get_by_label("Why?").fill("Asked by the Board")
    submits(person)


def incident_pages() -> Iterator[Look]:
    base = "/incidents/"
    yield Look("notification_list", "an agency's", base, LEAD)
    yield Look("notification_list", "all", base, OPERATIONS)
    yield Look("notification_list", "none", f"{base}?state=draft", "lead.icb")
    wrong = f"{base}?due_0=31&due_1=2&due_2=2026"
    yield Look("notification_list", "errors", wrong, OPERATIONS)
    yield Look("notification_find", "asked", f"{base}find/", LEAD)
    yield Look("notification_find", "errors", f"{base}find/", LEAD, then=presses("Find"))
    yield Look("notification_find", "found", f"{base}find/", LEAD, then=looks_up)
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
    yield Look("notification_history", "some", base + "{filed}/history/", LEAD)
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


def file_pages() -> Iterator[Look]:
    files = "/incidents/{whole}/files/"
    yield Look("quarantine_list", "some", "/documents/quarantine/", OPERATIONS)
    yield Look("attachment_list", "none", "/incidents/{empty}/files/", LEAD)
    yield Look("attachment_list", "some", files, LEAD)
    yield Look("attachment_list", "errors", files, LEAD, then=presses("Add the file"))
    yield Look("attachment_remove", "asked", files + "{attachment}/remove/", LEAD)
    filed = "/incidents/{filed}/files/"
    shut = filed + "{kept_file}/shut/"
    yield Look("attachment_list", "shut away", filed, LEAD)
    yield Look("attachment_shut", "empty", shut, LEAD)
    yield Look("attachment_shut", "errors", shut, LEAD, then=presses("Shut the file away"))


def access_pages() -> Iterator[Look]:
    base, submits_it = "/incidents/{guarded}/", submits
    yield Look("notification_detail", "restricted", base, LEAD)
    yield Look("access_detail", "restricted", f"{base}access/", LEAD)
    for page in ("name", "exclude", "restrict"):
        form = f"/incidents/{{filed}}/access/{page}/"
        yield Look(f"access_{page}", "empty", form, LEAD)
        yield Look(f"access_{page}", "errors", form, LEAD, then=submits_it)
    yield Look("access_name", "asked", f"{base}access/name/", LEAD, then=names_somebody)
    yield Look("access_lift", "empty", f"{base}access/lift/", LEAD)
    yield Look("access_lift", "errors", f"{base}access/lift/", LEAD, then=submits_it)
    yield Look("access_grant_end", "asked", base + "access/grants/{grant}/end/", LEAD)
    end = base + "access/exclusions/{exclusion}/end/"
    yield Look("access_exclusion_end", "asked", end, LEAD)
    yield Look("glass_break", "empty", "/incidents/open/", OPERATIONS)
    yield Look("glass_break", "errors", "/incidents/open/", OPERATIONS, then=submits_it)
    yield Look("notification_detail", "opened by glass", base, "lead.police")
    yield Look("keeper_list", "some", "/incidents/keepers/", OPERATIONS)
    keeper = "/incidents/keepers/{lone}/"
    yield Look("keeper_name", "empty", keeper, OPERATIONS)
    yield Look("keeper_name", "errors", keeper, OPERATIONS, then=submits_it)
    yield Look("opening_list", "some", "/incidents/openings/", PROTECTION)
    opening = "/incidents/openings/{opening}/"
    yield Look("opening_detail", "to be judged", opening, PROTECTION)
    yield Look("opening_detail", "errors", opening, PROTECTION, then=presses("Record this"))


def refusals() -> Iterator[Look]:
    yield Look("(refused)", "no such page", "/nowhere/", status=404)
    yield Look("(refused)", "not theirs", "/incidents/{whole}/", "lead.police", 404)
    yield Look("(refused)", "access has ended", "/home/", "leaver", 403)


LOOKS = (
    *sign_in_pages(),
    *home_pages(),
    *people_pages(),
    *security_pages(),
    *clock_pages(),
    *incident_pages(),
    *file_pages(),
    *access_pages(),
    *partnership_pages(),
    *minutes_pages(),
    *decision_pages(),
    *difference_pages(),
    *scrutiny_pages(),
    *action_pages(),
    *outcome_pages(),
    *pack_pages(),
    *report_pages(),
    *conference_pages(),
    *refusals(),
)
