"""A document is drawn with our own static files and nothing else in the world."""

import pytest
from django.conf import settings

from shield.documents import rendering
from shield.documents.rendering import FetchRefused, own_file, static_folder

OUTSIDE = settings.BASE_DIR / "pyproject.toml"


def test_our_own_stylesheet_is_found():
    assert own_file(f"{static_folder().as_uri()}/pdf.css") == static_folder() / "pdf.css"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/pdf.css",
        "https://example.com/x.png",
        "ftp://example.com/x",
        "data:text/css,body{}",
        "file:///etc/passwd",
        OUTSIDE.as_uri(),
        f"{static_folder().as_uri()}/../pyproject.toml",
        f"{static_folder().as_uri()}/%2e%2e/pyproject.toml",
        f"{static_folder().as_uri()}/",
        f"{static_folder().as_uri()}/absent.css",
        f"{static_folder().as_uri()}-elsewhere/x.css",
        "file://server/share/x.css",
        "pdf.css",
    ],
)
def test_everything_else_is_refused(url):
    with pytest.raises(FetchRefused):
        own_file(url)


def test_a_link_out_of_the_folder_is_refused(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "static").mkdir()
    (tmp_path / "secret.css").write_text("body {}")
    (tmp_path / "static" / "way_out.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(FetchRefused):
        own_file((tmp_path / "static" / "way_out.css").as_uri())


@pytest.mark.parametrize(
    "planted",
    [
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        f'<img alt="x" src="{OUTSIDE.as_uri()}">',
        '<img alt="x" src="../pyproject.toml">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="https://example.com/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import 'http://127.0.0.1:9/x.css';</style>",
        "<style>p { background: url(file:///etc/passwd) }</style>",
    ],
)
def test_a_template_that_asks_for_more_makes_no_document(planted):
    page = f'<html lang="en"><head><title>T</title></head><body>{planted}<p>x</p></body></html>'
    with pytest.raises(FetchRefused):
        rendering.pdf_of(page)
