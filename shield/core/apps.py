from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "shield.core"
    label = "core"
