"""What does an agency's report to a conference say?"""

from calendar import month_name
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conferences.models.people import Child
from conferences.models.requests import ReportRequest, RequestStatus
from shield.accounts.models import AgencyKind, Row, User
from shield.core.fields import EncryptedCharField, EncryptedDateField, EncryptedTextField
from shield.core.links import numbered
from shield.core.london import short_day
from shield.documents.models import Document


class YesNo(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class YesNoUnknown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Attends(models.TextChoices):
    AUTHOR = "author", "Yes, the author"
    DEPUTY = "deputy", "Yes, a deputy"
    REPORT_ONLY = "report_only", "No, the report only"


class SeenAlone(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    TOO_YOUNG = "too_young", "The child is too young, or not yet born"


class VoiceKnown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Recommends(models.TextChoices):
    PLAN = "plan", "A child protection plan"
    NO_PLAN = "no_plan", "No child protection plan"
    UNSURE = "unsure", "Not able to say before the conference"


class Extra(models.TextChoices):
    """Pages that only some agencies are asked."""

    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    POLICE = "police", "Police"


class ExtraPage(models.Model):
    """Agencies of this kind are asked this page too: data, since kinds of agency are."""

    agency_kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=20, choices=Extra)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_kind", "page"], name="report_extra_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_kind}: {self.get_page_display()}"


class Report(models.Model):
    """An agency's report: a draft that several may write, then a record that never changes.

    Questions are worded by the fields' verbose names; `conferences.sections` says which page asks
    which. What is restricted is asked on a page of its own, and never goes to the family.
    """

    request = models.OneToOneField(ReportRequest, on_delete=models.PROTECT, related_name="report")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The agency's last report about this family, from which this one was begun, and the pages
    # whose answers came from there and that nobody has confirmed yet.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carried = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # Both made when it is sent: the whole, and what the family may have.
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    family_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # 1 Who reports
    author_name = EncryptedCharField("Author's name", max_length=200, blank=True)
    author_role = EncryptedCharField("Author's role", max_length=200, blank=True)
    attends = models.CharField(
        "Will the agency be at the conference?", max_length=20, choices=Attends, blank=True
    )
    deputy_name = EncryptedCharField("Who comes as deputy, in which role?", max_length=200,
                                     blank=True)  # fmt: skip

    # 2 Involvement
    involved_since = EncryptedCharField(
        "Since when is your agency involved?", max_length=200, blank=True
    )
    involved_why = EncryptedTextField("Why is it involved?", blank=True)
    last_seen_on = EncryptedDateField(
        "When did your agency last see the family?", null=True, blank=True
    )
    engagement = EncryptedTextField("How do the family work with your agency?", blank=True)
    help_given = EncryptedTextField("What help has been given, and what came of it?", blank=True)

    # 3 Household and significant adults: rows
    no_adults_known = models.BooleanField("No adults are known to your agency", default=False)
    household_notes = EncryptedTextField("Anything else about the household", blank=True)

    # 5 Chronology: rows
    no_events = models.BooleanField("Your agency knows of no significant events", default=False)

    # 6 Signs of Safety, in its three columns
    working_well = EncryptedTextField("What is working well?", blank=True)
    past_harm = EncryptedTextField("What harm has there been?", blank=True)
    future_danger = EncryptedTextField(
        "What are you worried will happen if nothing changes?", blank=True
    )
    complicating = EncryptedTextField("What makes this harder to resolve?", blank=True)
    needs_to_happen = EncryptedTextField("What needs to happen?", blank=True)

    # 7 Views and factors
    parents_views_known = models.CharField(
        "Do you know the parents' or carers' views?", max_length=10, choices=YesNo, blank=True
    )
    parents_views = EncryptedTextField("What are their views, in their words?", blank=True)
    parents_views_not_reason = EncryptedTextField("Why not?", blank=True)
    risk_factors = EncryptedTextField("What makes harm more likely?", blank=True)
    protective_factors = EncryptedTextField("What protects the children?", blank=True)
    identity = EncryptedTextField(
        "What about the family's identity and culture must the conference understand?", blank=True
    )

    # 8 Review
    changed_since = EncryptedTextField("What has changed since the last conference?", blank=True)
    plan_progress = EncryptedTextField(
        "What has your agency done of the plan, and with what effect?", blank=True
    )

    # 9 Recommendation
    recommends = models.CharField(
        "What does your agency recommend?", max_length=20, choices=Recommends, blank=True
    )
    category = models.CharField("Under which category?", max_length=60, blank=True)
    recommends_because = EncryptedTextField("Why?", blank=True)

    # 10 Extras
    immunisations = EncryptedTextField("Immunisations and developmental checks", blank=True)
    health_needs = EncryptedTextField("Health needs, treatment and medication", blank=True)
    appointments = EncryptedTextField("Appointments offered, kept and missed", blank=True)
    adult_health = EncryptedTextField("Health of adults that bears on their care", blank=True)
    attendance = EncryptedTextField("Attendance and punctuality this year and last", blank=True)
    attainment = EncryptedTextField("Progress and attainment", blank=True)
    special_needs = EncryptedTextField("Special needs, and how they are met", blank=True)
    behaviour = EncryptedTextField("Behaviour, friendships, exclusions", blank=True)
    police_contacts = EncryptedTextField(
        "Incidents and contacts that bear on the children", blank=True
    )
    domestic_abuse = EncryptedTextField("Domestic abuse: incidents and assessments", blank=True)
    convictions = EncryptedTextField("Relevant convictions, orders and bail conditions", blank=True)

    # 11 Restricted
    has_restricted = models.CharField(
        "Is there anything that must not be shared with the family?",
        max_length=10,
        choices=YesNo,
        blank=True,
    )
    restricted = EncryptedTextField("What must not be shared with them?", blank=True)
    restricted_reason = models.CharField("Why not?", max_length=60, blank=True)
    restricted_details = EncryptedTextField("Say more about why", blank=True)
    restricted_agreed_by = EncryptedCharField(
        "Who agreed that it is kept from them?", max_length=200, blank=True
    )

    # 12 Shared with parents
    shared = models.CharField(
        "Has this report been shared with the parents or carers?",
        max_length=10,
        choices=YesNo,
        blank=True,
    )
    shared_on = EncryptedDateField("When was it shared?", null=True, blank=True)
    shared_how = EncryptedCharField("How was it shared?", max_length=200, blank=True)
    shared_by = EncryptedCharField("By whom?", max_length=200, blank=True)
    shared_interpreter = models.CharField(
        "Was an interpreter used?", max_length=10, choices=YesNo, blank=True
    )
    shared_response = EncryptedTextField("What was their response?", blank=True)
    not_shared_reason = EncryptedTextField("Why has it not been shared?", blank=True)

    def __str__(self) -> str:
        return f"Report of {self.request}"

    @property
    def is_sent(self) -> bool:
        return self.request.status == RequestStatus.REPORTED

    @property
    def is_draft(self) -> bool:
        """Whether it is written now: not with a manager, agreed, sent or no longer asked for."""
        return self.request.status in (RequestStatus.WRITING, RequestStatus.RETURNED)

    def get_absolute_url(self) -> str:
        return numbered("report_detail", self.request_id)

    @property
    def label(self) -> str:
        """How it is called where no content may stand."""
        return self.request.label


SCALE = [
    (0, "0: not safe at all"),
    *((number, str(number)) for number in range(1, 10)),
    (10, "10: as safe as any child"),
]


class ReportChild(Row):
    """What the report says of one child: there is one for each child of the conference."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    is_carried = models.BooleanField(default=False)
    seen_on = EncryptedDateField("When did your agency last see the child?", null=True, blank=True)
    seen_alone = models.CharField(
        "Was the child seen alone?", max_length=20, choices=SeenAlone, blank=True
    )
    not_alone_reason = EncryptedTextField("Why was the child not seen alone?", blank=True)
    analysis = EncryptedTextField("What is life like for this child?", blank=True)
    voice_known = models.CharField(
        "Do you know what the child says or feels?", max_length=10, choices=VoiceKnown, blank=True
    )
    voice = EncryptedTextField("What does the child say, in the child's words?", blank=True)
    voice_how = EncryptedTextField("How did you find that out?", blank=True)
    voice_not_reason = EncryptedTextField("Why do you not know?", blank=True)
    scale = models.PositiveSmallIntegerField(
        "How safe is this child, from 0 to 10?",
        choices=SCALE,
        null=True,
        blank=True,
    )
    scale_reason = EncryptedTextField("Why this number?", blank=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_child_token"),
            models.UniqueConstraint(fields=["report", "child"], name="report_child_once"),
            models.CheckConstraint(
                condition=Q(scale__isnull=True) | Q(scale__lte=10),
                name="report_child_scale_to_ten",
            ),
        ]

    def __str__(self) -> str:
        return str(self.child)


class ReportAdult(Row):
    """An adult who matters in the children's lives."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="adults")
    is_carried = models.BooleanField(default=False)
    name = EncryptedCharField("Name", max_length=200, blank=True)
    relationship = EncryptedCharField("Relationship to the children", max_length=200, blank=True)
    parental_responsibility = models.CharField(
        "Do they have parental responsibility?", max_length=10, choices=YesNoUnknown, blank=True
    )
    same_household = models.CharField(
        "Do they live with the children?", max_length=10, choices=YesNoUnknown, blank=True
    )
    notes = EncryptedTextField("What should the conference know of them?", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_adult_once")
        ]

    def __str__(self) -> str:
        return self.name or "Person without a name"


class Known(models.TextChoices):
    DAY = "day", "Yes, the day"
    MONTH = "month", "Only the month"
    YEAR = "year", "Only the year"


class Mark(models.TextChoices):
    HARM = "harm", "Harm"
    CONCERN = "concern", "Concern"
    STRENGTH = "strength", "Strength"


class ChronologyEntry(Row):
    """A significant event, its effect on the children, and whether it is harm or strength."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    is_carried = models.BooleanField(default=False)
    known = models.CharField("Is it known when it was?", max_length=10, choices=Known, blank=True)
    on = EncryptedDateField("When was it?", null=True, blank=True)
    month = models.PositiveSmallIntegerField(
        "Which month?", choices=list(enumerate(month_name))[1:], null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("Which year?", null=True, blank=True)
    event = EncryptedTextField("What happened?", blank=True)
    impact = EncryptedTextField("What did it mean for the children?", blank=True)
    mark = models.CharField("What is it?", max_length=10, choices=Mark, blank=True)

    class Meta:
        verbose_name_plural = "chronology"
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_event_once")
        ]

    def __str__(self) -> str:
        return self.when_words

    @property
    def when_words(self) -> str:
        """`4 March 2024`, `March 2024`, `2024`: as exactly as it is known."""
        if self.known == Known.DAY and self.on:
            return short_day(self.on)
        if self.known == Known.MONTH and self.month and self.year:
            return f"{month_name[self.month]} {self.year}"
        return str(self.year) if self.year else "No date"

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among others: what is known roughly comes before what is in it."""
        if self.known == Known.DAY and self.on:
            return self.on.year, self.on.month, self.on.day
        month = self.month if self.known == Known.MONTH else 0
        return self.year or 0, month or 0, 0

    @property
    def earliest(self) -> date | None:
        """The first day on which it can have been."""
        year, month, day = self.place
        return date(year, month or 1, day or 1) if year else None


class ReportCheck(models.Model):
    """A manager looked at a report: agreed it, or returned it with comments."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="checks")
    agreed = models.BooleanField()
    comments = EncryptedTextField(blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(comments=""), name="report_returned_with_comments"
            )
        ]

    def __str__(self) -> str:
        return f"Check {self.pk}"


class ReportAddition(models.Model):
    """A dated addition to a report that was sent; the report itself stays."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="additions")
    text = EncryptedTextField("What needs to be added or corrected?")
    # Kept from the family, as the report's restricted part is.
    is_restricted = models.BooleanField("This must not be shared with the family", default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_addition_once")
        ]

    def __str__(self) -> str:
        return f"Addition {self.pk}"
