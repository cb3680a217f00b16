"""What does the independent scrutineer ask, look at and challenge, and what was replied?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partnership.models.body import Body
from partnership.permissions import Perm
from shield.accounts.access import access_of
from shield.accounts.models import Agency, User
from shield.clocks.models import Clock
from shield.core.links import numbered
from shield.core.roles_apart import only_grows


def reads_scrutiny(user: Any) -> bool:
    """Whether somebody reads all of it: who reads every body, or sits in the one above all."""
    access = access_of(user)
    if access.allows(Perm.READ_ALL):
        return True
    return bool(Body.objects.visible_to(user).filter(parent=None).exists())


class QuestionStatus(models.TextChoices):
    ASKED = "asked", "Asked"
    LOOKING = "looking", "Looking for evidence"
    ANSWERED = "answered", "Answered"
    LEFT = "left", "Not followed"


class KeyQuestion(models.Model):
    """What the scrutineer asks of the partnership in a year."""

    year = models.PositiveSmallIntegerField()
    text = models.TextField("the question", max_length=1000)
    status = models.CharField(max_length=20, choices=QuestionStatus, default=QuestionStatus.ASKED)
    finding = models.TextField("what was found", max_length=5000, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="answered") | ~Q(finding=""),
                name="key_question_answered_by_a_finding",
            ),
            models.UniqueConstraint(fields=["year", "text"], name="key_question_once_a_year"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return numbered("question_detail", self.pk)

    @property
    def status_words(self) -> str:
        return str(QuestionStatus(self.status).label)


class ProgrammeEntry(models.Model):
    """What the scrutineer does when: a visit, an audit, a conversation."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    what = models.CharField(max_length=300)
    question = models.ForeignKey(
        KeyQuestion, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    came_of_it = models.TextField("what came of it", max_length=3000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_entry_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return numbered("programme_edit", self.pk)


class EvidenceKind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    PRIORITY = "priority", "Priority"
    DUTY = "duty", "Reporting duty"


class Evidence(models.Model):
    """A record of the portal, pinned to a question; whoever may not read it does not see it here.

    What it was called when it was pinned stays with it: records are renamed, evidence is not.
    """

    question = models.ForeignKey(KeyQuestion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    record_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    reference = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=300)
    note = models.TextField("what it shows", max_length=2000)
    pinned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "kind", "record_id"],
                condition=Q(taken_off_at__isnull=True),
                name="evidence_pinned_once",
            ),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="evidence_of_the_portal"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_words(self) -> str:
        return str(EvidenceKind(self.kind).label)


class ChallengeStatus(models.TextChoices):
    WAITING = "waiting", "Waits for a reply"
    REPLIED = "replied", "Replied"
    SATISFIED = "satisfied", "Satisfied"
    UNSATISFIED = "unsatisfied", "Not satisfied"


CHALLENGE_TAGS = {
    ChallengeStatus.WAITING: "blue",
    ChallengeStatus.REPLIED: "turquoise",
    ChallengeStatus.SATISFIED: "green",
    ChallengeStatus.UNSATISFIED: "red",
}


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, user: Any) -> Self:
        """All for who reads scrutiny; those to their own agency for its safeguarding leads."""
        if reads_scrutiny(user):
            return self
        return self.filter(agency__in=access_of(user).agencies_with(Perm.REPLY_SCRUTINY))


class Challenge(models.Model):
    """What the scrutineer asks a partner to answer for."""

    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="challenges")
    question = models.ForeignKey(
        KeyQuestion, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    text = models.TextField("the challenge", max_length=3000)
    status = models.CharField(
        max_length=20, choices=ChallengeStatus, default=ChallengeStatus.WAITING
    )
    # By when the next reply is due, or the last one was.
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="challenge")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = ChallengeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return numbered("challenge_detail", self.pk)

    @property
    def status_words(self) -> str:
        return str(ChallengeStatus(self.status).label)


class ChallengeReply(models.Model):
    """What the partner replied; said once and not altered."""

    append_only: ClassVar[bool] = True
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="replies")
    # The clock that it met.
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="challenge_reply")
    text = models.TextField(max_length=5000)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField()

    class Meta:
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Reply {self.pk}"


class ChallengeResponse(models.Model):
    """What the scrutineer makes of a reply."""

    class Verdict(models.TextChoices):
        SATISFIED = "satisfied", "Satisfied"
        AGAIN = "again", "Not satisfied: another reply is asked for"
        UNSATISFIED = "unsatisfied", "Not satisfied, and it is left so"

    append_only: ClassVar[bool] = True
    reply = models.OneToOneField(ChallengeReply, on_delete=models.PROTECT, related_name="response")
    verdict = models.CharField(max_length=20, choices=Verdict)
    text = models.TextField("why", max_length=3000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Response {self.pk}"

    @property
    def verdict_words(self) -> str:
        return str(self.Verdict(self.verdict).label)
