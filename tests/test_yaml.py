"""YAML as text with line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Mapping, Node, Scalar, Sequence
from site_builder.sources.yaml import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml

NAME = "data/2568/o01.yaml"


def _plain(node: Node) -> object:
    """A node as Python values, locations aside."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node]
        case Mapping():
            return {entry.key: _plain(entry.value) for entry in node.entries}


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Sequence):
        for item in node:
            yield from _nodes(item)
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from _nodes(entry.value)


def _value(text: str) -> Scalar:
    node = parse_yaml(text, NAME)
    assert isinstance(node, Mapping)
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    return value


def _refused(text: str) -> list[tuple[str, int]]:
    """Codes and lines of the problems of a text that is not accepted."""
    with pytest.raises(InputError) as caught:
        parse_yaml(text, NAME)
    assert {problem.location.file for problem in caught.value.problems} == {NAME}
    return [(problem.code, problem.location.line) for problem in caught.value.problems]


def _read(tmp_path: Path, content: bytes) -> Node:
    path = tmp_path / "o01.yaml"
    path.write_bytes(content)
    return read_yaml(path, NAME)


def _unreadable(tmp_path: Path, content: bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, content)
    (problem,) = caught.value.problems
    return problem


# --- values stay text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "021234567",
        "0x1F",
        "1_000",
        "1e3",
        "12,500.00",
        ".5",
        "+66 43 000 000",
        "2568-03-01",
        "2024-10-01 09:00:00",
        "12:30",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "False",
        "nan",
        ".inf",
        "=",
        "-5",
        "<<",
        "ไม่มี",
        "๑๒๓",
    ],
)
def test_nothing_is_typed(text: str) -> None:
    assert _value(f"key: {text}").text == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "   ", "  # remark"])
def test_blank_values(text: str) -> None:
    value = _value(f"key: {text}")
    assert (value.text, value.is_blank) == ("", True)


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", ["~", "null", "NULL", "*a", "!a", "&a", "a: b", "# a", "- a"])
def test_a_quoted_text_is_taken_as_it_stands(quote: str, text: str) -> None:
    assert _value(f"key: {quote}{text}{quote}").text == text


@pytest.mark.parametrize("text", ["''", '""', "'  '"])
def test_a_quoted_blank_is_blank_too(text: str) -> None:
    assert _value(f"key: {text}").is_blank


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        pytest.param("key: |\n  หนึ่ง\n\n  สอง\n", "หนึ่ง\n\nสอง\n", id="literal"),
        pytest.param("key: |-\n  หนึ่ง\n  สอง\n", "หนึ่ง\nสอง", id="literal, stripped"),
        pytest.param("key: >-\n  หนึ่ง\n  สอง\n", "หนึ่ง สอง", id="folded"),
        pytest.param("key: หนึ่ง\n  สอง\n", "หนึ่ง สอง", id="plain over two lines"),
        pytest.param('key: "หนึ่ง\\nสอง"', "หนึ่ง\nสอง", id="escaped line break"),
        pytest.param("key: cafe\u0301", "caf\u00e9", id="normal form C"),
        pytest.param("key: น้ำ 💧", "น้ำ 💧", id="beyond the basic plane"),
    ],
)
def test_texts_of_several_forms(yaml: str, text: str) -> None:
    assert _value(yaml).text == text


# --- structure and places ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# remark only\n", "---\n", "~", "null\n", "--- ~\n..."]
)
def test_a_file_without_content_is_an_empty_mapping(text: str) -> None:
    node = parse_yaml(text, NAME)
    assert isinstance(node, Mapping)
    assert node.entries == ()


@pytest.mark.parametrize(
    ("yaml", "content"),
    [
        ("หนึ่ง: 1\nสอง: 2", {"หนึ่ง": "1", "สอง": "2"}),
        ("- a\n-\n- c", ["a", "", "c"]),
        (
            "rows:\n  - {a: 1, b: }\n  - a: 2\n    b: [x, y]",
            {"rows": [{"a": "1", "b": ""}, {"a": "2", "b": ["x", "y"]}]},
        ),
        ("rows: []\nparts: {}", {"rows": [], "parts": {}}),
        ("text", "text"),
        ('"a b": 1', {"a b": "1"}),
        ("1: 2", {"1": "2"}),
    ],
    ids=["mapping", "list", "nested", "empty", "scalar", "quoted key", "figure as key"],
)
def test_structures_are_kept(yaml: str, content: object) -> None:
    assert _plain(parse_yaml(yaml, NAME)) == content


def test_keys_keep_the_order_of_the_file() -> None:
    node = parse_yaml("z: 1\na: 2\nm: 3", NAME)
    assert isinstance(node, Mapping)
    assert [entry.key for entry in node.entries] == ["z", "a", "m"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_node_knows_its_line_and_column(end: str) -> None:
    lines = ["# remark", "name: ชื่อ", "", "rows:", "  - a: 1", "    'b': 2", "  - c"]
    node = parse_yaml(end.join(lines), NAME)
    assert isinstance(node, Mapping)
    name, rows = node.entries
    assert isinstance(rows.value, Sequence)
    first, second = rows.value
    assert isinstance(first, Mapping)
    places = [
        *(entry.location for entry in (name, rows, *first.entries)),
        *(each.location for each in (name.value, rows.value, first, second)),
        *(entry.value.location for entry in first.entries),
    ]
    assert [(place.line, place.column) for place in places] == [
        *[(2, 1), (4, 1), (5, 5), (6, 5)],
        *[(2, 7), (5, 3), (5, 5), (7, 5)],
        *[(5, 8), (6, 10)],
    ]
    assert {place.file for place in places} == {NAME}


# --- what is not accepted ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        pytest.param("a: 1\nb: 2\na: 3", [("duplicate-key", 3)], id="key twice"),
        pytest.param("a: 1\na: 2\na: 3", [("duplicate-key", 2), ("duplicate-key", 3)], id="thrice"),
        pytest.param("- {a: 1, a: 2}", [("duplicate-key", 1)], id="key twice in a row"),
        pytest.param("a: 1\n'a': 2", [("duplicate-key", 2)], id="key quoted and bare"),
        pytest.param("caf\u00e9: 1\ncafe\u0301: 2", [("duplicate-key", 2)], id="in two forms"),
        pytest.param("a: 1\nb: *a", [("yaml-not-plain", 2)], id="alias"),
        pytest.param(
            "a: &x 1\nb: *y", [("yaml-not-plain", 1), ("yaml-not-plain", 2)], id="anchor and alias"
        ),
        pytest.param("*a : 1", [("yaml-not-plain", 1)], id="alias as key"),
        pytest.param("a: &x text", [("yaml-not-plain", 1)], id="anchor alone"),
        pytest.param("*a", [("yaml-not-plain", 1)], id="alias as the whole file"),
        pytest.param("a: 1\nb: !x text", [("yaml-not-plain", 2)], id="tag"),
        pytest.param("a: !!int 1", [("yaml-not-plain", 1)], id="standard tag"),
        pytest.param("a: ! text", [("yaml-not-plain", 1)], id="tag without a name"),
        pytest.param("a: !!python/name:os.system x", [("yaml-not-plain", 1)], id="python tag"),
        pytest.param("a: !!set {x, y}", [("yaml-not-plain", 1)], id="tagged mapping"),
        pytest.param("a: 1\n? [b]\n: 2", [("yaml-not-plain", 2)], id="list as key"),
        pytest.param("a: 1\n---\nb: 2", [("yaml-not-plain", 2)], id="two documents"),
        pytest.param("a: 1\nb:\n\t- c", [("yaml-syntax", 3)], id="tab"),
        pytest.param('a: 1\nb: "c', [("yaml-syntax", 2)], id="unclosed quote"),
        pytest.param("a: 1\nb: c: d", [("yaml-syntax", 2)], id="colon in a text"),
        pytest.param("a: 1\nb: -", [("yaml-syntax", 2)], id="bare dash"),
        pytest.param("a: 1\n  b: 2", [("yaml-syntax", 2)], id="crooked indentation"),
        pytest.param("a: [1, 2", [("yaml-syntax", 1)], id="unclosed bracket"),
        pytest.param("a: 1\nb: @c", [("yaml-syntax", 2)], id="at sign"),
        pytest.param("%YAML 9.9\n---\na: 1", [("yaml-syntax", 1)], id="other YAML"),
        pytest.param("a: 1\nb: \x07", [("yaml-syntax", 2)], id="control character"),
        pytest.param("a: 1\nb: \x00", [("yaml-syntax", 2)], id="null character"),
        pytest.param(
            f"a: {'ก' * 30}\nb: \x07\nc: 1\nd: 2\ne: 3\n",
            [("yaml-syntax", 2)],
            id="control character after Thai",
        ),
        pytest.param(
            "a: *x\nb: !y z\nc: 1\nc: 2",
            [("yaml-not-plain", 1), ("yaml-not-plain", 2), ("duplicate-key", 4)],
            id="several at once",
        ),
    ],
)
def test_what_is_refused_and_where(yaml: str, problems: list[tuple[str, int]]) -> None:
    assert _refused(yaml) == problems


def test_a_tab_is_named_as_the_cause(english: None) -> None:
    with pytest.raises(InputError, match="never with the Tab key"):
        parse_yaml("a:\n\t- b", NAME)
    with pytest.raises(InputError, match="closed quotes"):
        parse_yaml("a: 'b", NAME)


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{a: ", "}")], ids=["lists", "mappings"]
)
def test_depth_has_a_limit(opening: str, closing: str) -> None:
    deepest = opening * MAX_DEPTH + "x" + closing * MAX_DEPTH
    assert sum(1 for _ in _nodes(parse_yaml(deepest, NAME))) == MAX_DEPTH + 1
    assert _refused(f"{opening}{deepest}{closing}") == [("yaml-depth", 1)]
    assert _refused(opening * 5000) == [("yaml-depth", 1)]


def test_a_yaml_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert {code for code, _ in _refused("\n".join(lines))} == {"yaml-not-plain"}


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("ชื่อ: ๑\nb: 2\n".encode(), id="UTF-8"),
        pytest.param("\ufeffชื่อ: ๑\nb: 2\n".encode(), id="byte order mark"),
        pytest.param("ชื่อ: ๑\r\nb: 2\r\n".encode(), id="CRLF"),
        pytest.param("ชื่อ: ๑\nb: 2".encode(), id="no line break at the end"),
    ],
)
def test_files_that_are_read(tmp_path: Path, content: bytes) -> None:
    assert _plain(_read(tmp_path, content)) == {"ชื่อ": "๑", "b": "2"}


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    assert _plain(_read(tmp_path, b"")) == {}
    assert _plain(_read(tmp_path, b"\xef\xbb\xbf")) == {}


@pytest.mark.parametrize(
    ("content", "code", "line", "hint"),
    [
        pytest.param("a: 1\nชื่อ: ก".encode("cp874"), "encoding", 2, True, id="Windows-874"),
        pytest.param("a: ก".encode("tis-620"), "encoding", 1, True, id="TIS-620"),
        pytest.param("a: ก".encode("utf-16"), "encoding", 1, False, id="UTF-16"),
        pytest.param("a: ก".encode("utf-16-be"), "yaml-syntax", 1, False, id="UTF-16, no mark"),
        pytest.param(b"a: 1\nb: 2\nc: \xff", "encoding", 3, False, id="not a text"),
    ],
)
def test_other_encodings_are_named(
    tmp_path: Path, english: None, content: bytes, code: str, line: int, hint: bool
) -> None:
    problem = _unreadable(tmp_path, content)
    assert (problem.code, problem.location.line) == (code, line)
    assert ("Windows-874" in str(problem.message)) is hint


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(InputError) as caught:
            read_yaml(path, NAME)
        (problem,) = caught.value.problems
        assert (problem.code, str(problem.location)) == ("file-unreadable", NAME)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError) as caught:
        read_yaml(path, NAME)
    assert [problem.code for problem in caught.value.problems] == ["file-too-large"]


# --- any text ---------------------------------------------------------------------------------

_yaml_pieces = st.lists(
    st.sampled_from(
        [*"abก๑:-?,[]{}#&*!|>'\"%@`~ \n\t\r\x07\x85\ufeff", ": ", "- ", "\n  ", "---\n"]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(), _yaml_pieces))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = parse_yaml(text, NAME)
    except InputError as error:
        assert error.problems
        assert all(str(problem.message) and str(problem.remedy) for problem in error.problems)
    else:
        assert all(isinstance(each, Scalar | Sequence | Mapping) for each in _nodes(node))


@given(st.dictionaries(st.text("abกข ๑", min_size=1), st.text("abกข๑ :#-'\n"), max_size=5))
def test_quoted_texts_come_back(content: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\n", "\\n") + '"'

    yaml = "\n".join(f"{quoted(key)}: {quoted(value)}" for key, value in content.items())
    assert _plain(parse_yaml(yaml, NAME)) == content


@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        node = _read(folder, content)
    except InputError as error:
        assert error.problems
    else:
        assert isinstance(node, Scalar | Sequence | Mapping)
