from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "shield.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("shield.reporting.beats")  # listens from now on
