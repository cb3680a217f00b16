"""Where is it?"""

from django.urls import path

from shield.clocks import views

urlpatterns = [
    path("", views.ClockList.as_view(), name="clock_list"),
    path("<int:pk>/", views.ClockDetail.as_view(), name="clock_detail"),
    path("rules/", views.RuleList.as_view(), name="rule_list"),
    path("rules/<int:pk>/", views.RuleDetail.as_view(), name="rule_detail"),
    path("rules/<int:pk>/amend/", views.RuleAmend.as_view(), name="rule_amend"),
    path("versions/<int:pk>/withdraw/", views.VersionWithdraw.as_view(), name="version_withdraw"),
    path("holidays/", views.HolidayList.as_view(), name="holiday_list"),
    path("holidays/add/", views.HolidayAdd.as_view(), name="holiday_add"),
    path("holidays/<int:pk>/remove/", views.HolidayRemove.as_view(), name="holiday_remove"),
]
