"""Where is it? For each kind of case under the addresses and names of its own app."""

from typing import Any

from django.urls import URLPattern, path

from shield.cases import views
from shield.cases.kind import CaseKind
from shield.core.views import Page


def paths(kind: CaseKind) -> list[URLPattern]:
    """The pages about who sees cases of a kind, to stand in its app's urls."""

    def at(route: str, page: type[Page], name: str, permission: str) -> URLPattern:
        own: Any = type(page.__name__, (page,), {"kind": kind, "permission": permission})
        own.__module__ = page.__module__
        return path(route, own.as_view(), name=kind.url(name))

    enters, breaks, judges = kind.enters, kind.breaks, kind.judges
    one = "<int:pk>/access/"
    return [
        at("open/", views.GlassBreak, "glass_break", breaks),
        at("openings/", views.OpeningList, "opening_list", judges),
        at("openings/<int:pk>/", views.OpeningDetail, "opening_detail", judges),
        at("openings/<int:pk>/end/", views.OpeningEnd, "opening_end", breaks),
        at(one, views.AccessDetail, "access_detail", enters),
        at(f"{one}name/", views.AccessName, "access_name", enters),
        at(f"{one}exclude/", views.AccessExclude, "access_exclude", enters),
        at(f"{one}restrict/", views.AccessRestrict, "access_restrict", enters),
        at(f"{one}lift/", views.AccessLift, "access_lift", enters),
        at(f"{one}grants/<int:row>/end/", views.GrantEnd, "access_grant_end", enters),
        at(f"{one}exclusions/<int:row>/end/", views.ExclusionEnd, "access_exclusion_end", enters),
    ]
