"""Who holds a seat although they work elsewhere; said of those who do already, who keep theirs."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def keep_seats(apps: Any, schema_editor: Any) -> None:
    holding = apps.get_model("partnership", "Holding")
    membership = apps.get_model("accounts", "Membership")
    there = membership.objects.filter(user=OuterRef("user"), agency=OuterRef("seat__agency"))
    found = holding.objects.exclude(Exists(there))
    holding.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
        is_from_elsewhere=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0003_chair_and_visitors"),
    ]

    operations = [
        migrations.AddField(
            model_name="holding",
            name="is_from_elsewhere",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_seats, migrations.RunPython.noop, elidable=True),
    ]
