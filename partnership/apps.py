from typing import Any

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "partnership"

    def ready(self) -> None:
        from partnership.models import FeedToken
        from shield.core.keys import KEYS, Key, KeyRing

        def feeds(user: Any) -> list[Key]:
            rows = FeedToken.objects.of(user).live().select_related("body")
            return [Key(one.words, one.created_at, one.last_used_on) for one in rows]

        KEYS["feeds"] = KeyRing("Calendar feeds", "feed_list", feeds)
        from partnership.services import chairs_beside
        from shield.clocks.reminders import BESIDE

        BESIDE["partnership"] = chairs_beside
