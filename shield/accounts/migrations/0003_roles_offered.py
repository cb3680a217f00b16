"""An invitation says which role it offers; it is held once it was taken up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def name(apps, schema_editor):
    """What was invited to before: the person's role is there already."""
    Invitation = apps.get_model("accounts", "Invitation")
    for invitation in Invitation.objects.select_related("user").iterator():
        person = invitation.user
        held = person.memberships.order_by("-pk").first()
        invitation.full_name, invitation.post = person.full_name, person.post
        if held is not None:
            invitation.agency_id, invitation.role = held.agency_id, held.role
            invitation.starts_on = held.starts_on
        invitation.save()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_membership_given_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "invitation",
            "full_name",
            models.CharField(blank=True, default="", max_length=200),
            False,
        ),
        migrations.AddField(
            "invitation", "post", models.CharField(blank=True, default="", max_length=200), False
        ),
        migrations.AddField(
            "invitation",
            "agency",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="accounts.agency",
            ),
        ),
        migrations.AddField(
            "invitation", "role", models.CharField(blank=True, default="", max_length=40), False
        ),
        migrations.AddField("invitation", "starts_on", models.DateField(null=True)),
        migrations.AddField(
            "invitation", "declined_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.RemoveConstraint("invitation", "invitation_waits_once"),
        migrations.RemoveConstraint("invitation", "invitation_accepted_or_withdrawn"),
        migrations.RunPython(name, migrations.RunPython.noop),
        # A table changed while it has events of a deferred constraint waiting is refused.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                fields=("user", "agency", "role"),
                name="invitation_waits_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=Q(declined_at=None, withdrawn_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(accepted_at=None, declined_at=None),
                name="invitation_has_one_answer",
            ),
        ),
    ]
