"""What every page shares: who may open it, what may keep it, what it is drawn with."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from shield.core import csv, errors, frame, lists, step_up, xlsx

# In an address: show the questions by which the list is filtered. They cost more than the list.
OPEN = "filter"


class Page(View):
    """A page for signed-in people who hold `permission` somewhere; a class a page.

    Without it the answer is 404, the same as for a page that is not there. `PUBLIC` pages set
    `permission = None` and must be named in `shield.public.PAGES`; `SIGNED_IN` asks for no more
    than an account. Which records the person may see is the queryset's business (`visible_to`).
    """

    SIGNED_IN: ClassVar[str] = frame.SIGNED_IN
    permission: ClassVar[str | None]
    template: ClassVar[str]
    # Pages of the signed-in portal are never kept by browsers or proxies.
    may_be_cached: ClassVar[bool] = False
    # Whether the person must have proved in the last minutes that it is they (`core/step_up.py`).
    step_up: ClassVar[bool] = False
    # Whether it answers with a file to be saved, after which a browser stays where it was.
    is_file: ClassVar[bool] = False
    # Open to somebody who has yet to set up or to prove the second factor that they need.
    before_second_factor: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission is not None:
            if not request.user.is_authenticated:
                return self.sign_in_first(request)
            if self.permission != self.SIGNED_IN and not request.user.has_perm(self.permission):
                raise Http404
            if self.asks_step_up() and not step_up.is_recent(request):
                return step_up.ask(request)
        try:
            response = super().dispatch(request, *args, **kwargs)
        except step_up.NotProvedLately:
            response = step_up.ask(request)
        if not self.may_be_cached:
            response["Cache-Control"] = "no-store"
        return response

    def asks_step_up(self) -> bool:
        """Whether this request is for something that asks for a fresh proof."""
        return self.step_up

    @classmethod
    def answers_with_a_file(cls, asked: QueryDict) -> bool:
        """Whether what is asked for, by the query of its address, is saved and not shown."""
        return cls.is_file

    def sign_in_first(self, request: HttpRequest) -> HttpResponseBase:
        """What an anonymous request gets: sign in, then come back here; nothing typed is lost."""
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        return errors.signed_out(request)

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw `template`."""
        return render(self.request, self.template, context, status=status)


class ListPage(Page):
    """A list: filtered, sorted, 25 a page; as CSV by `?format=csv`, as Excel by `?format=xlsx`.

    Subclasses give `rows()` (already limited to what the person may see), `columns` and `caption`;
    one query a page however many rows there are.
    """

    template: ClassVar[str] = "layouts/list.html"
    columns: ClassVar[tuple[lists.Column, ...]]
    caption: ClassVar[str]
    # Order when the person has asked for none.
    order: ClassVar[tuple[str, ...]] = ()
    filterset_class: ClassVar[type[lists.Filters] | None] = None
    nothing_yet: ClassVar[str] = "There is nothing here yet."
    nothing_matches: ClassVar[str] = "Nothing matches these filters."
    csv_name: ClassVar[str] = "list"
    # Whether it is offered as an Excel file too.
    as_xlsx: ClassVar[bool] = False
    # What only the files hold, after the columns of the page.
    more_columns: ClassVar[tuple[lists.Column, ...]] = ()

    def asks_step_up(self) -> bool:
        """Taking a list away asks for a fresh proof, reading it does not."""
        return self.step_up or self.takes_away() != ""

    def takes_away(self) -> str:
        """`csv` or `xlsx` where the list is asked for as a file."""
        return self.format_in(self.request.GET)

    @classmethod
    def format_in(cls, asked: QueryDict) -> str:
        kind = asked.get("format", "")
        return kind if kind == "csv" or (kind == "xlsx" and cls.as_xlsx) else ""

    @classmethod
    def answers_with_a_file(cls, asked: QueryDict) -> bool:
        return cls.format_in(asked) != ""

    def rows(self) -> QuerySet[Any]:
        """What the person may see; with `select_related` for what the columns show."""
        raise TypeError(f"{type(self).__name__} says nothing of its rows")

    def extra(self) -> dict[str, Any]:
        """More for the template."""
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows, filters = self.rows(), None
        asked = self.filterset_class and lists.asks(request.GET, self.filterset_class.base_filters)
        if self.filterset_class is not None and (asked or OPEN in request.GET):
            filters = self.filterset_class(data=request.GET, queryset=rows, request=request)
            rows = filters.qs
        elif self.filterset_class is not None:
            rows = self.filterset_class.unasked(rows)
        rows = lists.ordered(rows, request.GET, self.columns, self.order)
        if kind := self.takes_away():
            if not self.may_take_away():
                raise Http404
            return self.file(rows, kind)
        return self.page(listing=self.listing(rows, filters), **self.extra())

    def may_take_away(self) -> bool:
        """Whether the list is offered as CSV to this person."""
        return True

    def file(self, rows: QuerySet[Any], kind: str) -> HttpResponseBase:
        """All of the filtered rows, in the order shown."""
        columns = [column for column in (*self.columns, *self.more_columns) if column.in_csv]
        values = ([column.of(row) for column in columns] for row in rows.iterator(chunk_size=500))
        respond = xlsx.response if kind == "xlsx" else csv.response
        return respond(self.csv_name, [column.heading for column in columns], values)

    def listing(self, rows: QuerySet[Any], filters: Any) -> lists.Listing:
        """The page of the list that was asked for."""
        query, found = self.request.GET, lists.take(rows, self.request.GET)
        filtering = filters is not None and lists.asks(query, filters.base_filters)
        return lists.Listing(
            caption=self.caption,
            headings=lists.headings(query, self.columns),
            rows=[lists.cells(row, self.columns) for row in found.rows],
            records=found.rows,
            filters=filters,
            filtering=filtering,
            nothing=self.nothing_matches if filtering else self.nothing_yet,
            total=lists.total_words(found),
            pages=lists.pagination(found, query),
            links={
                "csv": lists.with_query(query, format="csv", page="")
                if self.may_take_away()
                else "",
                "xlsx": lists.with_query(query, format="xlsx", page="")
                if self.as_xlsx and self.may_take_away()
                else "",
                "all": self.request.path,
                "filter": lists.with_query(query, **{OPEN: "open"}, page="")
                if self.filterset_class is not None and filters is None
                else "",
            },
        )
