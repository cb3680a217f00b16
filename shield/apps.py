from django.apps import AppConfig


class ShieldConfig(AppConfig):
    name = "shield"

    def ready(self) -> None:
        from shield import checks  # noqa: F401  registers the system checks
