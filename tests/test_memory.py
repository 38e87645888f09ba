"""What a build has finished stands outside its memory until it is written, and comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sites import NAKHAM

from site_builder import memory
from site_builder.memory import Aside, BuildMemory, Memory, held
from site_builder.opendata.exports import packed_json, to_json
from site_builder.pages.model import Asset, Page
from site_builder.publication import publish_workspace
from site_builder.workspace import open_workspace

_CONTENTS = [b"", b"a", "ก".encode() * 1000, b"", bytes(range(256)) * 50]


@pytest.mark.parametrize(("at_hand", "on_disk"), [(-1, 5), (1, 3), (100_000, 0)])
def test_what_is_put_aside_comes_back(
    at_hand: int, on_disk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_AT_HAND", at_hand)
    kept = BuildMemory()
    put = []
    for content in _CONTENTS:
        put.append(kept.aside(content))
        assert held(put[-1]) == content
    del kept
    assert sum(isinstance(each, Aside) for each in put) == on_disk
    assert [held(each) for each in reversed(put)] == _CONTENTS[::-1]


def test_the_memory_of_a_preview_gives_the_content_itself() -> None:
    content = b"a page"
    assert Memory().aside(content) is content


def test_pages_and_files_say_the_same_wherever_they_stand() -> None:
    for kept in (Memory(), BuildMemory()):
        assert Page("", "", kept.aside("ข้อ".encode())).body == "ข้อ"
        assert Asset("a", kept.aside(b"b")).content == b"b"
    assert Asset("a", Path("b")).content == Path("b")


def test_a_large_build_holds_neither_pages_nor_files_of_items(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "_AT_HAND", 0)
    opened = open_workspace(NAKHAM)
    site, same = publish_workspace(opened).site, publish_workspace(opened, memory=Memory()).site
    assert [page.body for page in site.pages] == [page.body for page in same.pages]
    assert [asset.content for asset in site.assets] == [asset.content for asset in same.assets]
    in_memory = [asset.path for asset in site.assets if isinstance(asset.source, bytes)]
    in_memory += [page.path for page in site.pages if page.item and not _is_aside(page)]
    assert [path for path in in_memory if path.startswith("oit/")] == []
    assert not any(map(_is_aside, same.pages))


def _is_aside(page: Page) -> bool:
    return isinstance(page.html, Aside)


@pytest.mark.parametrize(
    ("data", "entries"),
    [
        ({"a": "ก", "b": [1, None]}, None),
        ([{"a": 1}], None),
        ({"a": "]}", "last": ...}, []),
        ({"last": ...}, [1]),
        ({"a": [], "last": ...}, [{"b": "ข"}, [], "c,]}"]),
    ],
)
def test_entries_are_written_as_they_are_made(data: Any, entries: list[Any] | None) -> None:
    whole = data if entries is None else {**data, "last": entries}
    lazily = data if entries is None else {**data, "last": iter(entries)}
    wanted = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    assert packed_json(lazily) == wanted
    if isinstance(whole, dict):
        assert to_json(whole) == wanted + b"\n"


@pytest.mark.parametrize("wrap", [lambda text: [text], lambda text: {"a": iter([text])}])
def test_what_is_no_unicode(wrap: Callable[[str], Any]) -> None:
    with pytest.raises(UnicodeEncodeError):
        packed_json(wrap("\udc80"))
    assert b'["?"]' in packed_json(wrap("\udc80"), "replace")
