"""Where is it?"""

from django.urls import path

from shield.reporting import views

urlpatterns = [
    path("", views.Front.as_view(), name="front"),
    path("home/", views.Home.as_view(), name="home"),
    path("status/", views.Status.as_view(), name="status"),
    path("metrics/", views.Metrics.as_view(), name="metrics"),
]
