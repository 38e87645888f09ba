"""The fuzzer's corpus through every reader: what once broke one, and what reaches far into it.

`python3 dev.py fuzz` goes on from there by chance; here each input that is kept is run as it is.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
KEPT = sorted(CORPUS.glob("*/*"))


def test_every_reader_has_a_corpus_of_its_own() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_breaks_no_reader(name: str) -> None:
    target = TARGETS[name]
    for path in sorted((CORPUS / name).iterdir()):
        with suppress(*target.allowed):
            target.run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf"], ids=repr
)
def test_the_smallest_oddities_break_no_reader(name: str, data: bytes) -> None:
    target = TARGETS[name]
    with suppress(*target.allowed):
        target.run(data)
