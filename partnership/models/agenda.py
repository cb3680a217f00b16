"""What stands on a meeting's agenda, and who may read it?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from partnership.models.agreement import may_open
from partnership.models.body import Body, StandingItem, chaired_by
from partnership.models.invited import Invited
from partnership.models.meeting import Meeting
from partnership.models.proposal import Proposal, Purpose
from partnership.permissions import Perm
from shield.accounts.access import Access, access_of, keys_of
from shield.accounts.models import User
from shield.core.links import numbered

# What lists say of whatever came of such an item.
ON_RESTRICTED = "On a restricted item"


class ItemKind(models.TextChoices):
    ORDINARY = "ordinary", "Item"
    STANDING = "standing", "Standing item"
    LAST_MINUTES = "last-minutes", "Minutes of the last meeting"
    MATTERS_ARISING = "matters-arising", "Matters arising"
    PROPOSED = "proposed", "Proposed item"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: Any) -> Self:
        """The items that a person reads.

        A draft is for those who keep or chair the agenda. A restricted item is for the readers it
        names, once they have signed the body's agreement; an item in which somebody has declared an
        interest is not for them. Who is co-opted for one item reads that item.
        """
        access = access_of(user)
        named = Q(pk__in=_named_items(access)) & Q(meeting__body__in=may_open(access))
        rows = self._of_agendas_read_by(user).filter(Q(is_restricted=False) | named)
        return rows.exclude(pk__in=_apart(access))

    def kept_apart_from(self, user: Any) -> Self:
        """The open items that a person would read had they not declared an interest."""
        rows = self._of_agendas_read_by(user).filter(is_restricted=False)
        return rows.filter(pk__in=_apart(access_of(user)))

    def to_sign_for(self, user: Any) -> Self:
        """The restricted items that name a person who has yet to sign the body's agreement."""
        access = access_of(user)
        named = self._of_agendas_read_by(user).filter(
            is_restricted=True, pk__in=_named_items(access)
        )
        return named.exclude(Q(meeting__body__in=may_open(access))).exclude(pk__in=_apart(access))

    def _of_agendas_read_by(self, user: Any) -> Self:
        """What stands on the agendas that a person reads, if nothing of an item is in the way."""
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        opened = (
            Q(meeting__body__in=keys_of(Body, user))
            | Q(meeting__in=access.keys("guest's meetings", lambda: _guest(access, "meeting")))
            | Q(pk__in=access.keys("guest's items", lambda: _guest(access, "item")))
        )
        rows = self.filter(opened, withdrawn_at=None)
        if access.allows(Perm.KEEP):
            return rows
        return rows.filter(
            Q(meeting__published_at__isnull=False) | Q(meeting__body__in=chaired_by(user))
        )

    def standing(self) -> Self:
        """Those that were not taken off the agenda."""
        return self.filter(withdrawn_at=None)

    def in_order(self) -> Self:
        """The open part, then the restricted part."""
        return self.order_by("is_restricted", "order", "pk")


def _guest(access: Access, of: str) -> Any:
    """Where somebody is a guest: of whole meetings, or of single items."""
    rows = Invited.objects.guests(access)
    return rows.filter(item__isnull=of == "meeting").values(of)


def _named(access: Access) -> "ItemReaderQuerySet":
    """By which somebody reads restricted items; what was before they left and came back is over."""
    rows: ItemReaderQuerySet = ItemReader.objects.current().filter(user_id=access.user_id or 0)
    return rows if access.since is None else rows.filter(named_at__gte=access.since)


def _named_items(access: Access) -> RawSQL:
    return access.keys("named items", lambda: _named(access).values("item"))


def _apart(access: Access) -> RawSQL:
    """The items in which somebody has declared an interest."""
    rows = Interest.objects.declared().filter(user_id=access.user_id or 0)
    return access.keys("items apart", lambda: rows.values("item"))


def proposals_kept_from(user: Any) -> Any:
    """What was proposed and became an item that is kept from a person.

    It is restricted to others, or they have declared an interest in it; off the agenda or not.
    """
    access = access_of(user)
    read = Q(pk__in=_named_items(access)) & Q(meeting__body__in=may_open(access))
    kept = Q(is_restricted=True) & ~read | Q(pk__in=_apart(access))
    return AgendaItem.objects.filter(kept).exclude(proposal=None).values("proposal")


class AgendaItem(models.Model):
    """One item of one meeting: what it is about, who leads it, and what the body is asked.

    Restricted items stand in a part of their own at the end, so that those who do not see them
    see no gap.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=ItemKind, default=ItemKind.ORDINARY)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField("minutes allotted", null=True, blank=True)
    lead = models.CharField("who leads it", max_length=200, blank=True)
    presenter = models.CharField("who presents it", max_length=200, blank=True)
    asks = models.TextField("what the body is asked", max_length=5000, blank=True)
    is_restricted = models.BooleanField(default=False)
    standing_item = models.ForeignKey(
        StandingItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="item"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Taken off an agenda that was published: the row stays.
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                condition=Q(withdrawn_at__isnull=True),
                name="agenda_item_order_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="agenda_item_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return numbered("agenda_item_detail", self.pk)

    @property
    def purpose_words(self) -> str:
        return str(Purpose(self.purpose).label)


class ItemReaderQuerySet(models.QuerySet["ItemReader"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class ItemReader(models.Model):
    """A person is named as a reader of a restricted item, until that is ended."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = ItemReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=Q(ended_at__isnull=True), name="item_reader_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="item_reader_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Reader {self.pk}"


class InterestQuerySet(models.QuerySet["Interest"]):
    def declared(self) -> Self:
        return self.filter(withdrawn_at=None)


class Interest(models.Model):
    """A person has declared an interest in an item: which is kept from them then."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="interests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField("what the interest is", max_length=500)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=Q(withdrawn_at__isnull=True),
                name="interest_declared_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="interest_withdrawn_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Interest {self.pk}"
