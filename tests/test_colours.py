"""Colours of an agency: what is read, what is refused, and that every shade can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import ROOT, copy_workspace, oit
from workspaces import AGENCY, WorkspaceFolder

from site_builder.colours import (
    DARK_PAGE,
    READABLE,
    WHITE,
    Rgb,
    contrast,
    css,
    palette,
    parse_colour,
    readable_on,
)
from site_builder.problems import InputError, Problem

BLACK: Rgb = (0, 0, 0)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#1f4e79", (31, 78, 121)),
        ("#1F4E79", (31, 78, 121)),
        ("1f4e79", (31, 78, 121)),
        ("  #1f4e79 ", (31, 78, 121)),
        ("#15a", (17, 85, 170)),
        ("#000", BLACK),
        ("#FFFFFF", WHITE),
        ("", None),
        ("#", None),
        ("#12", None),
        ("#1234", None),
        ("#12345", None),
        ("#1234567", None),
        ("#12345g", None),
        ("##123456", None),
        ("#๑๒๓๔๕๖", None),
        ("น้ำเงิน", None),
        ("red", None),
        ("rgb(1,2,3)", None),
        ("#123456;}body{display:none", None),
        ("#123456\n", (18, 52, 86)),
    ],
)
def test_parse(text: str, colour: Rgb | None) -> None:
    assert parse_colour(text) == colour


@given(COLOURS)
def test_a_colour_written_out_is_read_again(colour: Rgb) -> None:
    assert parse_colour(css(colour)) == colour
    assert re.fullmatch(r"#[0-9a-f]{6}", css(colour))


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        # As the W3C's and WebAIM's tools tell them.
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#777", "#fff", 4.48),
        ("#767676", "#fff", 4.54),
        ("#808080", "#fff", 3.95),
        ("#f00", "#fff", 4.0),
        ("#00f", "#fff", 8.59),
        ("#0f0", "#fff", 1.37),
        ("#ff0", "#000", 19.56),
        ("#595959", "#fff", 7.0),
    ],
)
def test_contrast_of_known_pairs(first: str, second: str, ratio: float) -> None:
    one, other = parse_colour(first), parse_colour(second)
    assert one and other
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("background", [WHITE, DARK_PAGE])
@pytest.mark.parametrize("least", [3.0, READABLE, 7.0, 15.0])
@given(colour=COLOURS)
def test_a_colour_made_readable_can_be_read(colour: Rgb, background: Rgb, least: float) -> None:
    made = readable_on(colour, background, least)
    assert contrast(made, background) >= least
    if contrast(colour, background) >= least:
        assert made == colour, "a colour that can be read stays as it is"


@given(colour=COLOURS)
def test_a_colour_is_changed_no_more_than_is_needed(colour: Rgb) -> None:
    """Within the steps of one hundredth of lightness, which is at most seven of 255 of a part."""
    made = readable_on(colour, WHITE)
    if made != colour:
        lighter = tuple(min(part + 7, 255) for part in made)
        assert contrast((lighter[0], lighter[1], lighter[2]), WHITE) < READABLE


@given(colour=COLOURS)
def test_every_shade_of_a_palette_can_be_read_where_it_stands(colour: Rgb) -> None:
    readable = readable_on(colour, WHITE)
    shades = palette(readable)
    main, dark, light = (parse_colour(s) for s in (shades.main, shades.dark, shades.light))
    assert main and dark and light
    assert main == readable
    assert contrast(main, WHITE) >= READABLE
    assert contrast(dark, WHITE) >= contrast(main, WHITE), "hovered is not paler"
    assert contrast(light, DARK_PAGE) >= 7.0


def _problems(folder: WorkspaceFolder, *lines: str) -> tuple[Problem, ...]:
    folder.write("data/agency.yaml", AGENCY + "".join(f"{line}\n" for line in lines))
    try:
        folder.open()
    except InputError as error:
        return error.problems
    return ()


LINE = AGENCY.count("\n") + 1


@pytest.mark.parametrize("colour", ["#1f4e79", "#15a", "767676"])
def test_a_colour_that_serves(workspace: WorkspaceFolder, colour: str) -> None:
    assert _problems(workspace, f'colour: "{colour}"') == ()
    shades = workspace.open().agency.palette
    assert shades is not None
    assert shades.main == css(parse_colour(colour) or BLACK)


def test_without_a_colour_the_theme_has_its_own(workspace: WorkspaceFolder) -> None:
    assert workspace.open().agency.palette is None


@pytest.mark.parametrize("line", ["colour: #1f4e79", "colour:", 'colour: ""'])
def test_a_colour_that_yaml_takes_for_a_comment(workspace: WorkspaceFolder, line: str) -> None:
    (problem,) = _problems(workspace, line)
    assert (problem.code, problem.location.line) == ("colour-blank", LINE)
    assert '"#1f4e79"' in problem.remedy.th


@pytest.mark.parametrize("colour", ["น้ำเงิน", "red", "#12345", "#zzzzzz", "12", "<b>"])
def test_a_colour_that_is_none(workspace: WorkspaceFolder, english: None, colour: str) -> None:
    (problem,) = _problems(workspace, f'colour: "{colour}"')
    assert problem.code == "colour-unreadable"
    assert (problem.location.file, problem.location.line) == ("data/agency.yaml", LINE)
    assert colour in str(problem)
    assert "#1f4e79" in str(problem.remedy)


@pytest.mark.parametrize("colour", ["#ffd700", "#7fb3d5", "#888", "#ffffff", "#fe8a00"])
def test_a_colour_that_is_too_light_names_the_nearest_that_serves(
    workspace: WorkspaceFolder, english: None, colour: str
) -> None:
    (problem,) = _problems(workspace, f'colour: "{colour}"')
    assert problem.code == "colour-contrast"
    assert problem.location.line == LINE
    assert colour in str(problem.message)
    named = re.search(r"#[0-9a-f]{6}", str(problem.remedy))
    assert named
    assert _problems(workspace, f'colour: "{named[0]}"') == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('colour: "#ffd700"', "#"),
        ('colour: "สีทอง"', "สีทอง"),
        ("emblem: none.png", "none.png"),
        ("emblem: ../../secret.png", "secret.png"),
        ("emblem: /etc/passwd", "/etc/passwd"),
        ("emblem: emblem.svg", ".svg"),
        ("emblem: folder.png", "folder.png"),
    ],
)
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_wrong_stops_the_build(tmp_path: Path, line: str, says: str, language: str) -> None:
    workspace = copy_workspace(ROOT / "examples" / "nakham", tmp_path / "w")
    files = workspace / "data/files"
    (files / "folder.png").mkdir(parents=True)
    (files / "emblem.svg").write_text("<svg onload='alert(1)'/>", encoding="utf-8")
    agency = workspace / "data/agency.yaml"
    number = agency.read_text(encoding="utf-8").count("\n") + 1
    with agency.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    run = oit("--lang", language, "build", cwd=workspace)
    assert run.code == 2
    assert f"data/agency.yaml:{number}" in run.err
    assert says in run.err
    assert "Traceback" not in run.err
    assert run.err.count(f"data/agency.yaml:{number}") == 1
    assert not (workspace / "site").exists()
