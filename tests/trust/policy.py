"""Who gets what: one line for each page and method. This is the promise; the matrix tries it.

`Line(name, method, "groups -> status, groups -> status")` for a page about nothing in particular;
`Line(name, method, state="groups -> status")` for one about records, by the record's state.
The first group that a persona belongs to counts; whoever is in none is refused:

  who                        reading        writing
  nobody signed in           302, sign in   403, sign in
  somebody who has left      403, ended     403, ended
  anybody else               404            404

A refusal writes nothing and tells nothing: what may not be seen answers as what is not there.

Groups: `own` (the record's owner); `practitioner`, `lead`, `administrator` in the record's own
agency; `duty-lead` in the agency that must tell the Panel; `granted` this record by name;
`any-lead` and its like in whatever agency; roles that reach across the partnership by their ids;
`anyone` who is signed in and holds a role; `public` and `leaver`; `everyone`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.trust.things import LEAVER, PUBLIC, Thing, groups

READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Line:
    name: str
    method: str
    gives: Mapping[str, str]

    def outcomes(self, state: str) -> list[tuple[set[str], int]]:
        """`[({"own", "lead"}, 200), …]` of one state of a record."""
        found = []
        for part in filter(None, self.gives.get(state, "").split(",")):
            who, _, status = part.partition("->")
            found.append((set(who.split()), int(status)))
        return found

    def status(self, persona: str, thing: Thing) -> int:
        """What a persona gets; the refusal where no part says more."""
        if not thing.is_absent:
            member = groups(persona, thing)
            for who, status in self.outcomes(thing.state):
                if who & member:
                    return status
        return self.refusal(persona)

    def refusal(self, persona: str) -> int:
        if self.is_public:
            return 404
        if persona == LEAVER:
            return 403
        if persona == PUBLIC:
            return 302 if self.method in READING else 403
        return 404

    @property
    def is_public(self) -> bool:
        """Whether the page is for everyone, so that nobody is asked to sign in."""
        return any("everyone" in who for state in self.gives for who, _ in self.outcomes(state))


def line(name: str, method: str, gives: str = "", **states: str) -> Line:
    """A line; `_` in a state's name stands for `-`."""
    return Line(
        name, method, {"": gives, **{key.replace("_", "-"): said for key, said in states.items()}}
    )


WRITERS = "own lead"
READERS = "own lead duty-lead operations granted"

FRONT = [
    line("front", "GET", "everyone -> 200"),
    line("health", "GET", "everyone -> 200"),
    line("home", "GET", "anyone -> 200"),
    # Only in demo mode, which the tests are in: production refuses to start in it.
    line("demo_mail_list", "GET", "everyone -> 200"),
    line("demo_mail", "GET", mail="everyone -> 200"),
]
# allauth's own pages. Whoever is signed in is led away from those for signing in.
SIGN_IN = [
    line("account_login", "GET", "public -> 200, anyone -> 302"),
    line("account_login", "POST", "public anyone -> 302"),
    line("account_logout", "GET", "anyone leaver -> 200, public -> 302"),
    line("account_logout", "POST", "anyone leaver public -> 302"),
    line("account_inactive", "GET", "public anyone -> 200"),
    line("account_signup", "GET", "public -> 200, anyone -> 302"),
    line("account_signup", "POST", "public -> 200, anyone -> 302"),
    line("account_change_password", "GET", "anyone -> 200"),
    line("account_change_password", "POST", "anyone public -> 302"),
    line("account_reset_password", "GET", "public anyone -> 200"),
    line("account_reset_password", "POST", "public anyone -> 302"),
    line("account_reset_password_done", "GET", "public anyone -> 200"),
    line("account_reset_password_from_key", "GET", "public anyone -> 200"),
    line("account_reset_password_from_key", "POST", "public anyone -> 200"),
    line("account_reset_password_from_key_done", "GET", "public anyone -> 200"),
]
PEOPLE = [
    line("profile", "GET", "anyone -> 200"),
    # Without a link that works there is nothing to take up.
    line("invitation_accept", "GET", "everyone -> 404"),
    line("invitation_password", "GET", "everyone -> 404"),
    line("invitation_password", "POST", "everyone -> 404"),
    line("people_list", "GET", "any-administrator system-administrator -> 200"),
    line("person_invite", "GET", agency="any-administrator system-administrator -> 200"),
    line(
        "person_invite",
        "POST",
        agency="administrator system-administrator -> 302, any-administrator -> 200",
    ),
    line(
        "person_detail",
        "GET",
        present="administrator system-administrator -> 200",
        left="administrator system-administrator -> 200",
        invited="administrator system-administrator -> 200",
    ),
    # Whoever has left an agency is no longer its administrator's charge.
    line(
        "person_detail",
        "POST",
        present="administrator system-administrator -> 302",
        left="administrator -> 403, system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    line(
        "membership_add",
        "GET",
        present="administrator system-administrator -> 200",
        left="administrator system-administrator -> 200",
        invited="administrator system-administrator -> 200",
    ),
    line(
        "membership_add",
        "POST",
        present="administrator system-administrator -> 302",
        left="administrator system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    line(
        "invitation_resend",
        "POST",
        present="administrator system-administrator -> 302",
        left="administrator -> 403, system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    line(
        "invitation_withdraw",
        "POST",
        present="administrator system-administrator -> 302",
        left="administrator -> 403, system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    line(
        "membership_end",
        "GET",
        agency_role="administrator system-administrator -> 200",
        partnership_role="administrator system-administrator -> 200",
    ),
    # What reaches across the partnership is given and ended by the system administrator alone.
    line(
        "membership_end",
        "POST",
        agency_role="administrator system-administrator -> 302",
        partnership_role="administrator -> 403, system-administrator -> 302",
    ),
    line("agency_list", "GET", "system-administrator -> 200"),
    line("agency_add", "GET", "system-administrator -> 200"),
    line("agency_add", "POST", "system-administrator -> 302"),
    line("agency_edit", "GET", agency="system-administrator -> 200"),
    line("agency_edit", "POST", agency="system-administrator -> 302"),
]
ROOMS = [
    line("audit_search", "GET", "auditor -> 200"),
    line("clock_list", "GET", "anyone -> 200"),
    line(
        "clock_detail", "GET",
        own_duty="own lead operations -> 200",
        panel_duty="own lead duty-lead operations -> 200",
        review_duty="lead duty-lead operations -> 200",
    ),
    line("rule_list", "GET", "anyone -> 200"),
    line("rule_detail", "GET", counted="anyone -> 200", fixed="anyone -> 200"),
    line("rule_amend", "GET", counted="operations -> 200"),
    line("rule_amend", "POST", counted="operations -> 302"),
    line("holiday_list", "GET", "anyone -> 200"),
    line("holiday_add", "GET", "operations -> 200"),
    line("holiday_add", "POST", "operations -> 302"),
    line("message_list", "GET", "anyone -> 200"),
    line("message_open", "GET", unread="own -> 302"),
    line("message_read_all", "POST", "anyone -> 302"),
    line("failed_list", "GET", "operations -> 200"),
    line("failed_retry", "GET", dead="operations -> 200"),
    line("failed_retry", "POST", dead="operations -> 302"),
    line("document_failed_list", "GET", "operations -> 200"),
    line("document_failed_retry", "GET", failed="operations -> 200"),
    line("document_failed_retry", "POST", failed="operations -> 302"),
]  # fmt: skip


def of_notification(
    name: str, method: str, *, draft: str, filed: str, discarded: str = "", **more: str
) -> Line:
    """A line by the state of a notification; without more, all that was filed is alike."""
    states = {"filed": filed, "unowed": filed, "told": filed} | more
    return line(name, method, draft=draft, discarded=discarded or draft, **states)


# A draft is seen by its author and the agency's lead; what was filed also by whoever must act on
# it, and by whoever was granted to read it.
INCIDENTS = [
    # A scrutineer finds there what was granted. Taking the list away needs a permission of its own.
    line(
        "notification_list",
        "GET",
        "any-practitioner any-lead operations scrutineer -> 200",
        csv="any-lead operations -> 200",
    ),
    line("notification_start", "GET", agency="any-practitioner any-lead -> 200"),
    # Another agency is no choice of the form.
    line(
        "notification_start",
        "POST",
        agency="practitioner lead -> 302, any-practitioner any-lead -> 200",
    ),
    of_notification("notification_detail", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification(
        "notification_tasks", "GET", draft=f"{WRITERS} -> 200", filed=f"{READERS} -> 302"
    ),
    of_notification(
        "notification_check",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    # What is filed is filed: whoever sees it is told so, and led to it.
    of_notification(
        "notification_check",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_submitted", "GET", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 200"
    ),
    of_notification(
        "notification_discard",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_discard", "POST", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 403"
    ),
    of_notification(
        "notification_restore", "POST", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 403"
    ),
    of_notification(
        "notification_correct",
        "GET",
        draft="",
        filed="own lead operations -> 200",
    ),
    of_notification(
        "notification_correct",
        "POST",
        draft="",
        filed="own lead operations -> 302, duty-lead granted -> 403",
    ),
    # Whoever owes it to the Panel says when it was told, or the operations team for them.
    of_notification(
        "notification_panel",
        "GET",
        draft="",
        filed="duty-lead operations -> 200",
        unowed="operations -> 302",
        told="duty-lead operations -> 302",
    ),
    of_notification(
        "notification_panel",
        "POST",
        draft="",
        filed="duty-lead operations -> 302, own lead granted -> 403",
        unowed="operations -> 200, own lead granted -> 403",
        told="duty-lead operations -> 200, own lead granted -> 403",
    ),
    of_notification("notification_pdf", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification("notification_pdf_progress", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification(
        "notification_step",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_step",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_add",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_row_add",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_edit",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_row_edit",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_remove",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    # Where it may be removed the page says so, with a way back; elsewhere it leads to the record.
    of_notification(
        "notification_row_remove",
        "POST",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
]

LINES = (*FRONT, *SIGN_IN, *PEOPLE, *ROOMS, *INCIDENTS)
# What a write answers with when it was done, where that is no redirect.
DONE_WITH_A_PAGE = {("notification_row_remove", "POST")}
