"""Messages of a case are kept with the duties for which somebody was told."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_uncertain_mails")]
    operations = [
        migrations.AddField(
            "notification",
            "duties",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=80), blank=True, default=list
            ),
        )
    ]
