"""Who may see one conference, and what follows when that is changed?

The pages and the rules are those of every kind of case (`shield/cases`). A name can give the whole
conference to read, or no more than a place on the list of a restricted one: then whoever writes a
report for their agency, chairs or administers is let in as far as that goes (`docs/adr/0027`).
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from conferences.models import Conference
from conferences.models.chains import chain_of
from conferences.permissions import Perm
from conferences.services.limits import limit
from conferences.services.sights import who_sees
from shield.accounts.models import User
from shield.cases import services as cases
from shield.cases.kind import CaseKind, Gift


def _runs(conference: Conference, at: datetime | None = None) -> Iterable[User]:
    """Its chair and its administrator: they decide who sees it, once they are let in."""
    people = (conference.chair, conference.administrator)
    return list({one.pk: one for one in people}.values())


def _may_stay(conference: Conference) -> Iterable[User]:
    """Those who run it, as far as their roles still let them."""
    return [one for one in _runs(conference) if one.access.allows(Perm.CHAIR)]


def _warning(conference: Conference, at: datetime) -> str:
    """What is changed here changes nothing of a conference that was scheduled before."""
    others = chain_of([conference.pk]) - {conference.pk}
    if not Conference.objects.to_come().filter(pk__in=others).exists():
        return ""
    return (
        "Another conference of this family is to come, and was scheduled already. Who may not see "
        "this one may still see that one: whoever runs it must change that there too."
    )


CONFERENCE = CaseKind(
    model=Conference,
    verb="conference",
    noun="conference",
    example="CPC-2026-0042",
    opens=Perm.OPEN,
    reads=Perm.READ,
    manages=Perm.MANAGE_ACCESS,
    breaks=Perm.BREAK_GLASS,
    judges=Perm.REVIEW_OPENINGS,
    enters=Perm.OPEN,
    gives=(
        Gift(
            Perm.READ,
            "Read all of this conference, every agency’s report included",
            "You are about to let this person read all of this conference, every agency’s report "
            "included.",
        ),
        Gift(
            Perm.OPEN,
            "No more than their own part, also while the conference is restricted",
            "You are about to let this person in to no more than their own part of this "
            "conference, also while it is restricted. Where they have none, this name shows them "
            "nothing of it.",
        ),
    ),
    lists=Perm.OPEN,
    urls="conference_",
    list_url="home",
    list_words="Home",
    filed=Conference.objects.unerased,
    there=Conference.objects.unerased,
    limit=limit,
    keepers=_runs,
    who_sees=who_sees,
    stay=_may_stay,
    keeper_words=(
        "First hand the conference on to somebody else who can chair or administer it, and name "
        "them without an end if it is restricted."
    ),
    warning=_warning,
    name_words=(
        "A person who is named to read it, such as the lead social worker, reads all of this "
        "conference whatever their roles say. A person who writes or checks a report for their "
        "agency needs no name, unless the conference is restricted: then let them in to their own "
        "part."
    ),
    restrict_words=(
        "Only people who are named, its chair and its administrator will see it. Everybody else, "
        "an agency that is writing a report and its leads included, finds nothing of it. Those "
        "whom you enter are let in to their own part, and no more."
    ),
)
open_by_glass = partial(cases.open_by_glass, kind=CONFERENCE)
