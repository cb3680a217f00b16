"""Where does a demo show its mail?"""

from django.urls import path

from shield.notifications import demo_views

urlpatterns = [
    path("mail/", demo_views.DemoMailList.as_view(), name="demo_mail_list"),
    path("mail/<int:pk>/", demo_views.DemoMailPage.as_view(), name="demo_mail"),
]
