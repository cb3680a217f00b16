"""Nothing that belongs to gov.uk reaches a browser; nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from shield.local import assets

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
STATIC = sorted(p for p in (Path(settings.BASE_DIR) / "static").iterdir() if p.suffix != ".svg")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    assets.build(target=folder)
    return folder


@pytest.mark.parametrize("name", ["govuk.css", "govuk.js"])
def test_what_is_built_holds_nothing_of_gov_uk(built: Path, name: str) -> None:
    found = (built / name).read_text(encoding="utf-8")

    assert [
        word for word in ("GDS Transport", "crown", "crest", "@font-face", "url(/") if word in found
    ] == []


def test_building_again_gives_the_same(built: Path) -> None:
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    assets.build(target=built)

    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


@pytest.mark.parametrize(
    "css", ["a{font-family:GDS Transport}", "a{background:url(/assets/images/x.svg)}", ".crown{}"]
)
def test_a_leftover_fails_the_build(css: str) -> None:
    with pytest.raises(assets.AssetsRefused):
        assets.refuse_leftovers("govuk.css", css)


def test_a_source_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsRefused, match="nowhere is missing"):
        assets.build(source=tmp_path / "nowhere", target=tmp_path / "to")


def test_a_script_that_no_longer_starts_fails_the_build() -> None:
    with pytest.raises(assets.AssetsRefused):
        assets.script("export{Other};")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_hold_no_inline_script_or_style_and_nothing_unescaped(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if "pdf" in path.parts or path.parent.name == "documents":
        source = re.sub(r"<style.*?</style>", "", source, flags=re.DOTALL)

    assert re.findall(r"<script(?![^>]*\ssrc=)", source) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|\|\s*safe\b", source) == []
    assert re.findall(r"(?:src=|<link[^>]*href=)\"(?:https?:)?//", source) == []


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_our_own_files_ask_nobody_else(path: Path) -> None:
    assert (
        re.findall(
            r"(?:https?:)?//[a-z]+\.[a-z]", re.sub(r"^//.*$", "", path.read_text(), flags=re.M)
        )
        == []
    )
