"""A version by which clocks count may be withdrawn; what it says, and that it was, never changes."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION clocks_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL AND to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW) THEN
    RAISE EXCEPTION 'this version of the rule was withdrawn: make a new one'
      USING ERRCODE = 'check_violation';
  END IF;
  -- Everything but the last day on which it holds, and who took it back.
  IF to_jsonb(OLD) - ARRAY['valid_to', 'withdrawn_at', 'withdrawn_by_id']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['valid_to', 'withdrawn_at', 'withdrawn_by_id']
     AND EXISTS (SELECT 1 FROM clocks_clock WHERE rule_version_id = OLD.id) THEN
    RAISE EXCEPTION 'clocks count by this version of the rule: make a new one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION clocks_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Everything but the last day on which it holds.
  IF to_jsonb(OLD) - 'valid_to' IS DISTINCT FROM to_jsonb(NEW) - 'valid_to'
     AND EXISTS (SELECT 1 FROM clocks_clock WHERE rule_version_id = OLD.id) THEN
    RAISE EXCEPTION 'clocks count by this version of the rule: make a new one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_changes_and_withdrawals")]

    operations = [migrations.RunSQL(FUNCTION, BEFORE)]
