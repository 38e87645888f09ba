"""YAML that we write is read back as the same texts, and a file is written whole or not at all."""

from __future__ import annotations

import errno
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.characters import UNFIT, unfit
from site_builder.problems import InputError
from site_builder.sources.write import Plain, comment, to_plain, to_yaml, write_file
from site_builder.sources.yaml import parse_yaml, read_yaml

NAME = "data/2569/o01.yaml"


def read(text: str) -> Plain:
    return to_plain(parse_yaml(text, NAME))


# --- what is written is read back -------------------------------------------------------------

#: What YAML itself, or a spreadsheet, or a hasty reader would take for something else.
ODD = [
    "no", "Yes", "on", "null", "Null", "NULL", "~", "true", "False", "021", "021234567", "0o17",
    "0x1F", "1_000", "1e3", ".5", "-1", "+1", ".inf", ".NaN", "12:30:45", "2568-03-01",
    "2024-10-01T00:00:00Z", "๐๑๒", "=", "<<", "-", "--", "---", "...", "?", ":", "- ก", "? ก", ": ก",
    "ก: ข", "ก:", "ก #ข", "#ก", "ก #", "*ก", "&ก", "!ก", "!!str ก", "|", ">", "|-", "> ก", "%ก", "@ก",
    "`ก", '"', "'", '"ก"', "'ก'", "''", '"ก', "ก\\n", "\\", "[ก", "{ก", "]", "}", ",", "[]", "{}",
    " ก", "ก ", "  ", "\t", "ก\tข", "\tก", "\n", "\n\n", "ก\n", "ก\n\n", "\nก", "ก\nข", "ก\n\nข",
    "ก \nข", " ก\nข", "ก\n ข", "ก\n\tข", "ก\n#ข", "---\nก", "...\nก", "ก\r\nข", "ก\rข", "😀", "😀\n👨‍👩‍👧",
    "\u200b", "\xa0", "\u2028", "ก\u2029ข\n", "\ufeffก", "\ue000", "ํา", "เเ", "ก" * 5000, "ก ข " * 30_000,
]  # fmt: skip

_texts = st.one_of(
    st.sampled_from(ODD),
    st.text(st.sampled_from("กขคำ๑๒01-:#'\"\\ \t\n|>[]{},&*!%@`~"), max_size=12),
    st.text(max_size=30).map(lambda text: unicodedata.normalize("NFC", UNFIT.sub("", text))),
    st.text(max_size=5).map(lambda text: unicodedata.normalize("NFC", UNFIT.sub("", text)) * 40),
)
_values: st.SearchStrategy[Plain] = st.recursive(
    _texts,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_texts, inner, max_size=4)
    ),
    max_leaves=12,
)
_mappings: st.SearchStrategy[dict[str, Plain]] = st.dictionaries(_texts, _values, max_size=4)


@pytest.mark.parametrize(
    "text", ["0812345678", "021234567", "0o17", "1e3", "2568", "-08", "1.5E+2"]
)
def test_no_reader_takes_a_text_for_a_number(text: str) -> None:
    assert to_yaml({"phone": text}) == f"phone: '{text}'\n"


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:20]))
def test_every_text_stays_as_it_is(text: str) -> None:
    value: Plain = {"a": text, "b": [text, {"c": text}], text: "d", "e": "ก"}
    assert read(to_yaml(value)) == value


@pytest.mark.parametrize("text", ["ก\x85ข", "ก\x85ข\nค", "\x85"], ids=ascii)
def test_a_next_line_character_stays(text: str) -> None:
    """What an ellipsis becomes when a text goes through the wrong encoding."""
    assert read(to_yaml({"a": text})) == {"a": text}


@pytest.mark.parametrize(
    "text", ["\x00", "\x07\x1b", "\x7f", "\x9b31m", "ก\u202eข", "\u2066"], ids=ascii
)
def test_what_steers_a_terminal_or_a_line_is_refused_however_it_is_written(text: str) -> None:
    values: list[Plain] = [{"a": text}, {text: "a"}, {"a": [{"b": f"ก {text}"}]}]
    for value in values:
        with pytest.raises(InputError) as caught:
            read(to_yaml(value))
        assert {each.code for each in caught.value.problems} == {"character-refused"}
        assert not UNFIT.search(str(caught.value))


@settings(max_examples=150)
@given(value=_mappings)
def test_any_value_is_read_back(value: dict[str, Plain]) -> None:
    assert read(to_yaml(value)) == value


@settings(max_examples=150)
@given(value=_mappings)
def test_any_value_is_read_back_key_by_key(value: dict[str, Plain]) -> None:
    """A file is put together of its keys, with comments between them."""
    parts = [comment(["⟳ ตรวจ: 'ก' # ข"]) + to_yaml({key: each}) for key, each in value.items()]
    assert read("".join(parts)) == value


@settings(max_examples=150)
@given(value=_mappings)
def test_another_program_reads_the_same_texts(value: dict[str, Plain]) -> None:
    """A blank is the only value that is no text to a reader that types what it reads."""

    def typed(value: Plain) -> object:
        if isinstance(value, dict):
            return {(key or None): typed(each) for key, each in value.items()}
        if isinstance(value, list):
            return [typed(each) for each in value]
        return value or None

    assert yaml.safe_load(to_yaml(value)) == typed(value)


@given(st.lists(st.text(max_size=20), max_size=4), _mappings)
@example(["บรรทัด\nที่สอง: ก"], {"ก": "ข"})
@example(["ก\u2028ข: ค", "ก\x85ข: ค", "ก\rข: ค"], {"ก": "ข"})
def test_a_comment_is_never_data(lines: list[str], value: dict[str, Plain]) -> None:
    printable = ["".join(filter(_is_allowed, line)) for line in lines]
    text = comment(printable)
    assert all(line.startswith("# ") for line in text.split("\n")[:-1])
    assert read(text + to_yaml(value)) == value


def _is_allowed(character: str) -> bool:
    """Whether YAML, and we, let a character stand as it is."""
    return not (yaml.reader.Reader.NON_PRINTABLE.match(character) or unfit(character))


def test_it_is_written_for_people_to_edit() -> None:
    value: Plain = {
        "item": "contact",
        "phone": ["021234567", "043 000 000"],
        "address": "1 ถนนกลาง\n\nต.ในเมือง\n",
        "people": [{"name": "นาย ก", "contact": ["191", "1567"]}, {"name": "นาง ข", "rank": ""}],
        "unit": "",
        "laws": [],
    }
    assert to_yaml(value) == textwrap.dedent(
        """\
        item: contact
        phone:
          - '021234567'
          - 043 000 000
        address: |
          1 ถนนกลาง

          ต.ในเมือง
        people:
          - name: นาย ก
            contact:
              - '191'
              - '1567'
          - name: นาง ข
            rank:
        unit:
        laws: []
        """
    )


def test_a_long_line_is_not_broken() -> None:
    text = "ข้อความ ยาว มาก " * 500
    assert len(to_yaml({"a": text.strip()}).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", {}),
        ("a: ~\nb: 'null'\nc: [no, 021]", {"a": "", "b": "null", "c": ["no", "021"]}),
        ("- {a: [1, {b: }]}", [{"a": ["1", {"b": ""}]}]),
        ("ข้อความ", "ข้อความ"),
    ],
)
def test_a_node_without_its_places(text: str, plain: Plain) -> None:
    assert read(text) == plain


# --- a file is written whole or not at all ----------------------------------------------------


def left_overs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.name.startswith("."))


@pytest.mark.parametrize("content", ["ไทย\r\n", b"\x00\xff%PDF", "", b""])
def test_a_file_holds_what_it_was_given(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "data" / "2569" / "ใหม่" / "o01.yaml"
    write_file(path, NAME, content)
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert path.stat().st_mode & 0o777 == 0o644
    assert left_overs(tmp_path) == []


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "o01.yaml"
    path.write_text("เก่า", encoding="utf-8")
    path.chmod(0o600)
    write_file(path, NAME, "ใหม่")
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("ใหม่", 0o644)


def test_yaml_is_written_and_read_as_a_file(tmp_path: Path) -> None:
    value: Plain = {"item": "news", "remarks": list(ODD)}
    write_file(tmp_path / "o01.yaml", NAME, to_yaml(value))
    assert to_plain(read_yaml(tmp_path / "o01.yaml", NAME)) == value


@pytest.mark.parametrize("place", ["file/o01.yaml", "file/below/o01.yaml", "folder", "long"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, place: str, english: None) -> None:
    (tmp_path / "file").write_text("เดิม", encoding="utf-8")
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    place = place.replace("long", "ก" * 300)
    with pytest.raises(InputError) as error:
        write_file(tmp_path / place, NAME, "ใหม่")
    [problem] = error.value.problems
    assert (problem.code, str(problem.location)) == ("output-unwritable", NAME)
    assert "the file cannot be written" in str(problem.message)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "เดิม"
    assert (tmp_path / "folder" / "inside").is_dir()
    assert left_overs(tmp_path) == []


FULL_DISK = """\
import resource, signal, sys
from pathlib import Path
from site_builder.characters import UNFIT, unfit
from site_builder.problems import InputError
from site_builder.sources.write import write_file

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_file(Path(sys.argv[1]), "o01.yaml", b"x" * 5000)
except InputError as error:
    print([problem.code for problem in error.problems])
"""


def test_what_was_there_outlives_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "o01.yaml"
    path.write_text("เดิม", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("['output-unwritable']\n", "")
    assert path.read_text(encoding="utf-8") == "เดิม"
    assert left_overs(tmp_path) == []


def test_what_was_there_outlives_a_stop_before_the_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "o01.yaml"
    path.write_text("เดิม", encoding="utf-8")

    def stop(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(InputError):
        write_file(path, NAME, "ใหม่")
    assert path.read_text(encoding="utf-8") == "เดิม"
    assert left_overs(tmp_path) == []
