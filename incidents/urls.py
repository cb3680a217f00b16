"""Where is it?"""

from django.urls import path

from incidents import views
from incidents.services.access import NOTIFICATION
from shield.cases.urls import paths

urlpatterns = [
    path("", views.NotificationList.as_view(), name="notification_list"),
    *paths(NOTIFICATION),
    path("keepers/", views.KeeperList.as_view(), name="keeper_list"),
    path("keepers/<int:pk>/", views.KeeperName.as_view(), name="keeper_name"),
    path("find/", views.NotificationFind.as_view(), name="notification_find"),
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
    path("<int:pk>/history/", views.NotificationHistory.as_view(), name="notification_history"),
    path("<int:pk>/files/", views.AttachmentList.as_view(), name="attachment_list"),
    path("<int:pk>/files/<int:row>/", views.AttachmentFile.as_view(), name="attachment_file"),
    path(
        "<int:pk>/files/<int:row>/remove/",
        views.AttachmentRemove.as_view(),
        name="attachment_remove",
    ),
    path("<int:pk>/files/<int:row>/shut/", views.AttachmentShut.as_view(), name="attachment_shut"),
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
