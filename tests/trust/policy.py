"""Who gets what: one line for each page and method. This is the promise; the matrix tries it."""

from tests.trust.differences import DIFFERENCES
from tests.trust.lines import line
from tests.trust.policy_actions import ACTIONS
from tests.trust.policy_agendas import AGENDAS
from tests.trust.policy_conferences import CONFERENCES
from tests.trust.policy_decisions import DECISIONS
from tests.trust.policy_incidents import ACCESS, FILES, INCIDENTS
from tests.trust.policy_minutes import MINUTES
from tests.trust.policy_outcomes import OUTCOMES
from tests.trust.policy_packs import PACKS
from tests.trust.policy_partnership import PARTNERSHIP
from tests.trust.policy_reports import REPORTS
from tests.trust.scrutiny import SCRUTINY

FRONT = [
    line("front", "GET", "everyone -> 200"),
    line("health", "GET", "everyone -> 200"),
    line("ready", "GET", "everyone -> 200"),
    # Not for people: without the operator's token there is no such page.
    line("metrics", "GET", "everyone -> 404"),
    line("status", "GET", "operations system-administrator -> 200"),
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
# One's own security. What belongs to another is not there; the tests of `people` try with rows.
SECURITY = [
    line("mfa_authenticate", "GET", "public anyone -> 302"),
    line("mfa_authenticate", "POST", "public anyone -> 302"),
    line("confirm", "GET", "anyone -> 200"),
    line("confirm", "POST", "anyone -> 200"),
    line("keep_alive", "GET", "everyone -> 401"),
    line("keep_alive", "POST", "everyone -> 401"),
    line("security", "GET", "anyone -> 200"),
    line("security_start", "GET", "anyone -> 200"),
    line("factor_app", "GET", "anyone -> 200"),
    line("factor_app", "POST", "anyone -> 200"),
    # Whoever has no app yet is led to set one up.
    line("factor_app_replace", "GET", "anyone -> 302"),
    line("factor_app_replace", "POST", "anyone -> 302"),
    line("factor_app_picture", "GET"),
    line("factor_passkey", "GET", "anyone -> 200"),
    line("factor_passkey", "POST", "anyone -> 200"),
    line("factor_rename", "GET"),
    line("factor_rename", "POST"),
    line("factor_remove", "GET"),
    line("factor_remove", "POST"),
    line("recovery_codes", "GET", "anyone -> 200"),
    # There are none without a factor.
    line("recovery_codes", "POST", "anyone -> 409"),
    line("sign_out_elsewhere", "POST", "anyone -> 302"),
    # No agency signs its own people in here.
    line("identity_start", "POST", "everyone -> 404"),
    line("identity_callback", "GET", "everyone -> 404"),
    line("invitation_identity", "POST", "everyone -> 404"),
    line("identity_connect", "POST"),
    line("identity_remove", "POST"),
    *(
        line(
            name,
            "GET",
            present="administrator system-administrator -> 200",
            left="administrator system-administrator -> 200",
            shared="administrator system-administrator -> 200",
            invited="administrator system-administrator -> 200",
        )
        for name in ("person_factors_reset", "person_sign_out")
    ),
    *(
        line(
            name,
            "POST",
            present="administrator system-administrator -> 302",
            left="administrator -> 403, system-administrator -> 302",
            shared="administrator -> 403, system-administrator -> 302",
            invited="administrator system-administrator -> 302",
        )
        for name in ("person_factors_reset", "person_sign_out")
    ),
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
        shared="administrator system-administrator -> 200",
        left="administrator system-administrator -> 200",
        invited="administrator system-administrator -> 200",
    ),
    # In an administrator's charge is neither who has left, nor who works elsewhere as well.
    line(
        "person_detail",
        "POST",
        present="administrator system-administrator -> 302",
        shared="administrator -> 403, system-administrator -> 302",
        left="administrator -> 403, system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    line(
        "membership_add",
        "GET",
        present="administrator system-administrator -> 200",
        shared="administrator system-administrator -> 200",
        left="administrator system-administrator -> 200",
        invited="administrator system-administrator -> 200",
    ),
    line(
        "membership_add",
        "POST",
        present="administrator system-administrator -> 302",
        # They must be invited, and accept.
        shared="administrator -> 409, system-administrator -> 302",
        left="administrator system-administrator -> 302",
        invited="administrator system-administrator -> 302",
    ),
    # As numbers, of one's own people; of who works elsewhere too only for who answers for all.
    line(
        "preview_list",
        "GET",
        "any-administrator data-protection system-administrator -> 200",
    ),
    line(
        "person_preview",
        "GET",
        present="administrator data-protection system-administrator -> 200",
        shared="data-protection system-administrator -> 200",
        left="data-protection system-administrator -> 200",
        invited="administrator data-protection system-administrator -> 200",
    ),
    line("invitation_list", "GET", "any-administrator system-administrator -> 200"),
    line("invitation_detail", "GET", waits="administrator system-administrator -> 200"),
    line("invitation_resend", "POST", waits="administrator system-administrator -> 302"),
    line("invitation_withdraw", "POST", waits="administrator system-administrator -> 302"),
    # What one was offered oneself.
    line("offer_answer", "GET", offer="own -> 200"),
    line("offer_answer", "POST", offer="own -> 302"),
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
    line("version_withdraw", "GET", to_come="operations -> 200"),
    line("version_withdraw", "POST", to_come="operations -> 302"),
    line("holiday_list", "GET", "anyone -> 200"),
    line("holiday_add", "GET", "operations -> 200"),
    line("holiday_add", "POST", "operations -> 302"),
    line("holiday_remove", "GET", stands="operations -> 200"),
    line("holiday_remove", "POST", stands="operations -> 302"),
    line("message_list", "GET", "anyone -> 200"),
    line("message_open", "GET", unread="own -> 302"),
    line("message_read_all", "POST", "anyone -> 302"),
    line("failed_list", "GET", "operations -> 200"),
    # What is about a notification that is kept from them is there too, with nothing in it: nobody
    # else would send it again.
    line(
        "failed_retry", "GET",
        dead="operations -> 200", dead_restricted="operations -> 200",
        dead_shut="operations -> 200",
    ),
    line(
        "failed_retry", "POST",
        dead="operations -> 302", dead_restricted="operations -> 302",
        dead_shut="operations -> 302",
    ),
    line("quarantine_list", "GET", "operations -> 200"),
    line("document_failed_list", "GET", "operations -> 200"),
    line(
        "document_failed_retry", "GET",
        failed="operations -> 200", failed_restricted="operations -> 200",
        failed_shut="operations -> 200",
    ),
    line(
        "document_failed_retry", "POST",
        failed="operations -> 302", failed_restricted="operations -> 302",
        failed_shut="operations -> 302",
    ),
]  # fmt: skip

LINES = (
    *FRONT,
    *SIGN_IN,
    *SECURITY,
    *PEOPLE,
    *ROOMS,
    *INCIDENTS,
    *FILES,
    *ACCESS,
    *PARTNERSHIP,
    *MINUTES,
    *DECISIONS,
    *AGENDAS,
    *DIFFERENCES,
    *SCRUTINY,
    *ACTIONS,
    *CONFERENCES,
    *OUTCOMES,
    *PACKS,
    *REPORTS,
)
# What a write answers with when it was done, where that is no redirect.
DONE_WITH_A_PAGE = {
    ("notification_row_remove", "POST"),
    ("notification_find", "POST"),
    ("report_row_remove", "POST"),
    # Whoever opens it is shown to others as having it open, also without scripts.
    ("minute_edit", "GET"),
    ("minute_presence", "POST"),
    ("feed_make", "POST"),
    ("feed_replace", "POST"),
    # Who has opened it is seen by who keeps it.
    ("agenda_detail", "GET"),
    ("pack_file", "GET"),
}
