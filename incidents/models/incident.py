"""What is true of a serious incident and its notification?"""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat

from incidents.models.choices import (
    FILED,
    Abuse,
    Area,
    AuthorityAware,
    Consulted,
    Discussion,
    Happened,
    Status,
    ThresholdView,
    YesNo,
    YesNoUnknown,
)
from incidents.models.finding import IncidentQuerySet
from incidents.permissions import Perm
from shield.accounts.models import Agency, User
from shield.accounts.reach import Path, Reach
from shield.clocks.models import Clock
from shield.core.fields import EncryptedCharField, EncryptedEmailField, EncryptedTextField
from shield.core.links import numbered
from shield.documents.models import Document


class Incident(models.Model):
    """A serious incident as one agency notified it: a draft, then a record that never changes.

    Questions are worded by the fields' verbose names; `incidents.sections` says which page asks
    which. Every answer may be empty while the notification is a draft; `incidents.completeness`
    says what is still missing.
    """

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path(
                "owner",
                agency="agency",
                owner="notifier",
                owner_needs=Perm.FILE,
                gives=frozenset({Perm.READ, Perm.CORRECT}),
            ),
            Path(
                "owner",
                agency="agency",
                owner="notifier",
                owner_needs=Perm.FILE,
                gives=frozenset({Perm.EDIT}),
                when=("status", frozenset({Status.DRAFT.value, Status.DISCARDED.value})),
            ),
            Path(
                "agency",
                agency="agency",
                gives=frozenset({Perm.READ, Perm.CORRECT, Perm.EXPORT, Perm.MANAGE_ACCESS}),
            ),
            Path(
                "agency",
                agency="agency",
                gives=frozenset({Perm.EDIT}),
                when=("status", frozenset({Status.DRAFT.value, Status.DISCARDED.value})),
            ),
            Path(
                "agency",
                agency="duty_agency",
                gives=frozenset({Perm.READ, Perm.RECORD_PANEL, Perm.EXPORT}),
                when=("status", FILED),
            ),
            Path("partnership", when=("status", FILED)),
        ),
        grants=lambda: apps.get_model("incidents", "IncidentGrant"),
        exclusions=lambda: apps.get_model("incidents", "IncidentExclusion"),
        openings=lambda: apps.get_model("incidents", "IncidentOpening"),
        glass_gives=frozenset({Perm.READ}),
        glass_needs=Perm.BREAK_GLASS,
    )
    # As `label` says it: what was written of a draft keeps the draft's name (`accounts/kept.py`).
    known_as: ClassVar[tuple[Any, ...]] = (
        "reference",
        Concat(Value("Draft "), Cast("pk", models.CharField())),
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incidents")
    notifier = models.ForeignKey(User, on_delete=models.PROTECT, related_name="incidents_notified")
    # The agency that must tell the national Panel; named at submission where the criteria say so.
    duty_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents_owed"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    reference = models.CharField(max_length=20, null=True, blank=True, unique=True)
    # The page that starts a notification carries a token, so that sending it twice starts one.
    form_token = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)
    # Admits those alone whom a grant names.
    is_restricted = models.BooleanField(default=False)
    late_reason = EncryptedTextField(blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    panel_reference = models.CharField("Panel reference", max_length=60, blank=True)
    panel_notified_at = models.DateTimeField("When the Panel was told", null=True, blank=True)
    panel_notified_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    partnership_clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    panel_clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rapid_review_clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # 1 Notifier
    notifier_name = EncryptedCharField("Notifier's name", max_length=200, blank=True)
    notifier_role = EncryptedCharField("Notifier's role", max_length=200, blank=True)
    notifier_phone = EncryptedCharField("Notifier's telephone number", max_length=40, blank=True)
    notifier_email = EncryptedEmailField("Notifier's email address", max_length=254, blank=True)
    lead_consulted = models.CharField(
        "Have you consulted your safeguarding lead?", max_length=10, choices=Consulted, blank=True
    )
    lead_name = EncryptedCharField("Who did you consult?", max_length=200, blank=True)
    lead_consulted_at = models.DateTimeField("When did you consult them?", null=True, blank=True)
    lead_not_consulted_reason = EncryptedTextField("Why not?", blank=True)

    # 2 Criteria
    criteria = ArrayField(
        models.CharField(max_length=60),
        verbose_name="Which of these apply?",
        default=list,
        blank=True,
    )

    # 3 When
    happened = models.CharField(
        "Do you know exactly when it happened?", max_length=12, choices=Happened, blank=True
    )
    happened_at = models.DateTimeField("When did it happen?", null=True, blank=True)
    happened_roughly = EncryptedCharField("Roughly when?", max_length=300, blank=True)
    agency_aware_at = models.DateTimeField(
        "When did your agency become aware?", null=True, blank=True
    )
    authority_aware = models.CharField(
        "Is the local authority aware?", max_length=10, choices=AuthorityAware, blank=True
    )
    authority_aware_at = models.DateTimeField(
        "When did the local authority become aware?", null=True, blank=True
    )

    # 4 What happened
    place = EncryptedTextField("Where did it happen?", blank=True)
    setting = models.CharField("What kind of place is it?", max_length=60, blank=True)
    setting_other = EncryptedCharField("Describe the place", max_length=200, blank=True)
    area = models.CharField(
        "Is it inside the partnership's area?", max_length=10, choices=Area, blank=True
    )
    facts = EncryptedTextField("What happened?", blank=True)
    harms = ArrayField(
        models.CharField(max_length=60),
        verbose_name="What kind of harm is it?",
        default=list,
        blank=True,
    )
    harm_other = EncryptedCharField("Describe the harm", max_length=200, blank=True)
    abuse = models.CharField(
        "Is abuse or neglect known or suspected?", max_length=10, choices=Abuse, blank=True
    )
    outside_family = models.CharField(
        "Was there harm from outside the family?", max_length=10, choices=YesNoUnknown, blank=True
    )
    outside_family_details = EncryptedTextField("What harm, and from whom?", blank=True)
    online = models.CharField(
        "Was anything online a factor?", max_length=10, choices=YesNoUnknown, blank=True
    )
    online_details = EncryptedTextField("What happened online?", blank=True)
    suspect_relationship = EncryptedCharField(
        "What is the relationship of any suspected person to the child?",
        max_length=300,
        blank=True,
    )

    # 6 Household and 7 agencies: rows of their own, or nothing known
    no_people_known = models.BooleanField("No family or household member is known", default=False)
    household_notes = EncryptedTextField("Anything else about the household", blank=True)
    no_agencies_known = models.BooleanField("No other agency is known", default=False)

    # 8 Immediate safeguarding
    child_safeguarded = EncryptedTextField(
        "What has been done to keep the child or children safe?", blank=True
    )
    siblings_safeguarded = EncryptedTextField(
        "What has been done to keep brothers and sisters safe?", blank=True
    )
    others_safeguarded = EncryptedTextField(
        "What has been done to keep anyone else safe?", blank=True
    )
    discussion = models.CharField(
        "Has a strategy discussion been held?", max_length=10, choices=Discussion, blank=True
    )
    discussion_at = models.DateTimeField("When was it held?", null=True, blank=True)
    discussion_planned_at = models.DateTimeField("When is it planned?", null=True, blank=True)
    discussion_not_reason = EncryptedTextField("Why has none been held?", blank=True)
    police_reference = EncryptedCharField("Police reference", max_length=100, blank=True)

    # 9 Parallel processes
    processes = ArrayField(
        models.CharField(max_length=60),
        verbose_name="Which other processes are under way or expected?",
        default=list,
        blank=True,
    )
    processes_details = EncryptedTextField("Details and contacts", blank=True)

    # 10 Family and media
    family_informed = models.CharField(
        "Does the family know of this notification?", max_length=10, choices=YesNo, blank=True
    )
    family_informed_by = EncryptedCharField("Who told them?", max_length=200, blank=True)
    family_informed_at = models.DateTimeField("When were they told?", null=True, blank=True)
    family_views = EncryptedTextField("What are their views?", blank=True)
    family_not_informed_reason = EncryptedTextField("Why do they not know?", blank=True)
    interpreter = models.CharField(
        "Does the family need an interpreter?", max_length=10, choices=YesNoUnknown, blank=True
    )
    interpreter_language = EncryptedCharField(
        "Which language or sign language?", max_length=100, blank=True
    )
    media_interest = models.CharField(
        "Is there media interest, or is it likely?", max_length=10, choices=YesNo, blank=True
    )
    media_details = EncryptedTextField("What interest?", blank=True)
    briefings = EncryptedTextField("Who has been briefed?", blank=True)

    # 11 The agency's view; the decision of the three partners comes after the notification
    threshold_view = models.CharField(
        "What is the agency's view?", max_length=10, choices=ThresholdView, blank=True
    )
    threshold_reasons = EncryptedTextField("Why?", blank=True)
    copies_to = EncryptedTextField("Who else has had a copy?", blank=True)

    objects: ClassVar[models.Manager] = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=sorted(FILED), reference__isnull=False)
                | Q(status__in=[Status.DRAFT, Status.DISCARDED], reference__isnull=True),
                name="incident_has_a_reference_once_filed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(FILED))
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="incident_filed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DISCARDED)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False),
                name="incident_discarded_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.PANEL_NOTIFIED,
                    panel_notified_at__isnull=False,
                    panel_notified_by__isnull=False,
                )
                | (
                    ~Q(status=Status.PANEL_NOTIFIED)
                    & Q(panel_notified_at__isnull=True, panel_notified_by__isnull=True)
                ),
                name="incident_panel_notified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | ~Q(late_reason=""),
                name="incident_late_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-created_at"]),
            models.Index(fields=["notifier", "-created_at"]),
            models.Index(fields=["duty_agency", "-created_at"]),
            # With what decides who sees a row: counting a list reads the index alone.
            models.Index(
                fields=["-created_at", "-id"],
                include=["status", "is_restricted", "agency", "duty_agency", "notifier"],
                name="incident_newest",
            ),
            # Few are restricted, and lists of other rooms ask which (`accounts/kept.py`).
            models.Index(
                fields=["id"], condition=Q(is_restricted=True), name="incident_restricted"
            ),
            models.Index(fields=["status", "-created_at", "-id"], name="incident_in_state"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the notification is called where no content may stand."""
        return self.reference or self.draft_label

    @property
    def draft_label(self) -> str:
        """How it was called before it had a reference; what was written then still says so."""
        return f"Draft {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_filed(self) -> bool:
        return self.status in FILED

    def get_absolute_url(self) -> str:
        if self.is_filed:
            return numbered("notification_detail", self.pk)
        return numbered("notification_tasks", self.pk)
