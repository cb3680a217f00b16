"""Where are the messages?"""

from django.urls import path

from shield.notifications import views

urlpatterns = [
    path("", views.MessageList.as_view(), name="message_list"),
    path("<int:pk>/", views.MessageOpen.as_view(), name="message_open"),
    path("read/", views.MessageReadAll.as_view(), name="message_read_all"),
    path("failed/", views.FailedList.as_view(), name="failed_list"),
    path("failed/<int:pk>/", views.FailedRetry.as_view(), name="failed_retry"),
]
