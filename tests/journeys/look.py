"""Pictures of every page, wide and narrow, to look at: `python -m tests.journeys.look FOLDER`.

Starts a portal of its own and ends it. Run by hand.
"""

import re
import sys
from pathlib import Path

from tests.journeys.browser import NARROW, WIDE, Person, chromium
from tests.journeys.conftest import PATIENT
from tests.journeys.looks import LOOKS
from tests.journeys.portal import Portal


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Portal(PATIENT) as portal, chromium() as browser:
        stage = portal.run("tests.journeys.stage")
        sessions = {}
        for who in sorted({look.who for look in LOOKS} - {""}):
            person = Person(browser, portal.url)
            person.signs_in(who)
            sessions[who] = person.context.storage_state()
            person.leaves()
        for look in LOOKS:
            person = Person(browser, portal.url, storage_state=sessions.get(look.who))
            look.is_reached_by(person, stage)
            for name, size in (("wide", WIDE), ("narrow", NARROW)):
                person.page.set_viewport_size({"width": size["width"], "height": size["height"]})
                file = re.sub(r"[^a-z0-9_]+", "-", f"{look} {name}".lower())
                person.page.screenshot(path=folder / f"{file}.png", full_page=True)
            person.leaves()
            print(look)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
