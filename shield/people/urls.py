"""Where is it? Signing in, people and agencies, under `accounts/`."""

from allauth.account import views as sign_in
from django.urls import path, re_path

from shield.people.views.agencies import AgencyAdd, AgencyEdit, AgencyList
from shield.people.views.invitations import (
    InvitationAccept,
    InvitationAgain,
    InvitationPassword,
    InvitationWithdraw,
    PersonInvite,
)
from shield.people.views.people import (
    MembershipAdd,
    MembershipEnd,
    PeopleList,
    PersonDetail,
    Profile,
)

# Of allauth only the pages that the portal has: no email addresses to add, no codes.
SIGN_IN = [
    path("login/", sign_in.login, name="account_login"),
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

urlpatterns = [
    *SIGN_IN,
    path("profile/", Profile.as_view(), name="profile"),
    path("people/", PeopleList.as_view(), name="people_list"),
    path("people/invite/", PersonInvite.as_view(), name="person_invite"),
    path("people/<int:pk>/", PersonDetail.as_view(), name="person_detail"),
    path("people/<int:pk>/role/", MembershipAdd.as_view(), name="membership_add"),
    path("people/<int:pk>/invitation/", InvitationAgain.as_view(), name="invitation_resend"),
    path(
        "people/<int:pk>/invitation/withdraw/",
        InvitationWithdraw.as_view(),
        name="invitation_withdraw",
    ),
    path("roles/<int:pk>/end/", MembershipEnd.as_view(), name="membership_end"),
    path("invitation/", InvitationAccept.as_view(), name="invitation_accept"),
    path("invitation/password/", InvitationPassword.as_view(), name="invitation_password"),
    path("agencies/", AgencyList.as_view(), name="agency_list"),
    path("agencies/add/", AgencyAdd.as_view(), name="agency_add"),
    path("agencies/<int:pk>/", AgencyEdit.as_view(), name="agency_edit"),
]
