from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "shield.notifications"
    label = "notifications"
