"""What do pages cost beside their floors and a peer? `bench/run.py [--json] [--sizes 100,10000]`.

Rounds are interleaved: each measures every page once after the other, and a ratio is taken within
its round, so that whatever else the machine does falls on both sides. The median of the rounds'
ratios is shown.
"""

import argparse
import gc
import json
import statistics
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.start import bench  # noqa: E402

SIZES = (100, 10_000, 100_000)
ROUNDS = 7
ITEMS = 15  # of the minutes that are measured
CONFERENCES = 5_000
TIMES = 10
EMPTY, ROWS, PEER = "/empty/", "/rows/", "/peer/incidents/incident/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures for a program")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    with bench():
        from bench import conference_pack, pack

        sizes = [int(size) for size in wanted.sizes.split(",")]
        # The largest comes last: what a process held at most only grows.
        figures: dict[str, Any] = {
            "pages": [],
            "pdf": pdf(wanted.rounds),
            "conference_pack": conference_pack.made(min(wanted.rounds, 3)),
            "pack": pack.made(),
        }
        for size in sizes:
            figures["pages"] += pages(size, wanted.rounds)
    if wanted.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures)


def pages(size: int, rounds: int) -> list[dict[str, Any]]:
    """One row for each page class at one size of the table."""
    from bench import actions, conferences, data, measure, minutes
    from bench.pages import looked_at

    data.fill(size)
    actions.fill(size)
    minutes.fill(ITEMS)
    conferences.fill(min(size, CONFERENCES))
    browser, looked = measure.browsers(), looked_at()
    who = dict.fromkeys((EMPTY, ROWS, PEER), "operations")
    who |= {page.address: page.who for page in looked}
    addresses = [*who]

    def get(address: str) -> bytes:
        return browser(who[address]).get(address)

    for address in addresses:
        get(address)  # templates are compiled once
    costs: dict[str, list[measure.Cost]] = {address: [] for address in addresses}
    for _ in range(rounds):
        for address in addresses:
            gc.collect()
            costs[address].append(measure.cost(partial(get, address), TIMES))

    def ratio(address: str, floor: str) -> float:
        pairs = zip(costs[address], costs[floor], strict=True)
        return statistics.median(mine.total / theirs.total for mine, theirs in pairs)

    made = []
    names = {EMPTY: "(empty view)", ROWS: "(25 bare rows)", PEER: "(Django admin's list)"}
    names |= {page.address: page.name for page in looked}
    for address in addresses:
        body = get(address)
        made.append(
            {
                "size": size,
                "page": names[address],
                "app_ms": statistics.median(cost.app for cost in costs[address]),
                "database_ms": statistics.median(cost.database for cost in costs[address]),
                "queries": len(measure.queries(partial(get, address))),
                "bytes": measure.compressed(body),
                "to_empty": ratio(address, EMPTY),
                "to_rows": ratio(address, ROWS),
                "to_admin": ratio(address, PEER),
            }
        )
    return made


def pdf(rounds: int) -> dict[str, float]:
    """The notification's PDF beside WeasyPrint alone on the same HTML."""
    from bench import measure
    from incidents.models import Incident
    from shield.documents import rendering

    filed = Incident.objects.filed().filter(document__isnull=False).order_by("pk").first()
    assert filed is not None
    document = filed.document
    assert document is not None
    asked = {
        "template": document.template,
        "content": document.content,
        "title": document.title,
        "reference": document.reference,
        "marking": document.marking,
        "created": document.requested_at,
    }
    html = rendering.page_of(**asked)
    pages = rendering.render(**asked).pages
    weasyprint_alone(html)
    ratios, ours = [], []
    for _ in range(rounds):
        gc.collect()  # what the other left behind is not this one's
        alone = measure.cost(lambda: weasyprint_alone(html), 1).app
        gc.collect()
        whole = measure.cost(lambda: rendering.render(**asked), 1).app
        ratios.append(whole / alone)
        ours.append(whole)
    return {
        "pages": pages,
        "pages_a_second": pages / (statistics.median(ours) / 1000),
        "to_weasyprint_alone": statistics.median(ratios),
    }


def weasyprint_alone(html: str) -> None:
    """The same HTML and the same kind of PDF, by the library's own defaults."""
    import weasyprint

    from shield.documents.rendering import static_folder

    weasyprint.HTML(string=html, base_url=f"{static_folder().as_uri()}/").write_pdf(
        pdf_variant="pdf/ua-1"
    )


def show(figures: dict[str, Any]) -> None:
    """A table in Markdown."""
    print("| page | rows | app ms | database ms | queries | bytes | ÷ empty | ÷ rows | ÷ admin |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in figures["pages"]:
        print(
            f"| {row['page']} | {row['size']:,} | {row['app_ms']:.2f} | {row['database_ms']:.2f} "
            f"| {row['queries']} | {row['bytes']:,} | {row['to_empty']:.2f} "
            f"| {row['to_rows']:.2f} | {row['to_admin']:.2f} |"
        )
    show_growth(figures["pages"])
    pdf = figures["pdf"]
    print(
        f"\nPDF of a notification: {pdf['pages']} pages, {pdf['pages_a_second']:.1f} pages a CPU "
        f"second, {pdf['to_weasyprint_alone']:.2f} of WeasyPrint alone on the same HTML."
    )
    chair = figures["conference_pack"]
    print(
        f"\nPack of {chair['reports']} reports: {chair['pages']} pages, "
        f"{chair['pages_a_second']:.1f} pages a CPU second, {chair['to_weasyprint_alone']:.2f} of "
        f"WeasyPrint alone, looking at every page {chair['looked_at']:.3f} of that; "
        f"{chair['bytes']:,} bytes, this process at most {chair['peak_mb']:.0f} MB."
    )
    pack = figures["pack"]
    print(
        f"\nPack of {pack['papers']} papers with 5 pages each: {pack['seconds']:.1f} CPU seconds, "
        f"{pack['bytes']:,} bytes, this process at most {pack['peak_mb']:.0f} MB."
    )


def show_growth(rows: list[dict[str, Any]]) -> None:
    """Each page beside the bare rows of the same size, and how that grew from size to size."""
    sizes = sorted({row["size"] for row in rows})
    if len(sizes) < 2:
        return
    found = {(row["page"], row["size"]): row["to_rows"] for row in rows}
    print(f"\n| ÷ rows | {' | '.join(f'{size:,}' for size in sizes)} | growth of the last step |")
    print(f"| --- |{' ---: |' * (len(sizes) + 1)}")
    for page in dict.fromkeys(row["page"] for row in rows):
        ratios = [found[page, size] for size in sizes]
        shown = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {page} | {shown} | {ratios[-1] / ratios[-2]:.2f} |")


if __name__ == "__main__":
    main()
