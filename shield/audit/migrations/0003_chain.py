"""Tie the entries into a chain, those that are there included; refuse TRUNCATE too."""

from datetime import datetime

from django.db import migrations, models

TRUNCATE_TOO = """
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""


def tie(apps, schema_editor):
    """Give each entry its place and its tie, in the order in which they were written."""
    from shield.audit import chain, heads

    Entry = apps.get_model("audit", "Entry")
    before, position, at = chain.START, 0, None
    names = [name for name in chain.Link._fields if name not in ("position", "digest")]
    for pk, *row in Entry.objects.order_by("pk").values_list("pk", *names).iterator():
        position += 1
        link = chain.Link(position, "", *row)
        before, at = chain.digest_of(link, before), link.at
        Entry.objects.filter(pk=pk).update(position=position, digest=before)
    if isinstance(at, datetime):
        heads.note(position, before, at)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_insert_only")]
    operations = [
        migrations.AddField("entry", "position", models.BigIntegerField(null=True)),
        migrations.AddField("entry", "digest", models.CharField(max_length=64, null=True)),
        migrations.RunSQL(
            "ALTER TABLE audit_entry DISABLE TRIGGER audit_insert_only", migrations.RunSQL.noop
        ),
        migrations.RunPython(tie, migrations.RunPython.noop),
        # A column changed while its table has events of a deferred constraint waiting is refused.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE audit_entry ENABLE TRIGGER audit_insert_only", migrations.RunSQL.noop
        ),
        migrations.AlterField("entry", "position", models.BigIntegerField(unique=True)),
        migrations.AlterField("entry", "digest", models.CharField(max_length=64)),
        migrations.RunSQL(TRUNCATE_TOO, "DROP TRIGGER audit_never_emptied ON audit_entry"),
    ]
