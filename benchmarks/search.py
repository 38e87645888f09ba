"""The search in a real browser: what it finds of words planted in Thai pages, and how fast.

Three hundred pages of real Thai prose get words planted inside text without spaces: in paragraphs,
in tables, in headings, as numbers in Thai digits, and words whose tone marks are then misspelled.
Every planted word is typed into the search box of the built site; so are words that stand nowhere.
The same pages are built with Material's own search, and the same words are asked of it.

Then the index of the root workspace: its size, with the editions of an example to make 132 items,
and what it costs the build, with and without texts of PDF files kept from before.

Run: `python benchmarks/search.py`.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from measuring import BIN, ENVIRONMENT, ROOT
from playwright.sync_api import Page, Response, sync_playwright
from results import Options, Part, Table

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from install_browser import BROWSER_FLAGS, system_chromium  # noqa: E402
from serving import serving  # noqa: E402
from workspaces import AGENCY  # noqa: E402

from site_builder.publication import publish_workspace  # noqa: E402
from site_builder.search.fold import fold, fold_loosely  # noqa: E402
from site_builder.search.index import index_files  # noqa: E402
from site_builder.workspace import open_workspace  # noqa: E402

PAGES = 300
QUICK_PAGES = 20
PAGE_CHARACTERS = 3000
OURS = "site_name: ours\ndocs_dir: content\ntheme: {name: material, language: th}\nplugins: [oit]\n"
MATERIAL = (
    "site_name: material\ndocs_dir: content\ntheme: {name: material, language: th, font: false}\n"
    "plugins:\n  - search:\n      lang: th\n"
)
#: Words of nearly every page: many results to show, which is what takes longest.
COMMON = ("การ", "และ", "เทศบาล", "ประชาชน", "งบประมาณ", "2568", "การ ประชาชน")
TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


#: Goes to the box with a word in it, and waits for the list.
FIRST = """() => new Promise(done => {
    const box = document.querySelector("[data-oit-search=page]");
    const start = performance.now();
    box.querySelector("input").value = "เทศบาล";
    box.querySelector("input").focus();
    const look = () => box.querySelector(".oit-search__results li")
        ? done(performance.now() - start) : setTimeout(look, 1);
    look();
})"""


@dataclass
class Planted:
    """Pages of text by their name, and what must be found: a query with the pages that have it."""

    texts: dict[str, str] = field(default_factory=dict)
    queries: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def expect(self, kind: str, query: str, *pages: str) -> None:
        self.queries.setdefault(kind, {})[query] = set(pages)


@dataclass
class Found:
    """What one site's search has answered: figures by what they are of, and recall by kind of query."""

    figures: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def measure(options: Options) -> list[Part]:
    """What is found, how fast, and what the index weighs."""
    pages = QUICK_PAGES if options.quick else PAGES
    planted = plant(random.Random(2568), pages)
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        folder = Path(name)
        sites = {
            "ours": ask_all(build(folder / "ours", OURS, planted), planted, ask_ours),
            "Material, `lang: th`": ask_all(
                build(folder / "material", MATERIAL, planted), planted, ask_material
            ),
        }
        index = index_table(folder)
    ours, other = sites.values()
    kinds = [
        [kind, str(len(queries)), ours.kinds[kind], other.kinds[kind]]
        for kind, queries in planted.queries.items()
    ]
    figures = [
        [name, ours.figures.get(name, ""), other.figures.get(name, "")]
        for name in dict.fromkeys([*ours.figures, *other.figures])
    ]
    head = ["words", "queries", *(f"{name}: recall, precision, wrong" for name in sites)]
    return [
        Table(f"{pages} pages: what is found of the planted words", head, kinds),
        Table("How fast, in Chromium", ["", *sites], figures),
        index,
    ]


def plant(chance: random.Random, pages: int) -> Planted:
    """The pages with their words, the same in every run."""
    prose = _prose()
    whole = fold_loosely("".join(prose))
    words = _new_words(chance, whole)
    numbers = _new_numbers(chance, fold("".join(prose)))
    planted = Planted()
    names = [f"p{number:03d}" for number in range(pages)]
    shared = {next(words): chance.sample(names, 7) for _ in range(20)}
    for number, name in enumerate(names):
        start = chance.randrange(len(prose))
        body = ""
        while len(body) < PAGE_CHARACTERS:
            body += prose[start % len(prose)] + "\n\n"
            start += 1
        inside, cell, heading, toned, amount = (
            next(words), next(words), next(words), _toned(chance, words), next(numbers),
        )  # fmt: skip
        here = [inside, toned, amount.translate(TO_THAI)]
        here += [word for word, places in shared.items() if name in places]
        body = _with(chance, body, here)
        first = next(words)
        body += f"\n\nรายการต่อไปนี้ {first}ประจำปี\n"
        table = f"| ที่ | รายการ |\n|---|---|\n| 1 | จ้างเหมา{cell}ประจำปี |\n"
        title = f"หน้าที่ {number + 1}"
        planted.texts[name] = f"# {title}\n\n{body}\n\n## เรื่อง{heading}และอื่น ๆ\n\n{table}\n"
        planted.expect("after a space", first, name)
        planted.expect("inside unspaced text", inside, name)
        planted.expect("inside a table", cell, name)
        planted.expect("inside a heading", heading, name)
        planted.expect("Thai digits, asked in Arabic", amount, name)
        planted.expect("tone mark left out or mistaken", _misspelled(chance, toned), name)
        planted.expect("nowhere", next(words))
    for word, places in shared.items():
        planted.expect("on seven pages", word, *places)
    return planted


def _prose() -> list[str]:
    """Paragraphs of real Thai prose."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("tests/seeds/*.txt"))]
    lines = [" ".join(line.split()) for text in texts for line in text.splitlines()]
    for path in sorted(ROOT.glob("data/256*/*.yaml")):
        lines += re.findall("[ก-๛][ก-๛ .,()/0-9-]{80,}", path.read_text(encoding="utf-8"))
    return [re.sub(r"[#|*_`<>\[\]]", " ", line) for line in lines if len(line) > 60]


def _new_words(chance: random.Random, known: str) -> Iterator[str]:
    """Words as Thai are spelled that stand nowhere yet, neither in the prose nor in each other."""
    made: set[str] = set()
    while True:
        word = "".join(
            chance.choice(["เ", "แ", "โ", ""])
            + chance.choice("กขคจชดตทนบปผพมยรลวสห")
            + chance.choice(["า", "ิ", "ุ", "ั", "อ"])
            + chance.choice("กงดนบมยว")
            for _ in range(3)
        )
        loose = fold_loosely(word)
        if len(loose) > 6 and loose not in known and not any(loose in one for one in made):
            made.add(loose)
            yield word


def _new_numbers(chance: random.Random, known: str) -> Iterator[str]:
    made: set[str] = set()
    while True:
        number = str(chance.randrange(1_000_000, 9_999_999))
        if number not in known and number not in made:
            made.add(number)
            yield number


def _toned(chance: random.Random, words: Iterator[str]) -> str:
    """A new word with tone marks."""
    return (
        re.sub("([ก-ฮ])([ิุั])", lambda m: m[1] + m[2] + chance.choice("่้"), next(words), count=2)
        + "้าน"
    )


def _misspelled(chance: random.Random, word: str) -> str:
    marks = [at for at, letter in enumerate(word) if letter in "่้"]
    at = chance.choice(marks)
    other = chance.choice(["", "่" if word[at] == "้" else "้"])
    return word[:at] + other + word[at + 1 :]


def _with(chance: random.Random, text: str, words: list[str]) -> str:
    """The text with each word between two Thai letters, without spaces."""
    places = [found.start() + 1 for found in re.finditer("[ก-ฮ](?=[ก-ฮเแโใไ])", text)]
    for at, word in sorted(
        zip(chance.sample(places, len(words)), words, strict=True), reverse=True
    ):
        text = text[:at] + word + text[at:]
    return text


def build(folder: Path, settings: str, planted: Planted) -> Path:
    """The built site of the pages."""
    for name, text in planted.texts.items():
        path = folder / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "agency.yaml").write_text(AGENCY, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    if settings == MATERIAL:
        (folder / "content" / "index.md").write_text("# หน้าแรก\n", encoding="utf-8")
    command = [str(BIN / "mkdocs"), "build", "-q", "-f", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    return folder / "site"


@dataclass
class Answer:
    """The pages found, and how long it took in milliseconds."""

    pages: set[str]
    milliseconds: float


def ask_ours(page: Page, query: str) -> Answer:
    """Type into our box: the time is from the key to the finished list."""
    found = page.evaluate(
        """query => {
            const box = document.querySelector("[data-oit-search=page]");
            const input = box.querySelector("input");
            input.value = query;
            const start = performance.now();
            input.dispatchEvent(new Event("input"));
            const time = performance.now() - start;
            return [[...box.querySelectorAll(".oit-search__results a")].map(a => a.href), time];
        }""",
        query,
    )
    return Answer({_name(url) for url in found[0]}, found[1])


def ask_material(page: Page, query: str) -> Answer:
    """Type into Material's box and wait for what it says."""
    found = page.evaluate(
        """query => new Promise(done => {
            const input = document.querySelector(".md-search__input");
            const meta = document.querySelector(".md-search-result__meta");
            const type = text => {
                input.value = text;
                input.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
            };
            const watch = (test, then) => {
                const start = performance.now();
                const look = () => test() || performance.now() - start > 500
                    ? then(performance.now() - start) : setTimeout(look, 2);
                look();
            };
            type("");
            watch(() => /พิมพ์/.test(meta.textContent), () => {
                type(query);
                watch(() => !/พิมพ์/.test(meta.textContent), time => setTimeout(() => {
                    const links = document.querySelectorAll(".md-search-result__link");
                    done([[...links].map(a => a.href), time]);
                }, 5));
            });
        })""",
        query,
    )
    return Answer({_name(url) for url in found[0]}, found[1])


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/").split("/")[-1]


def ask_all(site: Path, planted: Planted, ask: Callable[[Page, str], Answer]) -> Found:
    """Ask one site for everything."""
    loaded: list[int] = []
    found = Found()

    def note(response: Response) -> None:
        path = urlsplit(response.url).path
        file = site / path.lstrip("/")
        if "search" in path and file.is_file():
            loaded.append(file.stat().st_size)

    with serving(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        page = browser.new_page()
        page.on("response", note)
        is_ours = ask is ask_ours
        page.goto(server.address + ("/search/" if is_ours else "/"), wait_until="networkidle")
        found.figures["loaded for search before the box is touched"] = _weight(loaded)
        if is_ours:
            first = page.evaluate(FIRST)
            found.figures["from touching the box to the first results"] = f"{first:.0f} ms"
        else:
            page.click(".md-search__input", force=True)
        page.wait_for_load_state("networkidle")
        found.figures["loaded in all"] = _weight(loaded)
        page.wait_for_timeout(1000)
        times: list[float] = []
        for kind, queries in planted.queries.items():
            answers = {query: ask(page, query) for query in queries}
            times += [answer.milliseconds for answer in answers.values()]
            found.kinds[kind] = told(queries, answers)
        found.figures["a query: median, 95 of 100, longest"] = _times(times)
        if is_ours:
            common = [ask(page, word).milliseconds for word in COMMON for _ in range(5)]
            what = "words of nearly every page, 100 results shown: median, 95 of 100, longest"
            found.figures[what] = _times(common)
        browser.close()
    return found


def index_table(folder: Path) -> Table:
    """Size of the index of real data, and its share of a build."""
    workspace = folder / "132"
    shutil.copytree(ROOT / "data", workspace / "data")
    for year in ("2566", "2567"):
        shutil.copytree(ROOT / "examples/kham-duang/data" / year, workspace / "data" / year)
    rows = []
    for root in (ROOT, workspace):
        publication = publish_workspace(open_workspace(root))
        pages = publication.site.pages
        items = sum(bool(page.item) for page in pages)
        spent = []
        with kept_in(folder / f"cache-{items}"):
            for _ in range(2):
                start = time.perf_counter()
                files = index_files(pages, publication.current)
                spent.append(time.perf_counter() - start)
        packed = len(gzip.compress(b"".join(files.values())))
        rows.append(
            [
                str(items), _weight(list(map(len, files.values()))), _weight([packed]),
                f"{spent[0]:.2f} s", f"{spent[1]:.2f} s",
            ]
        )  # fmt: skip
    head = ["items", "index", "gzipped", "made in", "with texts of documents kept from before"]
    return Table("Index of the root workspace, and with two editions more", head, rows)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """What is kept between runs is kept in another folder meanwhile."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("XDG_CACHE_HOME")
        if before is not None:
            os.environ["XDG_CACHE_HOME"] = before


def told(queries: dict[str, set[str]], answers: dict[str, Answer]) -> str:
    """Recall and precision over all queries of a kind, and how many answers were wrong."""
    wanted = sum(len(pages) for pages in queries.values())
    given = sum(len(answer.pages) for answer in answers.values())
    right = sum(len(answers[query].pages & pages) for query, pages in queries.items())
    recall = f"{right / wanted:.3f}" if wanted else "–"
    precision = f"{right / given:.3f}" if given else "–"
    return f"{recall}, {precision}, {given - right}"


def _weight(sizes: list[int]) -> str:
    return f"{sum(sizes) / 1000:,.0f} kB"


def _times(values: list[float]) -> str:
    ordered = sorted(values)
    middle, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"{middle:.1f} ms, {most:.1f} ms, {ordered[-1]:.1f} ms"


if __name__ == "__main__":
    from run import main

    main(["--only", "search"])
