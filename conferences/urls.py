"""Where is it?"""

from django.urls import path

from conferences import views

# Pages of those who chair or administer conferences.
CONFERENCES = [
    path("<int:pk>/", views.ConferenceDetail.as_view(), name="conference_detail"),
]
# Pages of an agency that is asked.
REPORTS = [
    path("reports/<int:pk>/", views.RequestDetail.as_view(), name="report_request"),
]

urlpatterns = [*CONFERENCES, *REPORTS]
