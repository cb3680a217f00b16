"""The roles of the partnership: what each does, what it may see, and the permissions that follow.

Written to be read by the people who answer for access. A role is held through a membership, from
one day to another (`docs/adr/0002-*.md`); when the last membership ends, so does all access.

The *scope* of a role says how far it reaches. A role of scope "agency" reaches only the records of
the agency in which it is held. A role of scope "partnership" reaches across all agencies, and only
as far as its permissions go. Need to know beats role: what one person may do with one record can
be granted by name, and later be denied by name, whatever the roles say.

`docs/access.md` shows this page as a table; `manage.py write_docs` writes it.
"""

from incidents.permissions import Perm as Incidents
from shield.accounts.access import Role
from shield.accounts.permissions import Perm as Accounts
from shield.audit.permissions import Perm as Audit
from shield.clocks.permissions import Perm as Clocks
from shield.documents.permissions import Perm as Documents
from shield.notifications.permissions import Perm as Notifications

ROLES: tuple[Role, ...] = (
    Role(
        id="practitioner",
        name="Practitioner",
        scope="agency",
        prose=(
            "Any member of an agency's staff who works with children or families. Files serious "
            "incident notifications, after taking advice from the safeguarding lead. Sees the "
            "notifications that they filed themselves and nothing else: not those of a colleague, "
            "not those of another agency."
        ),
        perms=frozenset({Incidents.OPEN, Incidents.FILE}),
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
            "Sees nothing of any other agency's cases."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Incidents.FILE,
                Incidents.EDIT,
                Incidents.READ,
                Incidents.CORRECT,
                Incidents.RECORD_PANEL,
                Incidents.EXPORT,
                Clocks.READ_AGENCY,
            }
        ),
    ),
    Role(
        id="agency-administrator",
        name="Agency administrator",
        scope="agency",
        prose=(
            "Keeps the accounts of one agency: invites people, gives them roles in that agency, "
            "and ends the membership of those who leave. Sees who works there as what. Sees no "
            "case content, and no person of another agency."
        ),
        perms=frozenset({Accounts.MANAGE}),
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
            "delivered and which PDFs could not be made, without their content."
        ),
        perms=frozenset(
            {
                Incidents.OPEN,
                Incidents.READ,
                Incidents.CORRECT,
                Incidents.RECORD_PANEL,
                Incidents.EXPORT,
                Clocks.READ_ALL,
                Clocks.AMEND_RULES,
                Documents.READ_FAILED,
                Notifications.READ_FAILED,
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
        id="system-administrator",
        name="System administrator",
        scope="partnership",
        prose=(
            "Keeps the accounts of every agency and the list of agencies itself: who joined the "
            "partnership, who left it, and what follows on what. Gives the roles that reach across "
            "the partnership. Sees no case content."
        ),
        perms=frozenset({Accounts.MANAGE, Accounts.MANAGE_ALL}),
    ),
    Role(
        id="scrutineer",
        name="Independent scrutineer",
        scope="partnership",
        prose=(
            "Asks key questions of the partnership, looks for evidence and challenges it. Will "
            "read everything that is not case content, once meetings and the Learning Hub are part "
            "of the portal. May open the list of notifications and finds there only those granted "
            "to them by name, for as long as the grant lasts. Holds no permission on any other "
            "case."
        ),
        perms=frozenset({Incidents.OPEN}),
    ),
    Role(
        id="board-member",
        name="Board, Executive or group member",
        scope="partnership",
        prose=(
            "Reads agendas, papers, minutes and action logs of their own groups, and decides "
            "there, once meetings are part of the portal. Holds no permission on cases."
        ),
        perms=frozenset(),
    ),
    Role(
        id="practice-group-member",
        name="Learning from Practice Group member",
        scope="partnership",
        prose=(
            "Oversees open cases and their action plans after signing the confidentiality "
            "agreement, once reviews are part of the portal. Holds no permission on cases until "
            "then."
        ),
        perms=frozenset(),
    ),
    Role(
        id="conference-chair",
        name="Conference chair or conference administrator",
        scope="partnership",
        prose=(
            "Schedules child protection conferences, asks agencies for reports and records the "
            "outcome of the conferences assigned to them, once conferences are part of the portal. "
            "Holds no permission on serious incidents."
        ),
        perms=frozenset(),
    ),
    Role(
        id="champion",
        name="Safeguarding champion",
        scope="partnership",
        prose=(
            "Takes part in learning events, passes learning on in their own setting and says whom "
            "they told, once the Learning Hub is part of the portal. Holds no permission on cases."
        ),
        perms=frozenset(),
    ),
)
