"""What can be chosen in the questions of a report? Data: partnerships word these differently."""

from shield.core import options


class Option(options.Option):
    """One answer to choose, in one list of answers."""
