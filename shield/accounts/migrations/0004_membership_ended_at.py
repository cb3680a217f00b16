"""When a role was ended at once, as a moment: the last day alone reads as if it never was held."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roles_offered")]
    operations = [
        migrations.AddField("membership", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
                name="membership_ended_has_a_last_day",
            ),
        ),
    ]
