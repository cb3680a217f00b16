"""The one way to old versions of what is erased: a function of the owner's, which asks itself.

The role in which the portal works may not delete from tables that only grow. It may call this, for
a conference that is marked as erased, whose time is over and that no legal hold keeps
(`docs/adr/0028`). A new table of old versions needs a new edition of it: a test counts them.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION conferences_forget_history(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asked bigint[];
    children bigint[];
    reports bigint[];
    gone bigint := 0;
BEGIN
    IF NOT EXISTS (
        SELECT FROM conferences_conference one
            JOIN conferences_conferencekind kind ON kind.id = one.kind_id
        WHERE one.id = erased AND one.erased_at IS NOT NULL
            AND one.closed_at + make_interval(months => kind.keep_months::int) <= now()
    ) THEN
        RAISE EXCEPTION 'conference % is not to be erased', erased
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- Whoever sets the day on which it was over back leaves a version with the true one.
    IF EXISTS (
        SELECT FROM conferences_conferenceevent version
            JOIN conferences_conference one ON one.id = version.pgh_obj_id
        WHERE one.id = erased AND version.closed_at IS NOT NULL
            AND version.closed_at <> one.closed_at
    ) THEN
        RAISE EXCEPTION 'conference % was over on another day before', erased
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM conferences_legalhold
        WHERE lifted_at IS NULL AND (conference_id IS NULL OR conference_id = erased)
    ) THEN
        RAISE EXCEPTION 'conference % is kept by a legal hold', erased
            USING ERRCODE = 'restrict_violation';
    END IF;

    asked := ARRAY(SELECT id FROM conferences_reportrequest WHERE conference_id = erased);
    reports := ARRAY(SELECT id FROM conferences_report WHERE request_id = ANY(asked));
    children := ARRAY(SELECT id FROM conferences_child WHERE conference_id = erased);
    PERFORM set_config('pgtrigger.ignore', (
        SELECT array_agg(tgname)::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgname LIKE 'pgtrigger_append_only_%' AND relname LIKE 'conferences_%event'
    ), true);
    WITH
    a AS (DELETE FROM conferences_conferenceevent WHERE pgh_obj_id = erased RETURNING 1),
    b AS (DELETE FROM conferences_childevent WHERE conference_id = erased RETURNING 1),
    c AS (DELETE FROM conferences_familyguestevent WHERE conference_id = erased RETURNING 1),
    d AS (DELETE FROM conferences_reportrequestevent WHERE conference_id = erased RETURNING 1),
    e AS (DELETE FROM conferences_reportevent WHERE request_id = ANY(asked) RETURNING 1),
    f AS (DELETE FROM conferences_reportchildevent WHERE report_id = ANY(reports) RETURNING 1),
    g AS (DELETE FROM conferences_reportadultevent WHERE report_id = ANY(reports) RETURNING 1),
    h AS (DELETE FROM conferences_chronologyentryevent WHERE report_id = ANY(reports) RETURNING 1),
    i AS (DELETE FROM conferences_reportadditionevent WHERE report_id = ANY(reports) RETURNING 1),
    j AS (DELETE FROM conferences_reportfileevent WHERE report_id = ANY(reports) RETURNING 1),
    k AS (DELETE FROM conferences_attendanceevent WHERE conference_id = erased RETURNING 1),
    l AS (DELETE FROM conferences_outcomeevent WHERE conference_id = erased RETURNING 1),
    m AS (DELETE FROM conferences_planstepevent WHERE conference_id = erased RETURNING 1),
    n AS (DELETE FROM conferences_childdecisionevent WHERE child_id = ANY(children) RETURNING 1),
    o AS (
        DELETE FROM conferences_dissentevent WHERE decision_id IN (
            SELECT id FROM conferences_childdecision WHERE child_id = ANY(children)
        ) RETURNING 1
    ),
    p AS (DELETE FROM conferences_planevent WHERE began_with_id = ANY(children) RETURNING 1),
    q AS (DELETE FROM conferences_coregroupmemberevent WHERE conference_id = erased RETURNING 1),
    r AS (DELETE FROM conferences_coregroupmeetingevent WHERE conference_id = erased RETURNING 1),
    s AS (DELETE FROM conferences_packevent WHERE conference_id = erased RETURNING 1),
    t AS (
        DELETE FROM conferences_packshareevent WHERE pack_id IN (
            SELECT id FROM conferences_pack WHERE conference_id = erased
        ) RETURNING 1
    )
    SELECT count(*) INTO gone FROM (
        TABLE a UNION ALL TABLE b UNION ALL TABLE c UNION ALL TABLE d UNION ALL TABLE e
        UNION ALL TABLE f UNION ALL TABLE g UNION ALL TABLE h UNION ALL TABLE i UNION ALL TABLE j
        UNION ALL TABLE k UNION ALL TABLE l UNION ALL TABLE m UNION ALL TABLE n UNION ALL TABLE o
        UNION ALL TABLE p UNION ALL TABLE q UNION ALL TABLE r UNION ALL TABLE s UNION ALL TABLE t
    ) every;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN gone;
END;
$$
"""
BACKWARD = "DROP FUNCTION conferences_forget_history(bigint)"


class Migration(migrations.Migration):
    """Adds the function."""

    dependencies = [("conferences", "0002_packs_access_retention")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
