"""Which page makes a feed of one's meetings, ends it, and gives it to a calendar?"""

from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from partnership import services
from partnership.forms import FeedForm, Nothing
from partnership.models import Body, FeedToken
from partnership.permissions import Perm
from partnership.views.calendar import CALENDAR_TYPE
from shield.accounts.access import signed_in
from shield.core.form_page import FormPage
from shield.core.often import address_of, is_too_often
from shield.core.views import Page


class FeedList(Page):
    """One's own feeds: whose meetings, since when, and when a calendar last asked."""

    permission = Page.SIGNED_IN
    template = "partnership/feed_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        person = signed_in(request)
        return self.page(
            feeds=FeedToken.objects.of(person).live().select_related("body"),
            may_make=person.access.allows(Perm.OPEN),
        )


class AddressShown(FormPage):
    """The address of a feed is on the answer that makes it, and nowhere after."""

    permission = Perm.OPEN
    step_up = True

    def context(self) -> dict[str, Any]:
        return {"back": reverse("feed_list")}

    def show(self, made: services.MadeFeed) -> HttpResponse:
        self.template = "partnership/feed_made.html"  # type: ignore[misc]
        path = reverse("feed", kwargs={"token": made.token})
        address = f"{settings.BASE_URL}{path}"
        follow = f"webcal://{address.partition('://')[2]}"
        return self.page(feed=made.feed, address=address, follow=follow)


class FeedMake(AddressShown):
    """Another feed, of a body that one reads or of all."""

    title = "Follow your meetings in your own calendar"

    def form(self, data: Any = None) -> FeedForm:
        bodies = Body.objects.visible_to(self.request.user).present(timezone.localdate())
        return FeedForm(data, bodies=bodies.in_order())

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "The feed shows the body, day, time, place and reference of each meeting, and "
            "nothing of what is discussed. It follows what you read: it ends when you leave."
        }

    def save(self, form: Any) -> HttpResponseBase:
        body = form.cleaned_data["body"]
        return self.show(
            services.make_feed(by=signed_in(self.request), body=body, at=timezone.now())
        )


class OfFeed(FormPage):
    """A question about one of one's own feeds."""

    button: ClassVar[str]

    def find(self, **path: Any) -> None:
        rows = FeedToken.objects.of(signed_in(self.request)).live().select_related("body")
        self.feed = get_object_or_404(rows, **path)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit=self.button)


class FeedReplace(AddressShown, OfFeed):
    """The same feed under another address."""

    title = "Replace the address of a feed"
    button = "Replace the address"

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "caption": str(self.feed),
            "intro": "The old address stops working at once. Calendars that follow it must be "
            "given the new one.",
        }

    def save(self, form: Any) -> HttpResponseBase:
        return self.show(
            services.replace_feed(by=signed_in(self.request), feed=self.feed, at=timezone.now())
        )


class FeedEnd(OfFeed):
    """A feed that is no longer needed, or whose address somebody else may know."""

    permission = Page.SIGNED_IN
    title = "End a feed"
    button = "End this feed"

    def context(self) -> dict[str, Any]:
        return {
            "back": reverse("feed_list"),
            "caption": str(self.feed),
            "intro": "Its address stops working at once.",
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.end_feed(by=signed_in(self.request), feed=self.feed, at=timezone.now())
        messages.success(self.request, "The feed was ended.")
        return redirect("feed_list")


class Feed(Page):
    """The meetings of whoever was given the address, for their calendar; else it is not there."""

    permission = None
    # Kept by the calendar that asked, and asked for again each time.
    may_be_cached = True
    # How often in an hour: several devices of one person, and the people of a whole agency.
    a_feed: ClassVar[int] = 60
    an_address: ClassVar[int] = 3000

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        at = timezone.now()
        if is_too_often(
            "address", address_of(request), most=self.an_address, at=at
        ) or is_too_often("feed", token, most=self.a_feed, at=at):
            return self.plain("Too many requests.", status=429, **{"Retry-After": "3600"})
        text = services.read_feed(token=token, at=at)
        if text is None:
            return self.plain("Not found.", status=404)
        etag = f'"{sha256(text.encode()).hexdigest()}"'
        answer = HttpResponse(
            text,
            content_type=CALENDAR_TYPE,
            headers={
                "Cache-Control": "private, no-cache",
                "Content-Disposition": 'inline; filename="meetings.ics"',
                "ETag": etag,
                "Referrer-Policy": "no-referrer",
                "X-Robots-Tag": "noindex",
            },
        )
        return get_conditional_response(request, etag=etag, response=answer) or answer

    def plain(self, words: str, *, status: int, **headers: str) -> HttpResponse:
        """The same short answer for everybody."""
        kept = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", **headers}
        return HttpResponse(
            f"{words}\n", content_type="text/plain; charset=utf-8", status=status, headers=kept
        )
