"""What the pages of packs are sent: answers that are good."""

from tests.trust.posts_outcomes import once

SENT = {
    "conference_pack": once(),
    "conference_pack_share": lambda world, persona, thing: {
        "agencies": [thing.record.conference.requests.order_by("pk")[2].pk] if thing.record else [],
        "action": "share",
    },
    "conference_pack_share_end": lambda world, persona, thing: {"because": "Sent by mistake"},
}
