"""What was agreed to be done, by whom, until when, and is it done?"""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from partnership.models.agenda import ON_RESTRICTED, AgendaItem
from partnership.models.body import Body, chaired_by
from partnership.models.decision import Decision
from partnership.models.priority import Priority
from partnership.models.request import apart_from
from partnership.permissions import Perm
from shield.accounts.access import Access, access_of, keys_of, roles
from shield.accounts.models import Agency, Membership, User
from shield.clocks.models import Clock, RuleVersion, latest_due, overrides
from shield.core.links import numbered
from shield.core.london import london_day
from shield.core.roles_apart import only_grows
from shield.core.working_days import no_overrides
from shield.documents.models import Upload

DUE = "action.due"  # the rule by which its clock counts


class ActionStatus(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done, waits to be accepted"
    CLOSED = "closed", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Rag(models.TextChoices):
    """How an action stands on a day. Red, amber and green are never said by colour alone."""

    RED = "red", "Overdue"
    AMBER = "amber", "Due soon"
    GREEN = "green", "On time"
    GREY = "grey", "Done or closed"


def amber_days(on: date) -> int:
    """How many days before its due day an action is due soon: when its rule first reminds."""
    versions = RuleVersion.objects.standing().filter(rule__slug=DUE, valid_from__lte=on)
    version = versions.order_by("-valid_from").first()
    if version is None or not version.remind_before:
        return 0
    known = overrides() if version.reminds_by_working_days else no_overrides
    return (latest_due(version.remind_unit, max(version.remind_before), on, known) - on).days


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any) -> Self:
        """The actions of the bodies that a person reads, as far as their item; and one's own.

        What was raised in draft minutes is for those who keep or chair them, and for its holder.
        """
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        # What follows a decision between meetings is kept from whoever had a conflict in it.
        apart = Q(decision__in=access.keys("decisions apart", lambda: _apart(access)))
        of_bodies = Q(item=None, body__in=keys_of(Body, user)) & ~apart | Q(
            item__in=keys_of(AgendaItem, user)
        )
        if not access.allows(Perm.KEEP):
            of_bodies &= (
                Q(item=None)
                | Q(item__meeting__minutes__distributed_at__isnull=False)
                | Q(body__in=chaired_by(user))
            )
        return self.filter(of_bodies | held_by(user))

    def open(self) -> Self:
        return self.filter(status=ActionStatus.OPEN)

    def unfinished(self) -> Self:
        """Open, or done and not yet accepted."""
        return self.filter(status__in=(ActionStatus.OPEN, ActionStatus.DONE))

    def held_by(self, user: Any) -> Self:
        """One's own. By keys, so that the database looks up two indexes instead of every row."""
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        by_name = Action.objects.filter(_by_name(access)).values("pk")
        by_role = Action.objects.filter(_by_role(access)).values("pk")
        return self.filter(pk__in=by_name.union(by_role))

    def soonest_of(self, user: Any, most: int) -> "list[Action]":
        """So many of one's own, what is due first coming first.

        Person and role are asked for apart, so that each has an index that is in order already.
        """
        access = access_of(user)
        works = Membership.objects.current(london_day(access.at)).filter(
            user_id=access.user_id or 0
        )
        by_role = Q(pk=None)
        for agency, role in works.values_list("agency", "role"):
            by_role |= Q(holder_agency=agency, holder_role=role)
        found: list[Action] = []
        for own in (_by_name(access), by_role):
            found += self.filter(own).order_by("due_on", "pk")[:most]
        return sorted(found, key=lambda row: (row.due_on, row.pk))[:most]

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def of_rag(self, rag: str, on: date, within: int) -> Self:
        """Those that stand so on a day; `within` as `amber_days` gives it."""
        soon = on + timedelta(days=within)
        if rag == Rag.RED:
            return self.overdue(on)
        if rag == Rag.AMBER:
            return self.open().filter(due_on__gte=on, due_on__lte=soon)
        if rag == Rag.GREEN:
            return self.open().filter(due_on__gt=soon)
        return self.exclude(status=ActionStatus.OPEN)


def _apart(access: Access) -> Any:
    """The decisions between meetings in whose request somebody declared a conflict."""
    return Decision.objects.filter(request__in=apart_from(access.user_id)).values("pk")


def held_by(user: Any) -> Q:
    """That an action is a person's own: theirs by name, or by a role in its agency."""
    access = access_of(user)
    return _by_name(access) | _by_role(access)


def _by_name(access: Access) -> Q:
    own = Q(holder=access.user_id)
    return own & Q(held_since__gte=access.since) if access.since is not None else own


def _by_role(access: Access) -> Q:
    works = Membership.objects.current(london_day(access.at)).filter(
        user_id=access.user_id or 0, agency=OuterRef("holder_agency"), role=OuterRef("holder_role")
    )
    return Q(Exists(works), holder_agency__isnull=False)


class Action(models.Model):
    """One thing to be done: it is closed once the body that raised it accepts its evidence."""

    reference = models.CharField(max_length=20, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField("what is to be done", max_length=2000)
    evidence_required = models.TextField("what will show that it is done", max_length=2000)
    # One person, or everybody who holds a role in an agency.
    holder = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    holder_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    holder_role = models.CharField(max_length=40, blank=True)
    held_since = models.DateTimeField()
    # For which agency it is counted: the holder's own when they were given it.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    # Since when nobody is there who holds it: the holder has left.
    holder_left_at = models.DateTimeField(null=True, blank=True)
    # The clock that runs now; each holder and each reopening has its own.
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="action")
    due_on = models.DateField()
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    # Where it comes from, when another part of the portal raises it.
    source_kind = models.CharField(max_length=60, blank=True)
    source_reference = models.CharField(max_length=80, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    status = models.CharField(max_length=20, choices=ActionStatus, default=ActionStatus.OPEN)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False, holder_agency__isnull=True, holder_role="")
                | (Q(holder__isnull=True, holder_agency__isnull=False) & ~Q(holder_role="")),
                name="action_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(status="open", done_at__isnull=True, done_by__isnull=True)
                | Q(status__in=("done", "closed"), done_at__isnull=False, done_by__isnull=False)
                | Q(status="withdrawn"),
                name="action_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=("open", "done"), closed_at__isnull=True, closed_by__isnull=True
                )
                | Q(
                    status__in=("closed", "withdrawn"),
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="action_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(closed_by=F("done_by")),
                name="action_accepted_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="action_by_due"),
            # The log as it opens: what is closed does not stand in its way.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(status__in=("open", "done")),
                name="action_unfinished_by_due",
            ),
            models.Index(fields=["body", "status", "due_on"], name="action_by_body"),
            models.Index(fields=["holder", "status", "due_on", "id"], name="action_by_person"),
            models.Index(
                fields=["holder_agency", "holder_role", "status", "due_on", "id"],
                name="action_by_role",
            ),
            models.Index(fields=["agency", "status", "due_on"], name="action_by_agency"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return numbered("action_detail", self.pk)

    @property
    def holder_words(self) -> str:
        """The person, or the role and its agency."""
        if self.holder is not None:
            return self.holder.full_name
        role = roles().get(self.holder_role)
        return f"{role.name if role else self.holder_role}, {self.holder_agency}"

    @property
    def status_words(self) -> str:
        return str(ActionStatus(self.status).label)

    @property
    def was_late(self) -> bool:
        """Whether it was said to be done after its due day."""
        return self.done_at is not None and london_day(self.done_at) > self.due_on

    def rag(self, on: date, within: int) -> Rag:
        """How it stands on a day; `within` as `amber_days` gives it."""
        if self.status != ActionStatus.OPEN:
            return Rag.GREY
        if self.due_on < on:
            return Rag.RED
        return Rag.AMBER if self.due_on <= on + timedelta(days=within) else Rag.GREEN

    @property
    def listed(self) -> str:
        """What lists say is to be done. Of a restricted item that there is something: each reading
        of it is written down, where it is opened. The item is loaded with the row."""
        if self.item is not None and self.item.is_restricted:
            return ON_RESTRICTED
        return str(self.what)

    def state_words(self, on: date, within: int) -> str:
        """`Overdue`, `Due soon`, `On time`, or what has become of it."""
        if self.status == ActionStatus.OPEN:
            return str(self.rag(on, within).label)
        late = self.was_late and self.status != ActionStatus.WITHDRAWN
        return f"{self.status_words}{' (late)' if late else ''}"


class ActionUpdate(models.Model):
    """What somebody said or did about an action: progress, evidence, a decision on it; in order."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Progress"
        DONE = "done", "Said to be done"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned: not yet done"
        REOPENED = "reopened", "Opened again"
        REASSIGNED = "reassigned", "Given to somebody else"
        DUE_MOVED = "due-moved", "Due day changed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    append_only: ClassVar[bool] = True
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField(max_length=5000)
    # Evidence beside words: a file that was brought, or a link.
    upload = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="action_update"
    )
    link = models.CharField(max_length=500, blank=True)
    # What changed, as it was then: the due day, or the holder's name or role.
    due_was = models.DateField(null=True, blank=True)
    due_now = models.DateField(null=True, blank=True)
    holder_was = models.CharField(max_length=250, blank=True)
    holder_now = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="/"),
                name="action_update_link_is_https",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="action_update_says_something"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=("due-moved", "reopened"), due_was__isnull=False, due_now__isnull=False
                )
                | (
                    ~Q(kind__in=("due-moved", "reopened"))
                    & Q(due_was__isnull=True, due_now__isnull=True)
                ),
                name="action_update_says_both_days",
            ),
        ]
        indexes = [models.Index(fields=["action", "at"], name="action_update_by_time")]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Update {self.pk}"

    @property
    def kind_words(self) -> str:
        return str(self.Kind(self.kind).label)
