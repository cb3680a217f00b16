"""What is true of a file that the portal holds: a PDF it made, or a file that somebody brought?"""

import hashlib
from base64 import b32encode
from datetime import datetime
from typing import ClassVar, Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from shield.accounts.reach import Path, Reach
from shield.core.fields import EncryptedCharField, EncryptedJSONField
from shield.documents import workflow
from shield.documents.allowed import KINDS, PROBLEMS, REFUSALS


def storage_name(document: "Document", filename: str) -> str:
    """Where the file lies: by year, under a name that tells nothing and cannot be guessed."""
    return f"documents/{document.requested_at:%Y}/{document.storage_key.hex}.pdf"


class DocumentQuerySet(models.QuerySet["Document"]):
    def due(self, at: datetime) -> Self:
        """Documents whose turn has come, the longest waiting first."""
        return self.filter(status=workflow.WAITING, next_attempt_at__lte=at).order_by(
            "next_attempt_at", "pk"
        )

    def failed(self) -> Self:
        """Documents given up after the last attempt."""
        return self.filter(status=workflow.FAILED)


class Document(models.Model):
    """A PDF made once from content that was frozen when it was asked for. It is evidence.

    `content` is JSON, so that this room knows no record of any other; whoever owns the document
    points at it and decides who may read it. Once ready, neither row nor file is changed, until
    its time to be kept is over: then the file goes, and the row stays to say that it was there.
    """

    template = models.CharField(max_length=200)
    content = EncryptedJSONField()
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=80)
    marking = models.CharField(max_length=80, blank=True)
    requested_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=list(workflow.RENDERING.states.items()), default=workflow.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True)  # class of the last error, never its text
    rendered_at = models.DateTimeField(null=True, blank=True)
    # Chosen when the document is asked for: what a killed worker left is written over, not lost.
    storage_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=storage_name, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager] = DocumentQuerySet.as_manager()

    # What failed is the operations team's business across the partnership; what a document says is
    # not: no path leads to its content from here.
    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=workflow.WAITING, next_attempt_at__isnull=False)
                | (~Q(status=workflow.WAITING) & Q(next_attempt_at__isnull=True)),
                name="document_waits_for_a_moment",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=workflow.READY, rendered_at__isnull=False, pages__gte=1)
                    & Q(sha256__regex="^[0-9a-f]{64}$")
                    & ~Q(file="")
                )
                | Q(status=workflow.ERASED)
                | (
                    ~Q(status=workflow.READY)
                    & Q(rendered_at__isnull=True, pages__isnull=True, sha256="", file="")
                ),
                name="document_ready_with_a_file",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(status=workflow.WAITING),
                name="document_waiting",
            ),
            models.Index(
                fields=["-id"], condition=Q(status=workflow.FAILED), name="document_failed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> str:
        """What stands in the margin of each of its pages and of no other's: `K7QM-2XJ4-PA6R`.

        Nothing tells from it under which name the file lies.
        """
        digest = hashlib.sha256(b"mark:" + self.storage_key.bytes).digest()
        letters = b32encode(digest).decode()
        return "-".join(letters[at : at + 4] for at in (0, 4, 8))


# --- Files that people bring ----------------------------------------------------------------------


QUARANTINE = "quarantine"


def received_name(upload: "Upload", filename: str) -> str:
    """Where a file lies until it is checked: a name that tells nothing and cannot be guessed."""
    return f"{QUARANTINE}/{upload.storage_key.hex}"


def kept_name(upload: "Upload") -> str:
    """Where its harmless copy lies once it was checked."""
    return f"uploads/{upload.uploaded_at:%Y}/{upload.storage_key.hex}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def due(self, at: datetime) -> Self:
        """Files to be checked now, the longest waiting first."""
        return self.filter(state=workflow.QUARANTINED, next_attempt_at__lte=at).order_by(
            "next_attempt_at", "pk"
        )

    def stuck(self) -> Self:
        """Files that could not be checked at the first attempt."""
        return self.filter(state=workflow.QUARANTINED, attempts__gte=1)


class Upload(models.Model):
    """A file that somebody brought; nobody gets it before it was checked and found harmless.

    Its name may name a child and is encrypted. Whoever owns it points at it and decides who may
    read it. What is kept is a harmless copy; `received_sha256` is of what was sent.
    """

    storage_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = EncryptedCharField(max_length=255)
    reference = models.CharField(max_length=80)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads"
    )
    uploaded_at = models.DateTimeField()
    received_size = models.PositiveBigIntegerField()
    received_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, choices=list(workflow.CHECKING.states.items()), default=workflow.QUARANTINED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to=received_name, max_length=200, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    scanner = models.CharField(max_length=100, blank=True)

    objects: ClassVar[models.Manager] = UploadQuerySet.as_manager()
    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=workflow.QUARANTINED, next_attempt_at__isnull=False, kind="")
                    & Q(sha256="", refusal="", size__isnull=True, checked_at__isnull=True)
                    & ~Q(file="")
                )
                | (
                    Q(state=workflow.CLEAN, next_attempt_at__isnull=True, refusal="")
                    & Q(sha256__regex="^[0-9a-f]{64}$", size__isnull=False)
                    & Q(checked_at__isnull=False)
                    & ~Q(file="")
                    & ~Q(kind="")
                    & ~Q(scanner="")
                )
                | Q(
                    state__in=(workflow.REFUSED, workflow.WITHDRAWN),
                    next_attempt_at__isnull=True,
                    file="",
                    sha256="",
                )
                | Q(state=workflow.ERASED, next_attempt_at__isnull=True),
                name="upload_is_what_its_state_says",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state=workflow.QUARANTINED),
                name="upload_quarantined",
            ),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind].name if self.kind else ""

    @property
    def refusal_words(self) -> str:
        return REFUSALS.get(self.refusal, "")


B = TypeVar("B", bound="Brought")


class BroughtQuerySet(models.QuerySet[B]):
    def present(self) -> Self:
        """Those that nobody removed, in the order in which they came, with their files."""
        rows = self.filter(removed_at=None).select_related("upload__uploaded_by")
        return rows.order_by("pk")


class Brought(models.Model):
    """A file that belongs to one record; whoever reads the one may read the other.

    A subclass points at its record, and lets a `form_token` add one file to it only.
    """

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager] = BroughtQuerySet.as_manager()

    REMOVED_BY_SOMEBODY: ClassVar[Q] = Q(removed_at__isnull=True, removed_by__isnull=True) | Q(
        removed_at__isnull=False, removed_by__isnull=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}".capitalize()


class Appendix(models.Model):
    """A file that somebody brought goes into a document, in its place among others.

    `key` is by what the document's template names it. When the document was made, either how many
    pages it has there or why it has none (a code of `allowed.PROBLEMS`).
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="appendices")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = EncryptedCharField(max_length=300)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="appendices")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="appendix_order_once"),
            models.UniqueConstraint(fields=["document", "key"], name="appendix_key_once"),
            models.CheckConstraint(
                condition=Q(pages__isnull=True) | Q(pages__gte=1, problem=""),
                name="appendix_has_pages_or_a_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"Appendix {self.pk}"

    @property
    def problem_words(self) -> str:
        return PROBLEMS.get(self.problem, "")
