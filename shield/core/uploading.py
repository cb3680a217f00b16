"""Stops a file that is too large while it arrives: it is neither kept in memory nor on disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class TooLargeIsDropped(FileUploadHandler):
    """The first of the handlers: lets no more through than SHIELD_UPLOAD_MB a file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.left = settings.SHIELD_UPLOAD_MB * 1024 * 1024

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self.request.META["shield.too_large"] = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped."""
    _ = request.FILES  # read now, if nobody has yet
    return bool(request.META.get("shield.too_large"))
