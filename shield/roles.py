"""The roles of the partnership: what each does, what it may see, and the permissions that follow.

Written to be read by the people who answer for access. A role is held through a membership, from
one day to another (`docs/adr/0002-*.md`); when the last membership ends, so does all access.

The *scope* of a role says how far it reaches. A role of scope "agency" reaches only the records of
the agency in which it is held. A role of scope "partnership" reaches across all agencies, and only
as far as its permissions go. A body of the partnership is read by those who hold a seat in it, for
as long as they hold it. Need to know beats role: what one person may do with one record can be
granted by name, and later be denied by name, whatever the roles say.

`docs/access.md` shows this page as a table; `manage.py write_docs` writes it.
"""

from conferences.permissions import Perm as Conferences
from incidents.permissions import Perm as Incidents
from partnership.permissions import Perm as Partnership
from shield.accounts.access import Role
from shield.accounts.permissions import Perm as Accounts
from shield.audit.permissions import Perm as Audit
from shield.clocks.permissions import Perm as Clocks
from shield.documents.permissions import Perm as Documents
from shield.notifications.permissions import Perm as Notifications
from shield.reporting.permissions import Perm as Reporting

ROLES: tuple[Role, ...] = (
    Role(
        id="practitioner",
        name="Practitioner",
        scope="agency",
        prose=(
            "Any member of an agency's staff who works with children or families. Files serious "
            "incident notifications, after taking advice from the safeguarding lead. Sees the "
            "notifications that they filed themselves and nothing else: not those of a colleague, "
            "not those of another agency. Writes or checks the reports to child protection "
            "conferences for which they are named, and sees of these conferences what their own "
            "agency was asked. Reads the bodies of the partnership in which they hold a seat."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Incidents.FILE,
                Conferences.OPEN,
                Conferences.REPORT,
                Partnership.OPEN,
                Partnership.CHAIR,
            }
        ),
    ),
    Role(
        id="safeguarding-lead",
        name="Safeguarding lead",
        scope="agency",
        prose=(
            "The person whom an agency's staff consult about a child. Files notifications, reads "
            "and finishes those that the agency's staff began, corrects what was filed, and keeps "
            "the agency's deadlines. In the agency that holds the duty to notify the national "
            "Panel, also reads the notifications sent to it and records that the Panel was told. "
            "Sees nothing of any other agency's cases, but may in an emergency open one by its "
            "reference for some hours, with a reason that is judged afterwards. Says who may see a "
            "notification of their own agency: names people, shuts people out, restricts it to "
            "those named. Sees every report that the agency was asked for by a child protection "
            "conference, and no other agency's; says who writes it, checks it, or answers that "
            "nothing is known. Reads the bodies of the partnership in which they hold a seat, and "
            "says when somebody of their own agency leaves or takes one. Raises differences with "
            "other agencies about a child without saying which, answers those raised with their "
            "own, returns them each quarter, and replies to the scrutineer's challenges."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Incidents.FILE,
                Incidents.EDIT,
                Incidents.READ,
                Incidents.CORRECT,
                Incidents.RECORD_PANEL,
                Incidents.MANAGE_ACCESS,
                Incidents.BREAK_GLASS,
                Incidents.EXPORT,
                Conferences.OPEN,
                Conferences.REPORT,
                Conferences.READ_REQUEST,
                Conferences.WRITE,
                Conferences.CHECK,
                Conferences.ASSIGN,
                Conferences.READ_FIGURES,
                Conferences.BREAK_GLASS,
                Clocks.READ_AGENCY,
                Partnership.OPEN,
                Partnership.CHAIR,
                Partnership.NOTIFY_CHANGE,
                Partnership.ESCALATE,
                Partnership.READ_ESCALATIONS,
                Partnership.REPLY_SCRUTINY,
            }
        ),
    ),
    Role(
        id="agency-administrator",
        name="Agency administrator",
        scope="agency",
        prose=(
            "Keeps the accounts of one agency: invites people, gives them roles in that agency, "
            "and ends the membership of those who leave. Sees who works there as what. Says who "
            "leaves and who takes the agency's seats in the partnership's bodies, and reads those "
            "in which they hold one. Sees no case content, and no person of another agency."
        ),
        perms=frozenset(
            {
                Accounts.MANAGE,
                Accounts.PREVIEW,
                Partnership.OPEN,
                Partnership.CHAIR,
                Partnership.NOTIFY_CHANGE,
            }
        ),
    ),
    Role(
        id="operations",
        name="Operations team",
        scope="partnership",
        prose=(
            "The practice review and learning manager, the programme manager and the coordinator, "
            "who run the partnership's business. Read every filed notification (each reading is "
            "logged) but no agency's drafts; correct it, record that the national Panel was told, "
            "follow all deadlines, amend the register of rules, and see which emails could not be "
            "delivered and which files could not be made or checked, without their content, and "
            "whether the portal runs. Say who may see a notification. Of a restricted one they see "
            "nothing unless they are named in it; in an emergency they may open it for some hours, "
            "with a reason that is judged afterwards. Keep the partnership's bodies and who sits "
            "in them, its priorities, reporting duties and pooled budget, and read all of these. "
            "Follow every difference between agencies and each agency's quarterly return. Say of "
            "which conferences nothing may be erased, without reading any."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Incidents.READ,
                Incidents.CORRECT,
                Incidents.RECORD_PANEL,
                Incidents.MANAGE_ACCESS,
                Incidents.BREAK_GLASS,
                Incidents.EXPORT,
                Conferences.READ_FIGURES,
                Conferences.HOLD,
                Clocks.READ_ALL,
                Clocks.AMEND_RULES,
                Documents.READ_FAILED,
                Notifications.READ_FAILED,
                Partnership.OPEN,
                Partnership.CHAIR,
                Partnership.READ_ALL,
                Partnership.KEEP,
                Partnership.READ_ESCALATIONS,
                Reporting.READ_STATUS,
            }
        ),
    ),
    Role(
        id="auditor",
        name="Auditor",
        scope="partnership",
        prose=(
            "Answers the question who did what, and who read what, when. Searches the audit, which "
            "holds references and moments but never the content of a case. Cannot open a case. "
            "Each search is itself written down."
        ),
        perms=frozenset({Audit.READ}),
    ),
    Role(
        id="data-protection",
        name="Data protection lead",
        scope="partnership",
        prose=(
            "Is told at once when somebody opens in an emergency what they may not see; reads why, "
            "can end it, and says whether it was justified. Sees what any person's roles let them "
            "see, as numbers. Reads no notification and no conference. Says of which conferences "
            "nothing may be erased, though their time is over, and why."
        ),
        perms=frozenset(
            {
                Incidents.REVIEW_OPENINGS,
                Conferences.REVIEW_OPENINGS,
                Conferences.HOLD,
                Accounts.PREVIEW,
            }
        ),
    ),
    Role(
        id="system-administrator",
        name="System administrator",
        scope="partnership",
        prose=(
            "Keeps the accounts of every agency and the list of agencies itself: who joined the "
            "partnership, who left it, and what follows on what. Gives the roles that reach across "
            "the partnership, and sees whether the portal runs. Sees no case content."
        ),
        perms=frozenset(
            {Accounts.MANAGE, Accounts.MANAGE_ALL, Accounts.PREVIEW, Reporting.READ_STATUS}
        ),
    ),
    Role(
        id="scrutineer",
        name="Independent scrutineer",
        scope="partnership",
        prose=(
            "Asks key questions of the partnership, looks for evidence and challenges it. Reads "
            "every body, who sits in it, and the pooled budget; will read everything that is not "
            "case content, once meetings and the Learning Hub are part of the portal. Reads every "
            "difference between agencies (each reading is logged). Writes nothing but their own "
            "questions, programme, evidence and challenges, to which partners reply. May open the "
            "list of notifications and finds there only those granted to them by name, for as long "
            "as the grant lasts. Holds no permission on any other case."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Conferences.READ_FIGURES,
                Partnership.OPEN,
                Partnership.CHAIR,
                Partnership.READ_ALL,
                Partnership.READ_ESCALATIONS,
                Partnership.SCRUTINISE,
            }
        ),
    ),
    Role(
        id="board-member",
        name="Board, Executive or group member",
        scope="partnership",
        prose=(
            "Reads the bodies in which they hold a seat: who sits there, terms of reference, "
            "standing items, the pooled budget of a body that answers for it; agendas, papers, "
            "minutes and action logs, once meetings are part of the portal. Sees how timely "
            "conference reports are, as figures. Holds no permission on cases."
        ),
        perms=frozenset({Conferences.READ_FIGURES, Partnership.OPEN, Partnership.CHAIR}),
        needs_second_factor=False,
    ),
    Role(
        id="practice-group-member",
        name="Learning from Practice Group member",
        scope="partnership",
        prose=(
            "Oversees open cases and their action plans after signing the confidentiality "
            "agreement, once reviews are part of the portal. Reads the bodies in which they hold a "
            "seat, and signs their agreements. Holds no permission on cases until then."
        ),
        perms=frozenset({Partnership.OPEN, Partnership.CHAIR}),
    ),
    Role(
        id="conference-chair",
        name="Conference chair or conference administrator",
        scope="partnership",
        prose=(
            "Schedules child protection conferences, asks agencies for reports and records the "
            "outcome of the conferences that they chair or administer. Says who else may see one "
            "of these. Sees no other conference, and of those restricted only where they are "
            "named, but may in an emergency open one by its reference for some hours, with a "
            "reason that is judged afterwards. Reads the bodies in which they hold a seat. Holds "
            "no permission on serious incidents."
        ),
        perms=frozenset(
            {
                Conferences.OPEN,
                Conferences.CHAIR,
                Conferences.BREAK_GLASS,
                Conferences.READ_FIGURES,
                Partnership.OPEN,
                Partnership.CHAIR,
            }
        ),
    ),
    Role(
        id="champion",
        name="Safeguarding champion",
        scope="partnership",
        prose=(
            "Takes part in learning events, passes learning on in their own setting and says whom "
            "they told, once the Learning Hub is part of the portal. Reads the bodies in which "
            "they hold a seat. Holds no permission on cases."
        ),
        perms=frozenset({Partnership.OPEN, Partnership.CHAIR}),
        needs_second_factor=False,
    ),
)

# What each permission lets somebody do, for people who are shown what somebody else may do.
WORDS: dict[str, str] = {
    Incidents.OPEN: "Open the list of notifications; what stands there follows from the rest",
    Incidents.FILE: "Start a notification, and work on and read their own",
    Incidents.EDIT: "Fill in, discard and submit drafts",
    Incidents.READ: "Read notifications",
    Incidents.CORRECT: "Correct notifications that were filed",
    Incidents.RECORD_PANEL: "Record that the national Panel was told",
    Incidents.MANAGE_ACCESS: "Say who may see a notification",
    Incidents.BREAK_GLASS: "Open a notification in an emergency, and answer for it",
    Incidents.REVIEW_OPENINGS: "Judge whether opening one in an emergency was right",
    Incidents.EXPORT: "Take the list of notifications away as a file",
    Conferences.OPEN: "Open the lists of conferences and reports; what stands there follows",
    Conferences.CHAIR: "Schedule child protection conferences, and run their own",
    Conferences.READ: "Read conferences in which they are named",
    Conferences.MANAGE: "Change conferences, ask for reports and record outcomes",
    Conferences.MANAGE_ACCESS: "Say who may see a conference",
    Conferences.BREAK_GLASS: "Open a conference in an emergency, and answer for it",
    Conferences.REVIEW_OPENINGS: "Judge whether opening a conference was right",
    Conferences.HOLD: "Say of which conferences nothing may be erased; reads none",
    Conferences.READ_FIGURES: "See how timely conference reports are, by agency; no case",
    Conferences.REPORT: "Write or check a conference report for which they are named",
    Conferences.READ_REQUEST: "Read what the agency was asked by conferences, and its reports",
    Conferences.WRITE: "Write the agency's conference reports",
    Conferences.CHECK: "Agree the agency's conference reports, or return them",
    Conferences.ASSIGN: "Say who of the agency writes and checks conference reports",
    Clocks.READ_AGENCY: "See the agency's deadlines",
    Clocks.READ_ALL: "See every agency's deadlines",
    Clocks.AMEND_RULES: "Change the rules by which deadlines are counted",
    Documents.READ_FAILED: "See which files could not be made or checked, without their content",
    Notifications.READ_FAILED: "See which emails could not be delivered, and send them again",
    Audit.READ: "Search the audit",
    Accounts.MANAGE: "Invite people, give roles and end them",
    Accounts.MANAGE_ALL: "Keep the list of agencies, and the roles that reach across all",
    Accounts.PREVIEW: "See what somebody else may see, as numbers",
    Reporting.READ_STATUS: "See whether the portal runs",
    Partnership.OPEN: "Read the bodies in which they hold a seat",
    Partnership.CHAIR: "Keep the agenda and approve the minutes of a body that they chair",
    Partnership.READ_ALL: "Read every body, who sits where, and the pooled budget",
    Partnership.KEEP: "Keep bodies, seats, meetings, priorities, duties and the budget",
    Partnership.NOTIFY_CHANGE: "Say that a seat of the agency changes hands",
    Partnership.ESCALATE: "Raise and answer differences with other agencies for their own",
    Partnership.READ_ESCALATIONS: "Read differences between agencies: their own, or all",
    Partnership.REPLY_SCRUTINY: "Reply to the scrutineer for their agency",
    Partnership.SCRUTINISE: "Ask key questions, pin evidence and challenge partners",
}
