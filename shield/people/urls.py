"""Where is it? Signing in, people and agencies, under `accounts/`."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as factors
from django.urls import path, re_path

from shield.people.views.agencies import AgencyAdd, AgencyEdit, AgencyList
from shield.people.views.confirm import Confirm, KeepAlive
from shield.people.views.identities import (
    IdentityCallback,
    IdentityConnect,
    IdentityRemove,
    IdentityStart,
    InvitationIdentity,
)
from shield.people.views.invitations import (
    InvitationAccept,
    InvitationAgain,
    InvitationDetail,
    InvitationList,
    InvitationPassword,
    InvitationWithdraw,
    OfferAnswer,
    PersonInvite,
)
from shield.people.views.people import (
    MembershipAdd,
    MembershipEnd,
    PeopleList,
    PersonDetail,
    PersonFactorsReset,
    PersonSignOut,
    Profile,
)
from shield.people.views.previews import PersonPreview, PreviewList
from shield.people.views.security import (
    FactorApp,
    FactorAppPicture,
    FactorAppReplace,
    FactorPasskey,
    FactorRemove,
    FactorRename,
    RecoveryCodes,
    Security,
    SecurityStart,
    SignOutElsewhere,
)

# Of allauth only the pages that the portal has: no email addresses to add, no codes by mail.
SIGN_IN = [
    path("login/", sign_in.login, name="account_login"),
    path("login/code/", factors.authenticate, name="mfa_authenticate"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("signup/", sign_in.signup, name="account_signup"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

SECURITY = [
    path("confirm/", Confirm.as_view(), name="confirm"),
    path("keep-alive/", KeepAlive.as_view(), name="keep_alive"),
    path("security/", Security.as_view(), name="security"),
    path("security/start/", SecurityStart.as_view(), name="security_start"),
    path("security/app/", FactorApp.as_view(), name="factor_app"),
    path("security/app/picture.svg", FactorAppPicture.as_view(), name="factor_app_picture"),
    path("security/app/replace/", FactorAppReplace.as_view(), name="factor_app_replace"),
    path("security/passkey/", FactorPasskey.as_view(), name="factor_passkey"),
    path("security/<int:pk>/name/", FactorRename.as_view(), name="factor_rename"),
    path("security/<int:pk>/remove/", FactorRemove.as_view(), name="factor_remove"),
    path("security/codes/", RecoveryCodes.as_view(), name="recovery_codes"),
    path("security/sign-out/", SignOutElsewhere.as_view(), name="sign_out_elsewhere"),
    path("identity/<slug:provider_id>/", IdentityStart.as_view(), name="identity_start"),
    path(
        "identity/<slug:provider_id>/callback/",
        IdentityCallback.as_view(),
        name="identity_callback",
    ),
    path(
        "identity/<slug:provider_id>/connect/", IdentityConnect.as_view(), name="identity_connect"
    ),
    path(
        "identity/<slug:provider_id>/invitation/",
        InvitationIdentity.as_view(),
        name="invitation_identity",
    ),
    path("security/identity/<int:pk>/remove/", IdentityRemove.as_view(), name="identity_remove"),
]

urlpatterns = [
    *SIGN_IN,
    *SECURITY,
    path("profile/", Profile.as_view(), name="profile"),
    path("people/", PeopleList.as_view(), name="people_list"),
    path("people/invite/", PersonInvite.as_view(), name="person_invite"),
    path("people/<int:pk>/", PersonDetail.as_view(), name="person_detail"),
    path("people/<int:pk>/preview/", PersonPreview.as_view(), name="person_preview"),
    path("preview/", PreviewList.as_view(), name="preview_list"),
    path("people/<int:pk>/role/", MembershipAdd.as_view(), name="membership_add"),
    path(
        "people/<int:pk>/security/reset/",
        PersonFactorsReset.as_view(),
        name="person_factors_reset",
    ),
    path("people/<int:pk>/security/sign-out/", PersonSignOut.as_view(), name="person_sign_out"),
    path("roles/<int:pk>/end/", MembershipEnd.as_view(), name="membership_end"),
    path("invitations/", InvitationList.as_view(), name="invitation_list"),
    path("invitations/<int:pk>/", InvitationDetail.as_view(), name="invitation_detail"),
    path("invitations/<int:pk>/again/", InvitationAgain.as_view(), name="invitation_resend"),
    path(
        "invitations/<int:pk>/withdraw/", InvitationWithdraw.as_view(), name="invitation_withdraw"
    ),
    path("offers/<int:pk>/", OfferAnswer.as_view(), name="offer_answer"),
    path("invitation/", InvitationAccept.as_view(), name="invitation_accept"),
    path("invitation/password/", InvitationPassword.as_view(), name="invitation_password"),
    path("agencies/", AgencyList.as_view(), name="agency_list"),
    path("agencies/add/", AgencyAdd.as_view(), name="agency_add"),
    path("agencies/<int:pk>/", AgencyEdit.as_view(), name="agency_edit"),
]
