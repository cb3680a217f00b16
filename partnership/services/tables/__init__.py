"""The published arrangements as CSV files: in, and out again without loss."""

from partnership.services.tables.agencies import Counted
from partnership.services.tables.loading import (
    FilesThere,
    Loaded,
    export_partnership,
    load_partnership,
)
from partnership.services.tables.rows import BadRow

__all__ = ["BadRow", "Counted", "FilesThere", "Loaded", "export_partnership", "load_partnership"]
