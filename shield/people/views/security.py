"""One's own security: second factors, recovery codes, where one is signed in."""

from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as passkeys
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from qrcode.image.svg import SvgPathFillImage

from shield.accounts.access import signed_in
from shield.core import ciphers, step_up
from shield.core.form_page import FormPage
from shield.core.forms import Form, ModelForm
from shield.core.keys import KEYS
from shield.core.views import Page
from shield.people import identities, services
from shield.people.forms import AppCode, Nothing, Passkey, PasskeyName
from shield.people.middleware import needs_second_factor
from shield.people.sessions import HELD_BACK

PENDING = "security.app"  # the session's name for the key being set up, which lies sealed there
TYPES = Authenticator.Type


class OwnPage(Page):
    """A page about one's own security: open to whoever has to set up first."""

    permission = Page.SIGNED_IN
    before_second_factor = True

    def asks_step_up(self) -> bool:
        """With a factor in place another is added, and any taken away, only after it was used.

        The first one is set up by whoever signed in, since there is nothing to prove it by.
        """
        return self.step_up and (
            step_up.has_factor(self.request.user) or not needs_second_factor(self.request.user)
        )


class Security(OwnPage):
    """What protects this account, and where it is signed in."""

    before_second_factor = False
    template = "accounts/security.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        person, at = signed_in(request), timezone.now()
        factors = services.factors_of(person)
        return self.page(
            factors=[(one, one.type == TYPES.TOTP) for one in factors],
            has_app=any(one.type == TYPES.TOTP for one in factors),
            codes_left=services.codes_left(person),
            may_remove=len(factors) > 1
            or not (settings.SHIELD_SECOND_FACTOR and needs_second_factor(person)),
            sessions=services.sessions_of(person, at),
            this_one=request.session.session_key,
            identities=[
                (one, found.name if (found := identities.provider_of(one.provider)) else "Ended")
                for one in services.identities_of(person)
            ],
            providers=settings.SHIELD_IDENTITY_PROVIDERS,
            keys=[(ring, held) for ring in KEYS.values() if (held := ring.of(person))],
        )


class SecurityStart(OwnPage):
    """The second factor is needed and there is none yet: what it is, and which way to choose."""

    template = "accounts/security_start.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()


class CodesShown(OwnPage):
    """Recovery codes are on the answer that makes them, and nowhere after."""

    codes_template = "accounts/recovery_codes.html"

    def show(self, codes: tuple[str, ...], done: str) -> HttpResponse:
        self.template = self.codes_template  # type: ignore[misc]
        onward = self.request.session.pop(HELD_BACK, None) or reverse("home")
        text = "\r\n".join([f"{settings.PORTAL_NAME}: recovery codes", "", *codes, ""])
        return self.page(codes=codes, text=text, done=done, onward=onward)

    def added(self, added: services.Added, done: str) -> HttpResponseBase:
        """What follows on a new factor: it was just used."""
        record_authentication(
            self.request, self.request.user, "mfa", id=added.factor.pk, type=added.factor.type
        )
        if added.codes:
            return self.show(added.codes, done)
        messages.success(self.request, done)
        return redirect(self.request.session.pop(HELD_BACK, None) or "security")


class FactorApp(CodesShown, FormPage):
    """Set up an authenticator app: scan the picture or type the key, then the code it shows."""

    step_up = True
    template = "accounts/factor_app.html"
    title = "Set up an authenticator app"
    fields: ClassVar = {services.WrongCode: "code"}
    # Whether this is for people who have one, and where the others belong.
    has_app: ClassVar[bool] = False
    otherwise: ClassVar[str] = "security"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method in ("GET", "HEAD", "POST"):
            held = services.factors_of(request.user).filter(type=TYPES.TOTP)
            if held.exists() != self.has_app:
                return redirect(self.otherwise)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **path: Any) -> None:
        sealed = self.request.session.get(PENDING)
        if sealed is None or self.request.method == "GET":
            sealed = ciphers.seal(generate_totp_secret())
            self.request.session[PENDING] = sealed
        self.secret = ciphers.unseal(sealed)

    def form(self, data: Any = None) -> AppCode:
        return AppCode(data)

    def context(self) -> dict[str, Any]:
        parts = [self.secret[at : at + 4] for at in range(0, len(self.secret), 4)]
        return {"key": " ".join(parts), "back": reverse("security")}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        added = services.add_app(
            by=signed_in(self.request),
            secret=self.secret,
            code=form.cleaned_data["code"],
            at=timezone.now(),
        )
        del self.request.session[PENDING]
        return self.added(added, "Your authenticator app is set up.")


class FactorAppReplace(FactorApp):
    """Put another app in place of the one that is set up, such as after a telephone was lost."""

    before_second_factor = False
    title = "Replace your authenticator app"
    has_app = True
    otherwise = "factor_app"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "replaces": True}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        new = services.replace_app(
            by=signed_in(self.request),
            secret=self.secret,
            code=form.cleaned_data["code"],
            at=timezone.now(),
        )
        del self.request.session[PENDING]
        return self.added(
            services.Added(new),
            "Your authenticator app was replaced. The old one no longer works. If your phone was "
            "lost or stolen, sign out your other devices as well.",
        )


class FactorAppPicture(OwnPage):
    """The key of the app that is being set up, as a picture to scan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sealed = request.session.get(PENDING)
        if sealed is None:
            raise Http404
        address = get_adapter().build_totp_url(request.user, ciphers.unseal(sealed))
        drawn = BytesIO()
        qrcode.make(address, image_factory=SvgPathFillImage).save(drawn)
        return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


class FactorPasskey(CodesShown, FormPage):
    """Add a passkey; the browser does the work, so this needs scripts."""

    step_up = True
    template = "accounts/factor_passkey.html"
    title = "Add a passkey"

    def form(self, data: Any = None) -> Passkey:
        return Passkey(data)

    def context(self) -> dict[str, Any]:
        options = passkeys.begin_registration(self.request.user, False)
        return {"options": options, "back": reverse("security")}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        credential = form.cleaned_data["credential"]
        try:
            passkeys.parse_registration_response(credential)
            passkeys.complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError):
            form.add_error(None, "Your device did not answer as expected. Try again.")
            return self.draw(form)
        added = services.add_passkey(
            by=signed_in(self.request),
            name=form.cleaned_data["name"],
            credential=credential,
            at=timezone.now(),
        )
        return self.added(added, "Your passkey was added.")


class FactorRename(OwnPage, FormPage):
    """Call a passkey something else."""

    before_second_factor = False
    title = "Rename a passkey"

    def find(self, **path: Any) -> None:
        factors = services.factors_of(signed_in(self.request)).filter(type=TYPES.WEBAUTHN)
        self.factor = get_object_or_404(factors, **path)

    def form(self, data: Any = None) -> PasskeyName:
        return PasskeyName(data, initial={"name": str(self.factor)})

    def context(self) -> dict[str, Any]:
        return {"back": reverse("security")}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.rename(
            by=signed_in(self.request),
            factor=self.factor,
            name=form.cleaned_data["name"],
            at=timezone.now(),
        )
        return redirect("security")


class FactorRemove(OwnPage, FormPage):
    """Ask, then take one of one's own factors away."""

    before_second_factor = False
    step_up = True

    def find(self, **path: Any) -> None:
        self.factor = get_object_or_404(services.factors_of(signed_in(self.request)), **path)
        is_app = self.factor.type == TYPES.TOTP
        self.title = (  # type: ignore[misc]
            "Remove your authenticator app?" if is_app else f"Remove the passkey “{self.factor}”?"
        )

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Remove")

    def context(self) -> dict[str, Any]:
        return {
            "back": reverse("security"),
            "intro": "It can then no longer be used to confirm that it is you.",
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        person = signed_in(self.request)
        services.remove(
            by=person,
            factor=self.factor,
            needed=settings.SHIELD_SECOND_FACTOR and needs_second_factor(person),
            at=timezone.now(),
        )
        messages.success(self.request, "It was removed.")
        return redirect("security")


class RecoveryCodes(CodesShown, FormPage):
    """Make new recovery codes; they are shown this once."""

    before_second_factor = False
    step_up = True
    title = "Make new recovery codes"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Make new codes")

    def context(self) -> dict[str, Any]:
        return {
            "back": reverse("security"),
            "intro": "The codes that you have kept so far stop working, used or not.",
        }

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        codes = services.new_codes(by=signed_in(self.request), at=timezone.now())
        return self.show(codes, "You have new recovery codes.")


class SignOutElsewhere(OwnPage):
    """End one's sessions on the other devices, or on all."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        everywhere = request.POST.get("everywhere") == "yes"
        keep = None if everywhere else request.session.session_key
        services.sign_out_elsewhere(by=signed_in(request), keep=keep, at=timezone.now())
        if everywhere:
            logout(request)
            return redirect("account_login")
        messages.success(request, "Your other devices were signed out.")
        return redirect("security")
