"""Where is it?"""

from django.urls import path

from incidents import views

urlpatterns = [
    path("", views.NotificationList.as_view(), name="notification_list"),
    path("start/", views.NotificationStart.as_view(), name="notification_start"),
    path("<int:pk>/", views.NotificationDetail.as_view(), name="notification_detail"),
    path("<int:pk>/tasks/", views.NotificationTasks.as_view(), name="notification_tasks"),
    path("<int:pk>/check/", views.NotificationCheck.as_view(), name="notification_check"),
    path(
        "<int:pk>/submitted/", views.NotificationSubmitted.as_view(), name="notification_submitted"
    ),
    path("<int:pk>/discard/", views.NotificationDiscard.as_view(), name="notification_discard"),
    path("<int:pk>/restore/", views.NotificationRestore.as_view(), name="notification_restore"),
    path("<int:pk>/correct/", views.NotificationCorrect.as_view(), name="notification_correct"),
    path("<int:pk>/panel/", views.NotificationPanel.as_view(), name="notification_panel"),
    path("<int:pk>/pdf/", views.NotificationPdf.as_view(), name="notification_pdf"),
    path(
        "<int:pk>/pdf/progress/",
        views.NotificationPdfProgress.as_view(),
        name="notification_pdf_progress",
    ),
    path("<int:pk>/<slug:slug>/", views.NotificationStep.as_view(), name="notification_step"),
    path("<int:pk>/<slug:slug>/add/", views.RowEdit.as_view(), name="notification_row_add"),
    path("<int:pk>/<slug:slug>/<int:row>/", views.RowEdit.as_view(), name="notification_row_edit"),
    path(
        "<int:pk>/<slug:slug>/<int:row>/remove/",
        views.RowRemove.as_view(),
        name="notification_row_remove",
    ),
]
