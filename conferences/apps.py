from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "conferences"

    def ready(self) -> None:
        from conferences.services.access import CONFERENCE
        from shield.cases.kind import register

        register(CONFERENCE)
