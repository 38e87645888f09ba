"""Every engine writes the same site: addresses, anchors, texts, links, files."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from commands import BAD_INPUT, CLEAN, Commands
from conftest import ENGINE
from sites import ROOT, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.engines import ENGINES
from site_builder.engines.navigation import Navigation, Place, relative
from site_builder.engines.theme import theme_folder
from site_builder.published.sums import NAME, read_sums

Mark = tuple[str, tuple[tuple[str, str], ...]] | str

SETTINGS = """\
site_name: ทดสอบ
docs_dir: content
theme: {name: material, language: th}
plugins: [oit]
"""


def _marks(page: Path) -> list[Mark]:
    """Every element with its attributes, every text; spaces between do not count."""
    found: list[Mark] = []
    for node in BeautifulSoup(page.read_bytes(), "html.parser").descendants:
        if isinstance(node, Tag):
            attributes = {key: " ".join(node.get_attribute_list(key)) for key in node.attrs}
            if attributes.get("name") == "generator":
                continue
            # The front page as MkDocs links to it where a page may stand anywhere.
            if attributes.get("href", "").endswith("/."):
                attributes["href"] = attributes["href"].removesuffix(".")
            found.append((node.name, tuple(sorted(attributes.items()))))
        elif type(node) is NavigableString and node.strip():
            found.append(" ".join(node.split()))
    return found


def _named(site: Path) -> set[str]:
    return set(read_sums(site / NAME))


def _differences(one: Path, other: Path) -> list[str]:
    names = [
        {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        for site in (one, other)
    ]
    told = [f"only in one: {name}" for name in sorted(names[0] ^ names[1])]
    for name in sorted(names[0] & names[1]):
        if (one / name).read_bytes() == (other / name).read_bytes():
            continue
        if name == NAME:  # names the same files, and the sums of pages that differ in their spaces
            told += [] if _named(one) == _named(other) else [name]
        elif not name.endswith(".html"):
            told.append(f"{name} differs")
        if not name.endswith(".html"):
            continue
        pairs = zip(_marks(one / name), _marks(other / name), strict=False)
        told += [f"{name}: {a} / {b}" for a, b in pairs if a != b][:1]
        if len(_marks(one / name)) != len(_marks(other / name)):
            told.append(f"{name}: one is longer")
    return told


@pytest.mark.parametrize("name", ["root", "nakham"])
def test_every_engine_writes_the_same_site(
    built: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    source = ROOT if name == "root" else ROOT / "examples" / name
    for engine in ENGINES:
        if engine == ENGINE:
            continue
        workspace = copy_workspace(source, tmp_path / engine)
        run = oit("build", "--engine", engine, cwd=workspace)
        assert run.code == CLEAN, run.err
        assert _differences(built(name), workspace / "site") == []


#: Hand-written files, with what is asked of the engines: all of Markdown, links of every form.
CONTENT = {
    "index.md": "---\ntitle: หน้าแรกของเรา\n---\n## ประกาศ\n\n[เกี่ยวกับ](เกี่ยวกับ.md) [ทุกปี](oit/index.md#open-data)",
    "เกี่ยวกับ.md": "---\ntitle: เกี่ยวกับ <เรา>\ndescription: คำอธิบาย\nhide: [toc]\n---\n"
    "![ภาพ](files/ภาพ 1.png) [แผนที่](folder/map.md#way) [ไกล](https://a.example/?a=1&b=2)\n\n"
    "| ก | ข |\n|---|---|\n| 1 | 2 |\n\n```\nรหัส <b>\n```\n",
    "folder/README.md": "# อ่านก่อน {#first}\n\n### ลึก\n\n#### ลึกกว่า\n\n## ตื้น\n\n[กลับ](../index.md) [ที่นี่](#x) [ดู](map.md)",
    "folder/map.md": "ไม่มีหัวเรื่อง\n\n<a@b.example> [](../about_us.md)",
    "about_us.md": "ก่อนหัวเรื่อง\n\n# หัวเรื่อง\n\nข้อความ & <em>อื่น</em>",
    ".hidden.md": "# ซ่อน",
    "templates/a.md": "# แม่แบบ",
    "files/ภาพ 1.png": "ภาพ",
    "robots.txt": "User-agent: *\n",
}
MORE_SETTINGS = """\
site_url: https://www.example.test/sub
copyright: <b>ลิขสิทธิ์</b>
markdown_extensions: [attr_list, {toc: {permalink: true}}]
extra_css: [own.css]
nav:
  - เกี่ยวกับเรา: เกี่ยวกับ.md
  - กลุ่ม:
      - folder/README.md
      - แผนที่: folder/map.md
      - ข้างนอก: https://other.example/
"""


@pytest.mark.parametrize("more", ["", MORE_SETTINGS])
def test_hand_written_pages_are_the_same(
    commands: Commands, workspace: WorkspaceFolder, more: str
) -> None:
    workspace.write("mkdocs.yml", SETTINGS + more)
    for name, text in CONTENT.items():
        workspace.write(f"content/{name}", text)
    sites = []
    for engine in ENGINES:
        run = commands.run("build", "--engine", engine, cwd=workspace.root)
        assert (run.code, run.err.count("→")) == (CLEAN, 0), run.err
        sites.append((workspace.root / "site").rename(workspace.root / engine))
    assert _differences(*sites) == []


REFUSED = {
    "a link to nothing": ("content/a.md", "[x](nothing.md)", "content/a.md", "nothing.md"),
    "a picture that is not there": ("content/a.md", "![](b.png)", "content/a.md", "b.png"),
    "a setting of MkDocs": ("mkdocs.yml", SETTINGS + "hooks: [a.py]\n", "mkdocs.yml", "hooks"),
    "a plugin": (
        "mkdocs.yml", SETTINGS.replace("[oit]", "[oit, blog]"), "mkdocs.yml", "blog",
    ),
    "features": (
        "mkdocs.yml", SETTINGS.replace("th}", "th, features: [x]}"), "mkdocs.yml", "theme.features",
    ),
    "another theme": (
        "mkdocs.yml", SETTINGS.replace("material", "readthedocs"), "mkdocs.yml", "readthedocs",
    ),
    "another language": (
        "mkdocs.yml", SETTINGS.replace(": th", ": en"), "mkdocs.yml", "theme.language: en",
    ),
    "a tag of YAML": ("mkdocs.yml", SETTINGS + "site_url: !ENV X\n", "mkdocs.yml:5", "!"),
    "the sign = alone": ("mkdocs.yml", SETTINGS + "extra: {a: =}\n", "mkdocs.yml", "mkdocs.yml"),
    "a day that is none": ("mkdocs.yml", SETTINGS + "extra: {a: 2025-13-45}\n", "mkdocs.yml", "mkdocs.yml"),
    "a text for a list": ("mkdocs.yml", SETTINGS + "nav: a.md\n", "mkdocs.yml", '"nav"'),
    "a number for a list": ("mkdocs.yml", SETTINGS + "extra_css: 5\n", "mkdocs.yml", '"extra_css"'),
    "a list for a theme": (
        "mkdocs.yml", SETTINGS.replace("{name: material, language: th}", "[a]"), "mkdocs.yml", '"theme"',
    ),
    "a list for a folder": (
        "mkdocs.yml", SETTINGS.replace("th}", "th, custom_dir: [a]}"), "mkdocs.yml", "theme.custom_dir",
    ),
    "no plugin": ("mkdocs.yml", SETTINGS.replace("[oit]", "[]"), "mkdocs.yml", '"oit"'),
    "no such file": ("mkdocs.yml", "", "mkdocs.yml", "mkdocs.yml"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_direct_engine_does_not_do_is_told(
    commands: Commands, workspace: WorkspaceFolder, case: str
) -> None:
    file, text, place, word = REFUSED[case]
    workspace.write("mkdocs.yml", SETTINGS)
    workspace.write(file, text)
    if not text:
        (workspace.root / file).unlink()
    run = commands.run("build", "--engine", "direct", cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert place in run.err and word in run.err and "→" in run.err
    assert not (workspace.root / "site").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_id_of_a_heading_stays_an_id(
    commands: Commands, workspace: WorkspaceFolder, engine: str
) -> None:
    workspace.write("mkdocs.yml", f"{SETTINGS}markdown_extensions: [attr_list]\n")
    workspace.write("content/a.md", "# ก\n\n## ข {: id='\" onclick=x a=\"' }\n\nค\n")
    run = commands.run("build", "--engine", engine, cwd=workspace.root)
    assert run.code == CLEAN, run.err
    page = BeautifulSoup((workspace.root / "site/a/index.html").read_bytes(), "html.parser")
    assert page.find("h2", string="ข")["id"] == '" onclick=x a="'  # type: ignore[index]
    assert page.find("a", href='#" onclick=x a="') and not page.select("[onclick]")


def test_templates_of_mkdocs_are_told_and_files_are_taken(
    commands: Commands, workspace: WorkspaceFolder
) -> None:
    workspace.write("mkdocs.yml", SETTINGS.replace("th}", "th, custom_dir: theme}"))
    workspace.write("theme/assets/oit.css", "own")
    assert commands.run("build", "--engine", "direct", cwd=workspace.root).code == CLEAN
    assert (workspace.root / "site/assets/oit.css").read_text(encoding="utf-8") == "own"
    workspace.write("theme/partials/footer.html", "own")
    run = commands.run("build", "--engine", "direct", cwd=workspace.root)
    assert run.code == BAD_INPUT and "partials/footer.html" in run.err


def test_links_out_of_the_folder_of_pages_are_refused(
    commands: Commands, workspace: WorkspaceFolder
) -> None:
    """What they lead to was not looked at for personal data."""
    workspace.write("mkdocs.yml", SETTINGS)
    (workspace.root / "content").mkdir()
    (workspace.root / "content/a.md").symlink_to(workspace.write("secret.md", "# ลับ"))
    (workspace.root / "content/b").symlink_to(workspace.root)
    run = commands.run("build", "--engine", "direct", cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert "content/a.md: " in run.err and "content/b: " in run.err


def test_the_style_is_that_of_the_theme_of_mkdocs() -> None:
    theirs = Path(str(files("material"))) / "templates"
    ours = theme_folder("direct")
    copies = [path for path in (ours / "assets").rglob("*") if path.is_file()]
    assert len(copies) == 3
    for path in copies:
        assert path.read_bytes() == (theirs / path.relative_to(ours)).read_bytes(), path


@pytest.mark.parametrize(
    ("url", "page", "link"),
    [
        ("", "", "."),
        ("", "oit/2568/o01/", "../../.."),
        ("oit/", "", "oit/"),
        ("oit/2568/o01/", "oit/2568/o01/", "./"),
        ("oit/2568/o02/", "oit/2568/o01/", "../o02/"),
        ("oit/2568/", "oit/2568/o01/", "../"),
        ("oit/2568/o01/", "oit/", "2568/o01/"),
        ("assets/a.css", "oit/2568/", "../../assets/a.css"),
        ("oit/feed.atom", "oit/2568/", "../feed.atom"),
        ("oit/", "/sub/", "/sub/oit/"),
        ("", "/", "/"),
        ("https://a.example/b", "oit/", "https://a.example/b"),
    ],
)
def test_links_are_relative(url: str, page: str, link: str) -> None:
    assert relative(url, page) == link


def test_the_navigation_opens_the_sections_of_its_page() -> None:
    items = tuple(Place(f"ข้อ {number}", f"a/{number}/") for number in range(3))
    navigation = Navigation(
        [Place("หน้าแรก", ""), Place("ปี", "", (Place("กลุ่ม", "", items),)), Place("อื่น", "b/")]
    )
    soup = BeautifulSoup(navigation.html("a/1/"), "html.parser")
    assert [(str(a["href"]), a.get_text()) for a in soup.select("a")] == [
        ("../..", "หน้าแรก"), ("../0/", "ข้อ 0"), ("./", "ข้อ 1"), ("../2/", "ข้อ 2"), ("../../b/", "อื่น"),
    ]  # fmt: skip
    assert [a.get_text() for a in soup.select("[aria-current=page]")] == ["ข้อ 1"]
    assert len(soup.select("input[id^=__nav_][checked]")) == 2
    closed = BeautifulSoup(navigation.html("b/"), "html.parser")
    assert [(str(a["href"]), a.get_text()) for a in closed.select("a")] == [
        ("..", "หน้าแรก"), ("../a/0/", "ปี"), ("./", "อื่น"),
    ]  # fmt: skip
