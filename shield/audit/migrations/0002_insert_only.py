"""Refuse every UPDATE and DELETE of an audit entry, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are only ever added: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_insert_only();
"""
BACKWARD = """
DROP TRIGGER audit_insert_only ON audit_entry;
DROP FUNCTION audit_insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
