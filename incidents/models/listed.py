"""What does a list show of a notification besides its own columns? Asked as SQL."""

SHOWN = (
    "status",
    "reference",
    "criteria",
    "submitted_at",
    "saved_at",
    "is_late",
    "agency__name",
    "notifier__full_name",
)
# Written out: put together by the ORM for each list, these two cost more than the list itself.
NEXT_DUE = """(
    SELECT min(due_on) FROM clocks_clock
    WHERE met_at IS NULL AND cancelled_at IS NULL AND id IN (
        incidents_incident.partnership_clock_id,
        incidents_incident.panel_clock_id,
        incidents_incident.rapid_review_clock_id
    )
)"""
REASONS = """ARRAY(
    SELECT label FROM incidents_option
    WHERE list = 'criterion' AND code = ANY(incidents_incident.criteria) ORDER BY position
)"""
