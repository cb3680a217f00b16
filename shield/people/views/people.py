"""The people that an administrator keeps, and one's own profile."""

from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts.access import roles, signed_in, visible
from shield.accounts.models import Agency, Membership, User
from shield.accounts.permissions import Perm
from shield.core.form_page import FormPage
from shield.core.forms import Form, ModelForm, Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page
from shield.people import services
from shield.people.forms import AT_ONCE, EndForm, Nothing, PersonForm, RoleForm


def memberships_for(user: Any) -> QuerySet[Membership]:
    """The memberships that a person keeps."""
    rows = Membership.objects.select_related("user", "agency")
    return visible(rows, user, Perm.MANAGE)


def state(membership: Membership) -> str:
    today = timezone.localdate()
    if membership.last_day is not None and membership.last_day < today:
        return "Left"
    if not membership.user.is_active:
        return "Invitation withdrawn"
    if not membership.user.has_usable_password():
        return "Invited"
    return "Current" if membership.first_day <= today else "Starts later"


def until(membership: Membership) -> date | datetime | None:
    """The last day; the moment of one that was ended at once, whose last day came before that."""
    moment, last = membership.ended_at, membership.last_day
    return moment if moment is not None and last == membership.ends_on else last


COLOURS = {"Current": "green", "Invited": "blue", "Starts later": "blue"}


class MembershipFilters(Filters):
    """People by agency, role, state, and part of their name or email address."""

    who = django_filters.CharFilter(method="named", label="Name or email address")
    agency = django_filters.ModelChoiceFilter(
        queryset=lambda request: Agency.objects.managed_by(request.user).by_name(),
        label="Agency",
        widget=Select,
        empty_label="All agencies",
    )
    role = django_filters.ChoiceFilter(
        choices=lambda: [(role.id, role.name) for role in roles().values()],
        label="Role",
        widget=Select,
        empty_label="All roles",
    )
    state = django_filters.ChoiceFilter(
        choices=[("current", "Current"), ("left", "Left")],
        method="in_state",
        label="State",
        widget=Select,
        empty_label="Current and left",
    )

    def named(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        return rows.filter(Q(user__full_name__icontains=value) | Q(user__email__icontains=value))

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        return rows.current_or_later(today) if value == "current" else rows.ended(today)


class PeopleList(ListPage):
    """Who works where as what: a row for each role held."""

    permission = Perm.MANAGE
    template = "accounts/people_list.html"
    caption = "People"
    order = ("user__full_name", "agency__name")
    csv_name = "people"
    filterset_class = MembershipFilters
    columns = (
        Column(
            "name",
            "Name",
            order_by="user__full_name",
            value=lambda row: row.user.full_name,
            link=lambda row: f"{reverse('people_list')}{row.user_id}/",
        ),
        Column("email", "Email address", order_by="user__email", value=lambda row: row.user.email),
        Column("agency", "Agency", order_by="agency__name", value=lambda row: row.agency.name),
        Column(
            "role",
            "Role",
            order_by="role",
            value=lambda row: row.role_held.name if row.role_held else row.role,
        ),
        Column("starts_on", "From", order_by="starts_on"),
        Column("ends_on", "To", order_by="ends_on", value=until),
        Column("state", "State", value=state, tag=lambda row: COLOURS.get(state(row), "grey")),
    )

    def rows(self) -> QuerySet[Membership]:
        return memberships_for(self.request.user)

    def extra(self) -> dict[str, Any]:
        return {"keeps_agencies": self.request.user.has_perm(Perm.MANAGE_ALL)}


class PersonDetail(FormPage):
    """One person: name, job title, telephone number; roles, with what may be done about them."""

    permission = Perm.MANAGE
    template = "accounts/person_detail.html"
    title = "Name and job"

    def find(self, **path: Any) -> None:
        self.person = get_object_or_404(User.objects.managed_by(self.request.user), **path)

    def form(self, data: Any = None) -> PersonForm:
        names = ("full_name", "post", "phone")
        return PersonForm(data, initial={name: getattr(self.person, name) for name in names})

    def context(self) -> dict[str, Any]:
        access, today = signed_in(self.request).access, timezone.localdate()
        held = memberships_for(self.request.user).filter(user=self.person)
        held = held.order_by("-starts_on", "-pk")
        whole = access.allows(Perm.MANAGE_ALL)
        present = [one for one in held if one.last_day is None or one.last_day >= today]
        return {
            "person": self.person,
            "memberships": [(one, state(one), until(one)) for one in held],
            "may_end": {
                one.pk
                for one in present
                if (whole or (one.role_held and one.role_held.scope == "agency"))
                and self.person.pk != self.request.user.pk
            },
            "may_edit": services.has_charge(signed_in(self.request), self.person, today),
            "waits": not self.person.has_usable_password(),
            "may_preview": User.objects.previewed_by(self.request.user)
            .filter(pk=self.person.pk)
            .exists(),
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.edit_person(
            by=signed_in(self.request), person=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, "Saved.")
        return redirect(self.person)


class MembershipAdd(FormPage):
    """Give a person another role."""

    permission = Perm.MANAGE
    step_up = True
    title = "Give a role"
    fields: ClassVar = {services.AlreadyHeld: "role"}

    def find(self, **path: Any) -> None:
        self.person = get_object_or_404(User.objects.managed_by(self.request.user), **path)

    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data, by=signed_in(self.request), today=timezone.localdate())

    def context(self) -> dict[str, Any]:
        return {"caption": self.person.full_name, "back": self.person.get_absolute_url()}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.give_role(
            by=signed_in(self.request), person=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, f"{self.person} was given the role.")
        return redirect(self.person)


class MembershipEnd(FormPage):
    """Ask when a role ends, then end it."""

    permission = Perm.MANAGE
    step_up = True
    title = "End this role"
    fields: ClassVar = {services.EndsBeforeItStarts: "ends_on", services.AlreadyEnded: "when"}

    def find(self, **path: Any) -> None:
        self.membership = get_object_or_404(memberships_for(self.request.user), **path)

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def context(self) -> dict[str, Any]:
        role, person = self.membership.role_held, self.membership.user
        name = role.name if role else self.membership.role
        return {
            "caption": person.full_name,
            "intro": f"{name} in {self.membership.agency}. Whatever only this role opens is "
            f"closed to {person} as soon as it has ended.",
            "back": person.get_absolute_url(),
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        at_once = form.cleaned_data["when"] == AT_ONCE
        last: date | None = None if at_once else form.cleaned_data["ends_on"]
        services.end_membership(
            by=signed_in(self.request), membership=self.membership, ends_on=last, at=timezone.now()
        )
        messages.success(self.request, "The role was ended." if at_once else "The role will end.")
        return redirect(self.membership.user)


class PersonFactorsReset(FormPage):
    """Let somebody who lost their second factor set up anew."""

    permission = Perm.MANAGE
    step_up = True
    title = "Reset the sign-in"

    def find(self, **path: Any) -> None:
        self.person = get_object_or_404(User.objects.managed_by(self.request.user), **path)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit=self.title)

    def context(self) -> dict[str, Any]:
        return {
            "caption": self.person.full_name,
            "back": self.person.get_absolute_url(),
            "intro": "Their authenticator app, passkeys and recovery codes are removed, and they "
            "are signed out everywhere and told by email. Make sure that it is they who ask: call "
            "them on a number that you know.",
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.reset(by=signed_in(self.request), person=self.person, at=timezone.now())
        messages.success(self.request, f"The sign-in of {self.person} was reset.")
        return redirect(self.person)


class PersonSignOut(PersonFactorsReset):
    """End the sessions of somebody whose device was lost."""

    title = "Sign out everywhere"

    def context(self) -> dict[str, Any]:
        return {
            "caption": self.person.full_name,
            "back": self.person.get_absolute_url(),
            "intro": "Every device on which they are signed in is signed out at once.",
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.end_sessions(by=signed_in(self.request), person=self.person, at=timezone.now())
        messages.success(self.request, f"{self.person} was signed out everywhere.")
        return redirect(self.person)


class Profile(Page):
    """Who I am here, what I hold, what I may see."""

    permission = Page.SIGNED_IN
    template = "accounts/profile.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        held = Membership.objects.current(timezone.localdate()).filter(user=request.user.pk)
        return self.page(
            person=request.user,
            memberships=held.select_related("agency").order_by("agency__name", "role"),
            offers=services.offered_to(signed_in(request), timezone.now()),
        )
