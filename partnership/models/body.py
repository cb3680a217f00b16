"""Which bodies does the partnership have, and how does each work?"""

import re
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from partnership.models.quorum import check_rule, rule_words
from partnership.permissions import Perm
from shield.accounts.access import access_of, visible
from shield.accounts.models import User
from shield.accounts.reach import Path, Reach
from shield.core.links import numbered
from shield.core.roles_apart import only_grows


def holdings() -> Any:
    """Who holds a seat: the model refers to bodies, so it is fetched when it is asked for."""
    from partnership.models.seat import Holding

    return Holding


def chair_holdings() -> Any:
    """Who chairs: fetched when it is asked for, as `holdings` is."""
    from partnership.models.seat import ChairHolding

    return ChairHolding


class Chairing(models.TextChoices):
    ROTATING = "rotating", "Rotating: the chair passes on"
    JOINT = "joint", "Joint: several chairs together"
    NAMED = "named", "Named: the holder of one seat"


class Rhythm(models.TextChoices):
    QUARTERLY = "quarterly", "Quarterly"
    SIX_WEEKLY = "six-weekly", "Every 6 weeks"
    MONTHLY = "monthly", "Monthly"
    WEEKLY = "weekly", "Weekly"
    TERMLY = "termly", "Once a school term"
    AROUND = "around", "Around the meetings of another body"
    NONE = "none", "As planned"


RHYTHM_OF = {
    "quarterly": Rhythm.QUARTERLY,
    "every 6 weeks": Rhythm.SIX_WEEKLY,
    "monthly": Rhythm.MONTHLY,
    "weekly": Rhythm.WEEKLY,
    "termly": Rhythm.TERMLY,
}
AROUND = re.compile(r"(?:.*: )?(\d{1,2}) weeks? before and (\d{1,2}) weeks? after each (.+)")


def rhythm_from(published: str) -> tuple[Rhythm, str, int, int]:
    """(rhythm, name of the body it hangs on, days before, days after) that published words say."""
    if found := AROUND.fullmatch(published):
        return Rhythm.AROUND, found[3], int(found[1]) * 7, int(found[2]) * 7
    return RHYTHM_OF.get(published.casefold(), Rhythm.NONE), "", 0, 0


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, user: Any) -> Self:
        """The bodies that a person reads: those in which they sit, or all."""
        if access_of(user).allows(Perm.READ_ALL):
            return visible(self, user, Perm.READ_ALL)  # type: ignore[return-value]
        return visible(self, user, Perm.OPEN)  # type: ignore[return-value]

    def present(self, on: date) -> Self:
        """The bodies that have not ended before a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def in_order(self) -> Self:
        return self.order_by("order", "pk")


def chaired_by(user: Any) -> RawSQL:
    """The keys of the bodies that a person chairs."""

    def rows() -> models.QuerySet[Any, Any]:
        return visible(Body.objects.all(), user, Perm.CHAIR).values("pk")

    return access_of(user).keys(Perm.CHAIR, rows)


class Body(models.Model):
    """A board, executive or group: what it is for, who chairs it, when it may decide.

    What was published stays as it was worded (`chairing`, `frequency`, `quorum`); what the portal
    reckons with stands beside it as data (`chairing_kind`, `rhythm`, `quorum_rule`).
    """

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField("short code", max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    purpose = models.TextField(max_length=2000)
    chairing = models.CharField(max_length=200, blank=True)
    chairing_kind = models.CharField(max_length=20, choices=Chairing, default=Chairing.NAMED)
    frequency = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=20, choices=Rhythm, default=Rhythm.NONE)
    around = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="around_it"
    )
    before_days = models.PositiveSmallIntegerField(null=True, blank=True)
    after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    usual_start = models.TimeField(null=True, blank=True)
    usual_end = models.TimeField(null=True, blank=True)
    quorum = models.CharField(max_length=300, blank=True)
    quorum_rule = models.JSONField(default=dict, blank=True, validators=[check_rule])
    # None where the published arrangements do not say.
    needs_agreement = models.BooleanField(null=True, blank=True)
    on_disagreement = models.TextField(max_length=2000, blank=True)
    order = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("partnership", gives=frozenset({Perm.READ_ALL, Perm.KEEP})),
            Path("held", holdings=holdings, gives=frozenset({Perm.OPEN})),
            Path("held", holdings=chair_holdings, gives=frozenset({Perm.CHAIR})),
        )
    )
    objects: ClassVar[models.Manager] = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="body_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(
                    rhythm=Rhythm.AROUND,
                    around__isnull=False,
                    before_days__isnull=False,
                    after_days__isnull=False,
                )
                | (
                    ~Q(rhythm=Rhythm.AROUND)
                    & Q(around__isnull=True, before_days__isnull=True, after_days__isnull=True)
                ),
                name="body_around_another",
            ),
            models.CheckConstraint(
                condition=Q(usual_end__isnull=True)
                | Q(usual_start__isnull=False, usual_end__gt=F("usual_start")),
                name="body_usual_end_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return numbered("body_detail", self.pk)

    def is_read_by(self, user: Any) -> bool:
        """Whether a person reads more of it than what is published."""
        access = access_of(user)
        return access.allows(Perm.READ_ALL, self) or access.allows(Perm.OPEN, self)

    def quorum_words(self, kinds: dict[str, str]) -> str:
        """The quorum rule that the portal reckons with."""
        return rule_words(self.quorum_rule, kinds)


class Terms(models.Model):
    """One edition of a body's terms of reference; an edition never changes."""

    append_only: ClassVar[bool] = True
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20_000)
    adopted_on = models.DateField()
    adopted_at = models.CharField("where it was adopted", max_length=200)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="terms_edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="terms_counted_from_one"),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Terms of reference, edition {self.number}"


class StandingItem(models.Model):
    """What stands on every agenda of a body."""

    class Purpose(models.TextChoices):
        DECIDE = "decide", "Decide"
        DISCUSS = "discuss", "Discuss"
        NOTE = "note", "Note"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standing_items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose)
    minutes = models.PositiveSmallIntegerField("minutes allotted", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "order"],
                name="standing_item_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["body", "title"], name="standing_item_once"),
        ]

    def __str__(self) -> str:
        return self.title
