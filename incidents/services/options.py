"""How do the answers to choose from get into the database?"""

from pathlib import Path

from incidents.models import Option
from shield.core import options

SEED = Path(__file__).resolve().parent.parent / "data" / "options.json"


def load_options(path: Path = SEED) -> int:
    """Add the seed's options that are not there yet; returns how many were added."""
    return options.load_options(Option, path)
