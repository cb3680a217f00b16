"""Which page is this?"""

from conferences.views.conferences import ConferenceDetail
from conferences.views.requests import RequestDetail

__all__ = ["ConferenceDetail", "RequestDetail"]
