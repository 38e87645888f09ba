"""What pages look like: pictures of every type of page are kept and compared.

A difference writes the new picture and one of the difference into `tests/.output/looks/`. Where the
new look is meant, `OIT_ACCEPT_LOOKS=1 pytest tests/browser/test_looks.py` keeps it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from page_types import PAGE_TYPES, SCHEMES, WIDTHS
from PIL import Image
from playwright.sync_api import Browser

from browser.looks import differ, look, opened, png

Address = Callable[[str], str]

KEPT = Path(__file__).parent / "looks"
OUTPUT = Path(__file__).parent.parent / ".output" / "looks"
ACCEPT = bool(os.environ.get("OIT_ACCEPT_LOOKS"))

#: All the pictures together: they are in the repository for ever.
MOST = 1_500_000


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_looks_as_it_did(browser: Browser, address: Address, name: str) -> None:
    site, path = PAGE_TYPES[name]
    told = []
    with opened(browser, address(site) + path) as page:
        for scheme, width in product(SCHEMES, WIDTHS):
            file = KEPT / f"{name}-{width}-{scheme}.png"
            if ACCEPT:
                file.write_bytes(png(look(page, scheme, width)))
                continue
            if not file.exists():
                told.append(f"{file.name} is not kept yet")
                _write(file.name, look(page, scheme, width))
                continue
            with Image.open(file) as kept:
                now = look(page, scheme, width, kept)
                difference = differ(kept, now)
            if difference.is_seen:
                _write(file.name, now)
                where = _write(f"{file.stem}-difference.png", difference.picture)
                told.append(f"{file.name}: {difference.squares} squares differ, see {where}")
    assert told == [], "OIT_ACCEPT_LOOKS=1 keeps the new look"


def _write(name: str, image: Image.Image) -> Path:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / name).write_bytes(png(image))
    return OUTPUT / name


def test_only_pictures_of_these_pages_are_kept_and_they_are_small() -> None:
    names = {
        f"{name}-{w}-{scheme}.png" for name in PAGE_TYPES for w in WIDTHS for scheme in SCHEMES
    }
    kept = {file.name: file.stat().st_size for file in KEPT.glob("*.png")}
    assert set(kept) == names
    assert sum(kept.values()) < MOST
    assert max(kept.values()) < 40_000


CHANGES = [
    ("a block moved by a few pixels", ".oit-facts { margin-left: 16px; }"),
    ("a block moved down", ".md-typeset h1 { margin-bottom: 32px; }"),
    ("a wider gap", ".oit-person { gap: 1.8rem !important; }"),
    ("another colour of the header", ":root .md-header { background: #7a1f4e; }"),
    ("another colour of the codes", ".md-typeset h1 .oit-code { color: #d000d0 !important; }"),
    ("another font", "body { --md-text-font-family: serif !important; }"),
    ("no font of our own", "body { --md-text-font-family: 'Noto Sans Thai', sans-serif; }"),
    ("larger letters", ".md-typeset { font-size: 0.95rem; }"),
    ("a picture without its place", ".oit-person__photo { display: none; }"),
    ("another colour of links", ":root > * { --md-typeset-a-color: #d00000 !important; }"),
    ("another background", ".oit-facts { background: #fbe3c0 !important; }"),
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_change_is_noticed(browser: Browser, address: Address, scheme: str) -> None:
    with opened(browser, address("root") + "/oit/2568/o02/") as page:
        before = look(page, scheme, 1280)
        assert not differ(before, look(page, scheme, 1280)).is_seen
        for what, css in CHANGES:
            # Only colours may be seen in one scheme and not in the other.
            if scheme == "light" or what.startswith("another"):
                assert differ(before, look(page, scheme, 1280, css=css)).is_seen, what
        assert not differ(before, look(page, scheme, 1280)).is_seen
