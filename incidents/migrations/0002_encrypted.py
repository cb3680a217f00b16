"""Encrypt what can name a child, and carry over what is there."""

from django.conf import settings
from django.db import migrations, models

import shield.core.fields
from shield.core.fields import Sealed
from shield.core.sealing import seal_column, unseal_column


def change(apps, rewrite):
    for name in (
        "incident",
        "correction",
        "child",
        "familymember",
        "involvedagency",
        "incidentgrant",
    ):
        meta = apps.get_model("incidents", name)._meta
        for field in meta.local_concrete_fields:
            if isinstance(field, Sealed):
                rewrite(meta.db_table, "id", field.column)


def seal(apps, schema_editor):
    """What was kept in plain until now lies sealed from here on."""
    change(apps, seal_column)
    for child in apps.get_model("incidents", "child").objects.exclude(nhs_number=""):
        child.save(update_fields=["nhs_fingerprint"])


def unseal(apps, schema_editor):
    change(apps, unseal_column)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="nhs_fingerprint",
            field=shield.core.fields.FingerprintField(
                blank=True, editable=False, max_length=64, of="nhs_number"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="address",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="Address"),
        ),
        migrations.AlterField(
            model_name="child",
            name="birth_date",
            field=shield.core.fields.EncryptedDateField(
                blank=True, null=True, verbose_name="Date of birth"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="condition",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="How is the child now?"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="died_on",
            field=shield.core.fields.EncryptedDateField(
                blank=True, null=True, verbose_name="Date of death, if the child died"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="disability_details",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Describe the disability"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="expected_on",
            field=shield.core.fields.EncryptedDateField(
                blank=True, null=True, verbose_name="Expected date of delivery"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="first_language",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=100, verbose_name="First language"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="first_names",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="First names"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="last_name",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Last name"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="nhs_number",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=12, verbose_name="NHS number"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="other_names",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=300, verbose_name="Any other names used"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="school",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="School, college or nursery"
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="upn",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=13, verbose_name="Unique pupil number (UPN)"
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="text",
            field=shield.core.fields.EncryptedTextField(
                verbose_name="What needs to be added or corrected?"
            ),
        ),
        migrations.AlterField(
            model_name="familymember",
            name="birth_date",
            field=shield.core.fields.EncryptedDateField(
                blank=True, null=True, verbose_name="Date of birth, if known"
            ),
        ),
        migrations.AlterField(
            model_name="familymember",
            name="name",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Name"
            ),
        ),
        migrations.AlterField(
            model_name="familymember",
            name="notes",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="Anything else"),
        ),
        migrations.AlterField(
            model_name="familymember",
            name="relationship",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Relationship to the child"
            ),
        ),
        migrations.AlterField(
            model_name="incidentgrant",
            name="reason",
            field=shield.core.fields.EncryptedTextField(),
        ),
        migrations.AlterField(
            model_name="incident",
            name="briefings",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Who has been briefed?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="child_safeguarded",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What has been done to keep the child or children safe?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="copies_to",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Who else has had a copy?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="discussion_not_reason",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Why has none been held?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="facts",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="What happened?"),
        ),
        migrations.AlterField(
            model_name="incident",
            name="family_informed_by",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Who told them?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="family_not_informed_reason",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Why do they not know?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="family_views",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What are their views?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="happened_roughly",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=300, verbose_name="Roughly when?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="harm_other",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Describe the harm"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="household_notes",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Anything else about the household"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="interpreter_language",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=100, verbose_name="Which language or sign language?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="late_reason",
            field=shield.core.fields.EncryptedTextField(blank=True),
        ),
        migrations.AlterField(
            model_name="incident",
            name="lead_name",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Who did you consult?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="lead_not_consulted_reason",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="Why not?"),
        ),
        migrations.AlterField(
            model_name="incident",
            name="media_details",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="What interest?"),
        ),
        migrations.AlterField(
            model_name="incident",
            name="notifier_email",
            field=shield.core.fields.EncryptedEmailField(
                blank=True, max_length=254, verbose_name="Notifier's email address"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="notifier_name",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Notifier's name"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="notifier_phone",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=40, verbose_name="Notifier's telephone number"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="notifier_role",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Notifier's role"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="online_details",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What happened online?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="others_safeguarded",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What has been done to keep anyone else safe?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="outside_family_details",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What harm, and from whom?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="place",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Where did it happen?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="police_reference",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=100, verbose_name="Police reference"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="processes_details",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="Details and contacts"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="setting_other",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="Describe the place"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="siblings_safeguarded",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="What has been done to keep brothers and sisters safe?"
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="suspect_relationship",
            field=shield.core.fields.EncryptedCharField(
                blank=True,
                max_length=300,
                verbose_name="What is the relationship of any suspected person to the child?",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="threshold_reasons",
            field=shield.core.fields.EncryptedTextField(blank=True, verbose_name="Why?"),
        ),
        migrations.AlterField(
            model_name="involvedagency",
            name="contact",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=300, verbose_name="Contact name and role"
            ),
        ),
        migrations.AlterField(
            model_name="involvedagency",
            name="contact_details",
            field=shield.core.fields.EncryptedCharField(
                blank=True, max_length=300, verbose_name="Telephone or email"
            ),
        ),
        migrations.AlterField(
            model_name="involvedagency",
            name="involvement",
            field=shield.core.fields.EncryptedTextField(
                blank=True, verbose_name="How are they involved?"
            ),
        ),
        migrations.AlterField(
            model_name="involvedagency",
            name="other_agency",
            field=shield.core.fields.EncryptedCharField(
                blank=True,
                max_length=200,
                verbose_name="Name of the agency, if it is not in the list",
            ),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(
                condition=models.Q(("nhs_fingerprint", ""), _negated=True),
                fields=["nhs_fingerprint"],
                name="child_by_nhs",
            ),
        ),
        migrations.RunPython(seal, unseal),
    ]
