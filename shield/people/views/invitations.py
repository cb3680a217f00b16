"""Inviting people, and taking up an invitation."""

from typing import Any, ClassVar

import django_filters
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts.access import signed_in, visible
from shield.accounts.models import Invitation
from shield.accounts.permissions import Perm
from shield.core.form_page import FormPage
from shield.core.forms import Form, ModelForm, Select
from shield.core.lists import Column, Filters
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.people import delivery, identities, services
from shield.people.forms import ACCEPT, InviteForm, OfferForm, PasswordForm


def limited(request: HttpRequest) -> bool:
    """Whether this person, or this address, has sent more invitations than anybody needs to."""
    return not ratelimit.consume(request, action="invitation")


def mail(request: HttpRequest, invited: services.Invited) -> None:
    """Send the link, after commit, and say how that went."""
    assert invited.invitation is not None
    try:
        delivery.send_invitation(invitation=invited.invitation, token=invited.token)
    except delivery.MailNotSent:
        messages.warning(
            request,
            f"The invitation of {invited.invitation.full_name} is saved, but the email could not "
            "be sent. Send it again in a few minutes.",
        )
        return
    services.mark_sent(invitation=invited.invitation, at=timezone.now())
    messages.success(
        request,
        f"An invitation was sent to {invited.person.email}. They hold the role once they accept.",
    )


def invitations_for(user: Any) -> QuerySet[Invitation]:
    """The invitations to the agencies that a person keeps."""
    rows = Invitation.objects.select_related("user", "agency", "invited_by")
    return visible(rows, user, Perm.MANAGE)


def state(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "Accepted"
    if invitation.declined_at:
        return "Declined"
    if invitation.withdrawn_at:
        return "Withdrawn"
    if invitation.expires_at <= timezone.now():
        return "Not answered in time"
    return "Waits for an answer" if invitation.sent_at else "Email not sent"


COLOURS = {"Accepted": "green", "Waits for an answer": "blue", "Email not sent": "red"}


class InvitationFilters(Filters):
    """Invitations by whether they were answered, and part of a name or an email address."""

    who = django_filters.CharFilter(method="named", label="Name or email address")
    state = django_filters.ChoiceFilter(
        choices=[("unanswered", "Not answered"), ("accepted", "Accepted")],
        method="in_state",
        label="State",
        widget=Select,
        empty_label="All invitations",
    )

    def named(self, rows: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        return rows.filter(Q(full_name__icontains=value) | Q(user__email__icontains=value))

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.unanswered() if value == "unanswered" else rows.exclude(accepted_at=None)


class InvitationList(ListPage):
    """Whom this agency invited, in the words of whoever did: not whether they had an account."""

    permission = Perm.MANAGE
    template = "accounts/invitation_list.html"
    caption = "Invitations"
    order = ("-invited_at", "-pk")
    csv_name = "invitations"
    nothing_yet = "Nobody was invited yet."
    filterset_class = InvitationFilters
    columns = (
        Column("name", "Name", order_by="full_name", value=lambda row: row.full_name or "Not given",
               link=lambda row: f"{reverse('invitation_list')}{row.pk}/"),
        Column("email", "Email address", order_by="user__email", value=lambda row: row.user.email),
        Column("agency", "Agency", order_by="agency__name"),
        Column(
            "role",
            "Role",
            order_by="role",
            value=lambda row: row.role_held.name if row.role_held else row.role,
        ),
        Column("invited_at", "Invited", order_by="invited_at"),
        Column("state", "State", value=state, tag=lambda row: COLOURS.get(state(row), "grey")),
    )  # fmt: skip

    def rows(self) -> QuerySet[Invitation]:
        return invitations_for(self.request.user)


class InvitationDetail(Page):
    """One invitation: what became of it, and what may be done about it."""

    permission = Perm.MANAGE
    template = "accounts/invitation_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(invitations_for(request.user), pk=pk)
        answers = (invitation.accepted_at, invitation.declined_at)
        return self.page(
            invitation=invitation,
            state=state(invitation),
            may_resend=not any(answers),
            may_withdraw=not any((*answers, invitation.withdrawn_at)),
        )


class PersonInvite(FormPage):
    """Invite a person by email, in a role."""

    permission = Perm.MANAGE
    step_up = True
    title = "Invite a person"
    fields: ClassVar = {services.AlreadyHeld: "role", services.NotYourOwn: "email"}

    def form(self, data: Any = None) -> InviteForm:
        return InviteForm(data, by=signed_in(self.request), today=timezone.localdate())

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        if limited(self.request):
            raise Refusal("You have sent many invitations. Wait an hour and try again.")
        invited = services.invite(
            by=signed_in(self.request), at=timezone.now(), **form.cleaned_data
        )
        if invited.invitation is None:
            messages.success(
                self.request, f"{invited.person} has an account already and was given the role."
            )
            return redirect(invited.person)
        mail(self.request, invited)
        return redirect("invitation_list")


class InvitationAgain(Page):
    """Send an invitation again, or take it back."""

    permission = Perm.MANAGE
    step_up = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        invitation = get_object_or_404(invitations_for(request.user), pk=pk)
        try:
            invitation = self.act(request, invitation)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(invitation)

    def act(self, request: HttpRequest, invitation: Invitation) -> Invitation:
        """Do it; gives the invitation to look at then."""
        if limited(request):
            raise Refusal("You have sent many invitations. Wait an hour and try again.")
        by, at = signed_in(request), timezone.now()
        invited = services.resend(by=by, invitation=invitation, at=at)
        mail(request, invited)
        return invited.invitation or invitation


class InvitationWithdraw(InvitationAgain):
    """Take an unanswered invitation back."""

    def act(self, request: HttpRequest, invitation: Invitation) -> Invitation:
        services.withdraw(by=signed_in(request), invitation=invitation, at=timezone.now())
        messages.success(request, f"The invitation of {invitation.full_name} was withdrawn.")
        return invitation


class OfferAnswer(FormPage):
    """Accept or decline a role that one was offered."""

    permission = FormPage.SIGNED_IN
    step_up = True
    before_any_role = True
    title = "Answer an invitation"

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        return self.answered(200, **path) or super().get(request, **path)

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        return self.answered(409, **path) or super().post(request, **path)

    def answered(self, status: int, **path: Any) -> HttpResponse | None:
        """What one gets who has answered it before; None for whoever has not."""
        offer = services.answered_by(signed_in(self.request)).filter(**path).first()
        if offer is None:
            return None
        self.template = "accounts/offer_answered.html"  # type: ignore[misc]
        return self.page(status=status, offer=offer)

    def find(self, **path: Any) -> None:
        offers = services.offered_to(signed_in(self.request), timezone.now())
        self.offer = get_object_or_404(offers, **path)

    def form(self, data: Any = None) -> OfferForm:
        return OfferForm(data)

    def context(self) -> dict[str, Any]:
        role = self.offer.role_held
        name = role.name if role else self.offer.role
        return {
            "caption": f"{name}, {self.offer.agency}",
            "intro": role.prose if role else "This role has been abolished and opens nothing.",
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        accepts = form.cleaned_data["answer"] == ACCEPT
        answer = services.accept_role if accepts else services.decline_role
        answer(by=signed_in(self.request), invitation=self.offer, at=timezone.now())
        said = "You hold the role now." if accepts else "You declined the role."
        messages.success(self.request, said)
        return redirect("profile")


class InvitationAccept(Page):
    """Where the email's link leads: on to an address that shows no token.

    Whoever has an account signs in and answers there, or reads that they did; the others choose a
    first password.
    """

    permission = None
    template = "accounts/invitation_not_valid.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        token = request.GET.get("token", "")
        try:
            invitation = services.open_invitation(token=token, at=timezone.now())
        except services.LinkNotValid as refusal:
            before = services.answered_with(token=token)
            if before is not None:
                return redirect("offer_answer", pk=before.pk)
            return self.page(status=404, refusal=str(refusal))
        if invitation.user.has_usable_password():
            return redirect("offer_answer", pk=invitation.pk)
        request.session[identities.WAITS] = invitation.pk
        return redirect("invitation_password")


class InvitationPassword(FormPage):
    """Choose a first password: for whoever opened the link in this browser."""

    permission = None
    template = "accounts/invitation_password.html"
    title = "Choose a password"

    def find(self, **path: Any) -> None:
        found = services.waiting(pk=self.request.session.get(identities.WAITS), at=timezone.now())
        if found is None:
            raise Http404
        self.invitation = found

    def form(self, data: Any = None) -> PasswordForm:
        return PasswordForm(data, user=self.invitation.user)

    def context(self) -> dict[str, Any]:
        person, role = self.invitation.user, self.invitation.role_held
        what = ""
        if role and self.invitation.agency:
            what = f"You are invited to {self.invitation.agency} as {role.name.lower()}. "
            what += f"{role.prose} "
        return {
            "caption": self.invitation.full_name or person.full_name,
            "intro": f"{what}You will sign in with {person.email} and this password.",
            "providers": [
                one
                for one in settings.SHIELD_IDENTITY_PROVIDERS
                if services.is_invited_by(
                    invitation=self.invitation, agency=one.agency, at=timezone.now()
                )
            ],
        }

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        limited = ratelimit.consume_or_429(request, action="reset_password_from_key")
        return limited or super().post(request, **path)

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.accept(
            invitation=self.invitation,
            password=form.cleaned_data["password"],
            at=timezone.now(),
        )
        logout(self.request)  # nobody else stays signed in here, and the session starts afresh
        messages.success(self.request, "Your password is saved. Sign in with it now.")
        return redirect("account_login")
