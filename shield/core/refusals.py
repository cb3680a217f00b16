"""What a rule says when it says no: every refusal is an exception that speaks to the person."""


class Refusal(Exception):
    """A rule refused. `str(refusal)` is shown: what happened, what was kept, what to do."""


class Conflict(Refusal):
    """Somebody else changed the same thing first; nothing of either person's work was lost."""


class NotWrittenDown(Exception):
    """The audit could not be added to: nothing may be done or shown that it would not hold."""
