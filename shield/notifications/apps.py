from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "shield.notifications"
    label = "notifications"

    def ready(self) -> None:
        from shield.core.frame import COUNTS
        from shield.notifications.services import unread_count

        COUNTS["message_list"] = unread_count
