from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.models import Incident
        from incidents.services.access import NOTIFICATION
        from shield.accounts import kept
        from shield.cases.kind import register
        from shield.core.countables import COUNTABLES, Countable

        register(NOTIFICATION)
        COUNTABLES["incidents"] = Countable(
            "Notifications",
            Incident.objects.visible_to,
            not_kept=lambda rows, by: rows.exclude(pk__in=kept.shut_out(Incident, by).values("pk")),
        )
