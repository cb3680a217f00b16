"""Where are the files that make trouble? All others stand beside their owners."""

from django.urls import path

from shield.documents import views

urlpatterns = [
    path("failed/", views.DocumentFailedList.as_view(), name="document_failed_list"),
    path("quarantine/", views.QuarantineList.as_view(), name="quarantine_list"),
    path("failed/<int:pk>/", views.DocumentFailedRetry.as_view(), name="document_failed_retry"),
]
