"""A message of a case stays while any duty is held that lets its recipient know of it."""

from django.db import migrations, models
from django.db.models import Q

# What each role was told of a case for, as roles stood then; `{}` is where the role is held.
OF_A_CASE = {
    "practitioner": "{}:incidents.file",
    "safeguarding-lead": "{}:incidents.read",
    "operations": "*:incidents.read",
}
# Messages that name no case and yet are not for everybody, by the beginning of their key.
OF_A_DUTY = ("incident.glass_broken:", "incident.orphaned:", "incident.keeper_named:")
FOR_A_DUTY = {
    "data-protection": "*:incidents.review_openings",
    "operations": "*:incidents.manage_access",
    "system-administrator": "*:accounts.manage_all",
}
NOBODYS = "*:nobody"


def name_duties(apps, schema_editor):
    """From the roles that somebody held when they were told, in rows of before too."""
    Notification = apps.get_model("notifications", "Notification")
    of_a_duty = Q()
    for start in OF_A_DUTY:
        of_a_duty |= Q(key__startswith=start)
    _name(apps, Notification.objects.filter(of_a_duty), FOR_A_DUTY)
    _name(apps, Notification.objects.exclude(of_a_duty).exclude(reference=""), OF_A_CASE)


def _name(apps, rows, known):
    Membership = apps.get_model("accounts", "Membership")
    held = {}
    for one in Membership.objects.filter(role__in=known):
        held.setdefault(one.user_id, []).append(one)
    changed = []
    for row in rows.only("recipient_id", "created_at").iterator():
        day = row.created_at.date()
        row.duties = sorted(
            {
                known[one.role].format(one.agency_id)
                for one in held.get(row.recipient_id, ())
                if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on)
            }
        ) or [NOBODYS]
        changed.append(row)
        if len(changed) == 1000:
            rows.model.objects.bulk_update(changed, ["duties"])
            changed = []
    rows.model.objects.bulk_update(changed, ["duties"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("notifications", "0004_duties"),
    ]
    operations = [
        migrations.RemoveConstraint("notification", "notification_waits_for_a_moment"),
        migrations.AlterField(
            "notification",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("withheld", "Withheld"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("uncertain", "Uncertain"),
                    ("dead", "Given up"),
                    ("left", "Left as it is"),
                    ("not_needed", "Not needed"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.RunPython(name_duties, migrations.RunPython.noop),
        # A table changed while it has events of a deferred constraint waiting is refused.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "withheld"), next_attempt_at__isnull=False)
                | Q(state="uncertain")
                | Q(
                    ~Q(state__in=("waiting", "withheld", "uncertain")),
                    next_attempt_at__isnull=True,
                ),
                name="notification_waits_for_a_moment",
            ),
        ),
    ]
