from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "shield.clocks"
    label = "clocks"

    def ready(self) -> None:
        from shield.clocks.models import Clock
        from shield.core.countables import COUNTABLES, Countable

        COUNTABLES["clocks"] = Countable(
            "Deadlines",
            Clock.objects.visible_to,
            not_kept=lambda rows, by: rows.exclude(closed_to__contains=[by.pk]),
            unnamed=lambda rows: rows.filter(open_to=None),
        )
