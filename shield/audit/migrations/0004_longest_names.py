"""Room for the longest name and the longest email address that an account may have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain")]
    operations = [migrations.AlterField("entry", "actor", models.CharField(max_length=460))]
