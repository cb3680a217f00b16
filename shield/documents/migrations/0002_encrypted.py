"""Encrypt what can name a child, and carry over what is there."""

from django.db import migrations

import shield.core.fields
from shield.core.fields import Sealed
from shield.core.sealing import seal_column, unseal_column


def change(apps, rewrite):
    for name in ("document",):
        meta = apps.get_model("documents", name)._meta
        for field in meta.local_concrete_fields:
            if isinstance(field, Sealed):
                rewrite(meta.db_table, "id", field.column)


def seal(apps, schema_editor):
    """What was kept in plain until now lies sealed from here on."""
    change(apps, seal_column)


def unseal(apps, schema_editor):
    change(apps, unseal_column)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="content",
            field=shield.core.fields.EncryptedJSONField(),
        ),
        migrations.RunPython(seal, unseal),
    ]
