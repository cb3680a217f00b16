from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "shield.core"
    label = "core"

    def ready(self) -> None:
        import_module("shield.core.lines")  # listens to tasks from now on
