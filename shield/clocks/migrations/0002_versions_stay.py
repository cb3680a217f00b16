"""A version of a rule that clocks count by never changes: the database refuses, whoever asks."""

from django.db import migrations

CREATE = """
CREATE FUNCTION clocks_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Everything but the last day on which it holds.
  IF to_jsonb(OLD) - 'valid_to' IS DISTINCT FROM to_jsonb(NEW) - 'valid_to'
     AND EXISTS (SELECT 1 FROM clocks_clock WHERE rule_version_id = OLD.id) THEN
    RAISE EXCEPTION 'clocks count by this version of the rule: make a new one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clocks_version_stays BEFORE UPDATE ON clocks_ruleversion
  FOR EACH ROW EXECUTE FUNCTION clocks_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            CREATE,
            "DROP TRIGGER clocks_version_stays ON clocks_ruleversion;"
            "DROP FUNCTION clocks_version_stays();",
        )
    ]
