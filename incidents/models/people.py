"""What is true of the children, the family and the agencies that a notification names?"""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from incidents.models.choices import YesNo, YesNoUnknown
from incidents.models.incident import Incident
from shield.accounts.models import Agency, Row, RowQuerySet
from shield.core.fields import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedTextField,
    FingerprintField,
)


class ChildQuerySet(RowQuerySet["Child"]):
    def with_nhs_number(self, number: str) -> Self:
        """The children, not removed, of exactly this number."""
        mark: Any = Child._meta.get_field("nhs_fingerprint")
        return self.present().filter(nhs_fingerprint=mark.seek(number))


class Born(models.TextChoices):
    BORN = "born", "Born"
    UNBORN = "unborn", "Not yet born"


class Child(Row):
    """A child harmed in the incident, born or unborn."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="children")
    first_names = EncryptedCharField("First names", max_length=200, blank=True)
    last_name = EncryptedCharField("Last name", max_length=200, blank=True)
    other_names = EncryptedCharField("Any other names used", max_length=300, blank=True)
    born = models.CharField("Is the child born?", max_length=10, choices=Born, blank=True)
    birth_date = EncryptedDateField("Date of birth", null=True, blank=True)
    expected_on = EncryptedDateField("Expected date of delivery", null=True, blank=True)
    died_on = EncryptedDateField("Date of death, if the child died", null=True, blank=True)
    sex = models.CharField("Sex", max_length=60, blank=True)
    ethnicity = models.CharField("Ethnicity", max_length=60, blank=True)
    first_language = EncryptedCharField("First language", max_length=100, blank=True)
    disability = models.CharField(
        "Is the child disabled?", max_length=10, choices=YesNoUnknown, blank=True
    )
    disability_details = EncryptedTextField("Describe the disability", blank=True)
    nhs_number = EncryptedCharField("NHS number", max_length=12, blank=True)
    # By which another notification of the same child is found; never the number itself.
    nhs_fingerprint = FingerprintField(of="nhs_number")
    upn = EncryptedCharField("Unique pupil number (UPN)", max_length=13, blank=True)
    address = EncryptedTextField("Address", blank=True)
    address_confidential = models.CharField(
        "Must the address be kept confidential?", max_length=10, choices=YesNo, blank=True
    )
    legal_status = models.CharField("Legal status", max_length=60, blank=True)
    placement = models.CharField("Where does the child live?", max_length=60, blank=True)
    plans_now = ArrayField(
        models.CharField(max_length=60), verbose_name="Plans now", default=list, blank=True
    )
    plans_before = ArrayField(
        models.CharField(max_length=60), verbose_name="Plans before", default=list, blank=True
    )
    school = EncryptedCharField("School, college or nursery", max_length=200, blank=True)
    condition = EncryptedTextField("How is the child now?", blank=True)

    objects: ClassVar[models.Manager] = ChildQuerySet.as_manager()

    class Meta:
        verbose_name = "child"
        verbose_name_plural = "children"
        indexes = [
            models.Index(
                fields=["nhs_fingerprint"], condition=~Q(nhs_fingerprint=""), name="child_by_nhs"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["incident", "form_token"], name="child_once"),
            models.CheckConstraint(
                condition=~Q(born=Born.UNBORN) | Q(birth_date__isnull=True, died_on__isnull=True),
                name="child_unborn_has_no_birth_date",
            ),
            models.CheckConstraint(
                condition=~Q(born=Born.BORN) | Q(expected_on__isnull=True),
                name="child_born_is_not_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_names} {self.last_name}".strip() or "Child without a name"


class FamilyMember(Row):
    """Somebody of the household or family."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="family")
    name = EncryptedCharField("Name", max_length=200, blank=True)
    relationship = EncryptedCharField("Relationship to the child", max_length=200, blank=True)
    birth_date = EncryptedDateField("Date of birth, if known", null=True, blank=True)
    parental_responsibility = models.CharField(
        "Do they have parental responsibility?", max_length=10, choices=YesNoUnknown, blank=True
    )
    same_household = models.CharField(
        "Do they live with the child?", max_length=10, choices=YesNoUnknown, blank=True
    )
    notes = EncryptedTextField("Anything else", blank=True)

    class Meta:
        verbose_name = "family or household member"
        verbose_name_plural = "family and household"
        constraints = [
            models.UniqueConstraint(fields=["incident", "form_token"], name="family_member_once")
        ]

    def __str__(self) -> str:
        return self.name or "Person without a name"


class InvolvedAgency(Row):
    """An agency known to be involved with the child or family."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="involved")
    agency = models.ForeignKey(
        Agency,
        verbose_name="Which agency?",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    other_agency = EncryptedCharField(
        "Name of the agency, if it is not in the list", max_length=200, blank=True
    )
    contact = EncryptedCharField("Contact name and role", max_length=300, blank=True)
    contact_details = EncryptedCharField("Telephone or email", max_length=300, blank=True)
    involvement = EncryptedTextField("How are they involved?", blank=True)

    class Meta:
        verbose_name = "agency"
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(fields=["incident", "form_token"], name="involved_agency_once")
        ]

    def __str__(self) -> str:
        return self.agency.name if self.agency else self.other_agency or "Agency without a name"
