"""Which answers does the law, rather than the partnership, word?"""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    DISCARDED = "discarded", "Discarded"
    SUBMITTED = "submitted", "Submitted"
    PANEL_NOTIFIED = "panel_notified", "Panel notified"


FILED = frozenset({Status.SUBMITTED.value, Status.PANEL_NOTIFIED.value})


class YesNo(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class YesNoUnknown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Consulted(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    SELF = "self", "I am the safeguarding lead"


class Happened(models.TextChoices):
    EXACT = "exact", "Yes, I know the date and time"
    APPROXIMATE = "approximate", "No, only roughly"


class AuthorityAware(models.TextChoices):
    YES = "yes", "Yes, and I know when"
    NO = "no", "No, this notification tells them"
    UNKNOWN = "unknown", "Not known"


class Area(models.TextChoices):
    INSIDE = "inside", "Inside the partnership's area"
    OUTSIDE = "outside", "Outside the area"


class Abuse(models.TextChoices):
    KNOWN = "known", "Known"
    SUSPECTED = "suspected", "Suspected"
    NEITHER = "neither", "Neither known nor suspected"


class Discussion(models.TextChoices):
    HELD = "held", "Yes, it has been held"
    PLANNED = "planned", "It is planned"
    NO = "no", "No"


class ThresholdView(models.TextChoices):
    MEETS = "meets", "Meets the criteria for telling the national Panel"
    DOES_NOT = "does_not", "Does not meet the criteria"
    UNSURE = "unsure", "Not sure"
