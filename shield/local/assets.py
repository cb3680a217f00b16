"""Copy GOV.UK Frontend from the npm lock to `build/assets/`, without what only gov.uk may use.

The GDS Transport typeface, the crown and the royal crest belong to gov.uk domains: they are taken
out here, and the build fails if one of them is left.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TARGET = ROOT / "build" / "assets"
FORBIDDEN = ("GDS Transport", "/assets/", "govuk-crest", "crown", "sourceMappingURL", "font-face")


class AssetsRefused(Exception):
    """What was built still holds something that is not ours to use, or the source has changed."""


def styles(css: str) -> str:
    """GOV.UK Frontend's CSS in a typeface that anybody may use, without crest."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"[^{}]*crown[^{}]*\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,", "")
    return re.sub(
        r"(?:-webkit-)?(?:mask(?:-image)?|background-image):[^;}]*govuk-crest\.svg[^;}]*;?", "", css
    )


def script(js: str) -> str:
    """GOV.UK Frontend's JavaScript, which here starts itself: pages hold no inline script."""
    js = re.sub(r"//# sourceMappingURL=.*", "", js)
    # ARIA knows no expanded radio (axe: aria-allowed-attr); the reveal itself works without it.
    js, found = re.subn(
        r't\.setAttribute\("aria-expanded",e\.toString\(\)\),'
        r'(i\.classList\.toggle\("govuk-radios__conditional)',
        r"\1",
        js,
    )
    if found != 1:
        raise AssetsRefused("govuk-frontend's radios have changed")
    if not re.search(r"export\{[^}]*\binitAll\b[^}]*\};\s*$", js):
        raise AssetsRefused("govuk-frontend no longer exports initAll under that name")
    return js.rstrip() + "\ninitAll();\n"


def refuse_leftovers(name: str, text: str) -> None:
    """Fail by name on anything of gov.uk's own that is still there."""
    left = [word for word in FORBIDDEN if word in text]
    if left:
        raise AssetsRefused(f"{name} still holds {', '.join(left)}")


def build(source: Path = SOURCE, target: Path = TARGET) -> None:
    """Write `govuk.css` and `govuk.js`; safe to repeat. Raises AssetsRefused."""
    if not source.is_dir():
        raise AssetsRefused(f"{source.name} is missing: run `./run --setup-only` first")
    made = {
        "govuk.css": styles((source / "govuk-frontend.min.css").read_text(encoding="utf-8")),
        "govuk.js": script((source / "govuk-frontend.min.js").read_text(encoding="utf-8")),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        refuse_leftovers(name, text)
        waiting = target / f"{name}.new"
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(target / name)
