"""Inviting people, and taking up an invitation."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from shield.accounts.access import signed_in
from shield.accounts.models import User
from shield.accounts.permissions import Perm
from shield.core.forms import Form, ModelForm
from shield.core.refusals import Refusal
from shield.core.views import Page
from shield.people import delivery, services
from shield.people.forms import InviteForm, PasswordForm
from shield.people.views.form_page import FormPage

WAITS = "invitation"  # the session's name for the invitation whose link was opened


def mail(request: HttpRequest, invited: services.Invited) -> None:
    """Send the link, after commit, and say how that went."""
    assert invited.invitation is not None
    try:
        delivery.send_invitation(invitation=invited.invitation, token=invited.token)
    except delivery.MailNotSent:
        messages.warning(
            request,
            f"The invitation of {invited.person} is saved, but the email could not be sent. "
            "Send it again in a few minutes.",
        )
        return
    services.mark_sent(invitation=invited.invitation, at=timezone.now())
    messages.success(request, f"An invitation was sent to {invited.person.email}.")


class PersonInvite(FormPage):
    """Invite a person by email, in a role."""

    permission = Perm.MANAGE
    title = "Invite a person"

    def form(self, data: Any = None) -> InviteForm:
        return InviteForm(data, by=signed_in(self.request), today=timezone.localdate())

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        invited = services.invite(
            by=signed_in(self.request), at=timezone.now(), **form.cleaned_data
        )
        if invited.invitation is None:
            messages.success(
                self.request, f"{invited.person} has an account already and was given the role."
            )
        else:
            mail(self.request, invited)
        return redirect(invited.person)


class InvitationAgain(Page):
    """Send an invitation again, or take it back."""

    permission = Perm.MANAGE

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        person = get_object_or_404(User.objects.managed_by(request.user), pk=pk)
        try:
            self.act(request, person)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(person)

    def act(self, request: HttpRequest, person: User) -> None:
        mail(request, services.resend(by=signed_in(request), person=person, at=timezone.now()))


class InvitationWithdraw(InvitationAgain):
    """Take an unanswered invitation back."""

    def act(self, request: HttpRequest, person: User) -> None:
        services.withdraw(by=signed_in(request), person=person, at=timezone.now())
        messages.success(request, f"The invitation of {person} was withdrawn.")


class InvitationAccept(Page):
    """Where the email's link leads: on to an address that shows no token."""

    permission = None
    template = "accounts/invitation_not_valid.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            invitation = services.open_invitation(
                token=request.GET.get("token", ""), at=timezone.now()
            )
        except services.LinkNotValid as refusal:
            return self.page(status=404, refusal=str(refusal))
        request.session[WAITS] = invitation.pk
        return redirect("invitation_password")


class InvitationPassword(FormPage):
    """Choose a first password: for whoever opened the link in this browser."""

    permission = None
    title = "Choose a password"

    def find(self, **path: Any) -> None:
        found = services.waiting(pk=self.request.session.get(WAITS), at=timezone.now())
        if found is None:
            raise Http404
        self.invitation = found

    def form(self, data: Any = None) -> PasswordForm:
        return PasswordForm(data, user=self.invitation.user)

    def context(self) -> dict[str, Any]:
        person = self.invitation.user
        return {
            "caption": person.full_name,
            "intro": f"You will sign in with {person.email} and this password.",
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
