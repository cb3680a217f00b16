"""Whom is a conference about, and who of the family comes to it?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from conferences.models.conference import Conference
from shield.accounts.models import User
from shield.core.fields import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedTextField,
    FingerprintField,
)
from shield.core.london import short_day


class Born(models.TextChoices):
    BORN = "born", "Born"
    UNBORN = "unborn", "Not yet born"


class PersonQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Those that have not been removed, in the order they were added."""
        return self.filter(removed_at__isnull=True).order_by("pk")


class Removable(models.Model):
    """What is added with a page's token, and removed in a way that can be undone."""

    form_token = models.UUIDField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager] = PersonQuerySet.as_manager()

    class Meta:
        abstract = True


class Person(Removable):
    """Somebody of the family."""

    class Meta:
        abstract = True


class Child(Person):
    """A child whom a conference is about, born or unborn; siblings and twins have a row each."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    # The same child in the conference before: what runs for a child runs on (`Plan`).
    before = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    first_names = EncryptedCharField("First names", max_length=200, blank=True)
    last_name = EncryptedCharField("Last name", max_length=200)
    other_names = EncryptedCharField("Any other names used", max_length=300, blank=True)
    born = models.CharField("Is the child born?", max_length=10, choices=Born)
    birth_date = EncryptedDateField("Date of birth", null=True, blank=True)
    expected_on = EncryptedDateField("Expected date of delivery", null=True, blank=True)
    sex = models.CharField("Sex", max_length=60, blank=True)
    nhs_number = EncryptedCharField("NHS number", max_length=12, blank=True)
    nhs_fingerprint = FingerprintField(of="nhs_number")
    # The child's number in the case-management system.
    external_reference = EncryptedCharField("Reference elsewhere", max_length=60, blank=True)
    external_fingerprint = FingerprintField(of="external_reference")
    school = EncryptedCharField("School, college or nursery", max_length=200, blank=True)
    gp = EncryptedCharField("GP practice", max_length=200, blank=True)
    address = EncryptedTextField("Address", blank=True)
    address_confidential = models.BooleanField(
        "The address must be kept from the family or somebody in it", default=False
    )

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(fields=["conference", "form_token"], name="conf_child_once"),
            models.UniqueConstraint(
                fields=["conference", "external_fingerprint"],
                condition=~Q(external_fingerprint=""),
                name="conf_child_from_elsewhere_once",
            ),
            models.CheckConstraint(
                condition=Q(born=Born.UNBORN, birth_date__isnull=True)
                | Q(born=Born.BORN, expected_on__isnull=True),
                name="conf_child_born_or_expected",
            ),
        ]
        indexes = [
            models.Index(
                fields=["nhs_fingerprint"],
                condition=~Q(nhs_fingerprint=""),
                name="conf_child_by_nhs",
            ),
            models.Index(
                fields=["external_fingerprint"],
                condition=~Q(external_fingerprint=""),
                name="conf_child_from_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_names} {self.last_name}".strip()

    @property
    def born_words(self) -> str:
        if self.born == Born.UNBORN:
            day = short_day(self.expected_on) if self.expected_on else "not known when"
            return f"Expected {day}"
        return f"Born {short_day(self.birth_date)}" if self.birth_date else "Born, date not known"


class FamilyGuest(Person):
    """Somebody of the family, or a supporter, who is expected at a conference; no account."""

    class Invited(models.TextChoices):
        YES = "yes", "Invited"
        NOT_YET = "not_yet", "Not invited yet"
        NO = "no", "Not to be invited"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="guests")
    name = EncryptedCharField("Name", max_length=200)
    relationship = EncryptedCharField("Relationship to the children", max_length=200)
    parental_responsibility = models.BooleanField("Has parental responsibility", default=False)
    supports = EncryptedCharField(
        "Whose supporter they are, if anybody's", max_length=200, blank=True
    )
    invited = models.CharField("Are they invited?", max_length=10, choices=Invited)
    why_not = EncryptedTextField("Why are they not to be invited?", blank=True)
    needs = EncryptedTextField("What do they need, to take part?", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "form_token"], name="conf_guest_once"),
            models.CheckConstraint(
                condition=~Q(invited="no") | ~Q(why_not=""),
                name="conf_guest_left_out_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
