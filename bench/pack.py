"""A pack as large as they come: 60 papers with five pages each, made of what the tests know."""

import resource
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import measure
from shield.documents import appending, gathering, rendering

PAPERS = 60
PAGES = 5
PAGE = "<section style='break-after: page'><h2>Part</h2>{}</section>".format(
    "<p>The partnership looked at what it knows of this, and at what it does not know. </p>" * 20
)


def paper() -> bytes:
    """As an office writes it: with structure, fonts and a heading on each page."""
    import weasyprint

    html = f'<html lang="en"><head><title>Report</title></head><body>{PAGE * PAGES}</body></html>'
    data: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return data


def made() -> dict[str, float]:
    """What a pack of 60 papers with five pages each costs, and how large it is."""
    keys = [f"paper-{number}" for number in range(PAPERS)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        one = paper()
        for number in range(PAPERS):
            (folder / str(number)).write_bytes(one)

        def whole() -> None:
            said = gathering.prepare(folder, ["pdf"] * PAPERS)
            told = [
                gathering.told(key, tuple(one["wide"])) for key, one in zip(keys, said, strict=True)
            ]
            papers = [
                {"key": key, "label": key, "title": "Report", "address": "", "reason": ""}
                for key in keys
            ]
            made = rendering.render(
                template="documents/collected.html",
                content={"facts": [["Meeting", "MTG-1"]], "papers": papers},
                title="Pack",
                reference="MTG-1",
                marking="OFFICIAL",
                created=datetime(2026, 1, 1, tzinfo=UTC),
                appended=told,
            )
            (folder / "front.pdf").write_bytes(made.data)
            files = {
                key: appending.Pages(folder / f"{number}.pdf", key)
                for number, key in enumerate(keys)
            }
            appending.append(folder / "front.pdf", folder / "whole.pdf", made.places, files)

        cost = measure.cost(whole, 1).app
        return {
            "papers": PAPERS,
            "seconds": cost / 1000,
            "bytes": (folder / "whole.pdf").stat().st_size,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
