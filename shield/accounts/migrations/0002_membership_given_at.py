"""When each membership was given, as a moment: a day is too coarse for who left and came back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        # Nobody knows of the roles given before: they count from the day they start. Filled with
        # the moment of the upgrade, everybody would seem to have just come back.
        migrations.AddField("membership", "given_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "membership", "given_at", models.DateTimeField(auto_now_add=True, null=True)
        ),
    ]
