"""What can happen to the files that we hold? PDFs that we make, and files that people bring."""

from shield.documents.services.bringing import bring, take_off
from shield.documents.services.erasing import erase
from shield.documents.services.pdfs import Appended, request, retry
from shield.documents.services.uploads import FileRefused, bring_back, receive, withdraw

__all__ = [
    "Appended",
    "FileRefused",
    "bring",
    "bring_back",
    "erase",
    "receive",
    "request",
    "retry",
    "take_off",
    "withdraw",
]
