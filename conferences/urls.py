"""Where is it?"""

from django.urls import path

from conferences import views

# Pages of those who chair or administer conferences.
CONFERENCES = [
    path("", views.ConferenceList.as_view(), name="conference_list"),
    path("schedule/", views.ConferenceSchedule.as_view(), name="conference_schedule"),
    path("<int:pk>/", views.ConferenceDetail.as_view(), name="conference_detail"),
    path("<int:pk>/start-from/", views.ConferenceStartFrom.as_view(), name="conference_start_from"),
    path("<int:pk>/edit/", views.ConferenceEdit.as_view(), name="conference_edit"),
    path("<int:pk>/move/", views.ConferenceMove.as_view(), name="conference_move"),
    path("<int:pk>/cancel/", views.ConferenceCancel.as_view(), name="conference_cancel"),
    path("<int:pk>/hand-on/", views.ConferenceHandOn.as_view(), name="conference_hand_on"),
    path("<int:pk>/children/add/", views.ChildAdd.as_view(), name="conference_child_add"),
    path("<int:pk>/children/<int:row>/", views.ChildEdit.as_view(), name="conference_child_edit"),
    path(
        "<int:pk>/children/<int:row>/remove/",
        views.ChildRemove.as_view(),
        name="conference_child_remove",
    ),
    path("<int:pk>/family/add/", views.GuestAdd.as_view(), name="conference_guest_add"),
    path("<int:pk>/family/<int:row>/", views.GuestEdit.as_view(), name="conference_guest_edit"),
    path(
        "<int:pk>/family/<int:row>/remove/",
        views.GuestRemove.as_view(),
        name="conference_guest_remove",
    ),
    path("<int:pk>/reports/ask/", views.ReportAsk.as_view(), name="report_ask"),
    path(
        "<int:pk>/reports/ask-several/",
        views.ReportAskSeveral.as_view(),
        name="report_ask_several",
    ),
    path(
        "<int:pk>/reports/<int:row>/withdraw/",
        views.ReportWithdraw.as_view(),
        name="report_withdraw",
    ),
]
# Pages of an agency that is asked.
REPORTS = [
    path("reports/<int:pk>/", views.RequestDetail.as_view(), name="report_request"),
]

urlpatterns = [*CONFERENCES, *REPORTS]
