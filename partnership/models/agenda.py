"""What stands on a meeting's agenda, who may read it, and which papers belong to it?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partnership.models.agreement import Agreement
from partnership.models.body import Body, StandingItem
from partnership.models.invited import Invited
from partnership.models.meeting import Meeting
from partnership.permissions import Perm
from shield.accounts.access import access_of, visible
from shield.accounts.models import User
from shield.core.links import numbered
from shield.core.roles_apart import only_grows
from shield.documents.models import Document, Upload

Purpose = StandingItem.Purpose


class ItemKind(models.TextChoices):
    ORDINARY = "ordinary", "Item"
    STANDING = "standing", "Standing item"
    LAST_MINUTES = "last-minutes", "Minutes of the last meeting"
    MATTERS_ARISING = "matters-arising", "Matters arising"
    PROPOSED = "proposed", "Proposed item"


# --- What is proposed -----------------------------------------------------------------------------


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those to the bodies whose agendas one keeps or chairs."""
        access = access_of(user)
        if access.allows(Perm.KEEP):
            return self
        chaired = visible(Body.objects.all(), user, Perm.CHAIR)
        return self.filter(Q(body__in=chaired) | Q(proposed_by=access.user_id))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class Proposal(models.Model):
    """Somebody, or another part of the portal, asks for an item on a body's agenda."""

    class Answer(models.TextChoices):
        TAKEN = "taken", "On an agenda"
        DECLINED = "declined", "Not taken"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    # The meeting that it is meant for; None leaves that to whoever keeps the agenda.
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose)
    minutes = models.PositiveSmallIntegerField("minutes wanted", null=True, blank=True)
    asks = models.TextField("what the body is asked", max_length=5000)
    # Where it comes from, when another part of the portal proposes it: a record and its page.
    source_kind = models.CharField(max_length=60, blank=True)
    source_reference = models.CharField(max_length=80, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    is_restricted = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="proposal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""),
                name="proposal_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return numbered("proposal_detail", self.pk)


# --- Items ----------------------------------------------------------------------------------------


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: Any) -> Self:
        """The items that a person reads.

        A draft is for those who keep or chair the agenda. A restricted item is for the readers it
        names, once they have signed the body's agreement; an item in which somebody has declared an
        interest is not for them. Who is co-opted for one item reads that item.
        """
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        assert access.user_id is not None  # who holds a role is somebody
        guests = Invited.objects.guests(access.user_id, at=access.at, since=access.since)
        opened = (
            Q(meeting__body__in=Body.objects.visible_to(user))
            | Q(meeting__in=guests.filter(item=None).values("meeting"))
            | Q(pk__in=guests.exclude(item=None).values("item"))
        )
        rows = self.filter(opened, withdrawn_at=None)
        if not access.allows(Perm.KEEP):
            chaired = visible(Body.objects.all(), user, Perm.CHAIR)
            rows = rows.filter(
                Q(meeting__published_at__isnull=False) | Q(meeting__body__in=chaired)
            )
        named = ItemReader.objects.current().filter(user_id=access.user_id)
        if access.since is not None:
            named = named.filter(named_at__gte=access.since)
        apart = Interest.objects.declared().filter(user_id=access.user_id)
        return rows.filter(
            Q(is_restricted=False) | (Q(pk__in=named.values("item")) & may_open(access.user_id))
        ).exclude(pk__in=apart.values("item"))

    def standing(self) -> Self:
        """Those that were not taken off the agenda."""
        return self.filter(withdrawn_at=None)

    def in_order(self) -> Self:
        """The open part, then the restricted part."""
        return self.order_by("is_restricted", "order", "pk")


def may_open(user_id: int) -> Q:
    """That a person has signed the agreement in force of an item's body, where it has one."""
    has_one = Agreement.objects.filter(body=OuterRef("meeting__body"))
    latest_signed = Agreement.objects.filter(body=OuterRef("meeting__body")).filter(
        ~Exists(Agreement.objects.filter(body=OuterRef("body"), number__gt=OuterRef("number"))),
        signings__user_id=user_id,
    )
    none_needed = (
        Q(meeting__body__needs_agreement__isnull=True) | Q(meeting__body__needs_agreement=False)
    ) & ~Q(Exists(has_one))
    return Q(Exists(latest_signed)) | none_needed


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


# --- Papers ---------------------------------------------------------------------------------------


class PaperQuerySet(models.QuerySet["Paper"]):
    def current(self) -> Self:
        """Those that were neither replaced nor taken back."""
        return self.filter(withdrawn_at=None, replaced_by=None)

    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class Paper(models.Model):
    """A paper of an item: a file that was brought, or a link to a record or a page.

    One that replaces another keeps the old edition, which is readable still.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    upload = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="paper"
    )
    link = models.CharField(max_length=500, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upload__isnull=False, link="")
                | (
                    Q(upload__isnull=True)
                    & (Q(link__startswith="https://") | Q(link__startswith="/"))
                ),
                name="paper_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, edition=1)
                | Q(replaces__isnull=False, edition__gt=1),
                name="paper_edition_replaces",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="paper_withdrawn_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


# --- Publishing -----------------------------------------------------------------------------------


class Publication(models.Model):
    """An agenda was published, for the first time or again; it never changes."""

    append_only: ClassVar[bool] = True
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    what_changed = models.CharField(max_length=500, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="publication_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(what_changed=""), name="publication_again_says_why"
            ),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Agenda, edition {self.number}"


class Pack(models.Model):
    """The pack of one publication for one set of items: everybody who may read the same gets it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="packs")
    # The restricted items in it and the open ones left out, as sorted ids in one text: the key by
    # which readers share a pack.
    reads = models.CharField(max_length=500)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="pack")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "reads"], name="pack_once")]

    def __str__(self) -> str:
        return f"Pack {self.pk}"


class Opened(models.Model):
    """A person has opened a published agenda or its pack: when first."""

    append_only: ClassVar[bool] = True
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="opened")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=[("agenda", "Agenda"), ("pack", "Pack")])
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "user", "what"], name="opened_once")
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Opening {self.pk}"
