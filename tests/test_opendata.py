"""Open data of the root workspace and of every example: tables, catalogues, index, feeds, head."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jsonschema_rs import Draft202012Validator
from open_data import WORKSPACES, Files, publish, published
from sites import NAKHAM, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue, load_shared
from site_builder.workspace import open_workspace

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(params=list(WORKSPACES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def files(name: str) -> Files:
    return published(name)


@pytest.fixture
def website(name: str) -> str:
    return open_workspace(WORKSPACES[name]).agency.website


def _local(url: str, website: str) -> str:
    assert url.startswith(website), url
    return url.removeprefix(website)


def _rows(files: Files, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files.data(path).decode("utf-8-sig"))))


# --- Data Package ------------------------------------------------------------------------------


def test_frictionless_accepts_every_package(name: str, files: Files, tmp_path: Path) -> None:
    files.write(tmp_path)
    packages = files.names("/datapackage.json")
    assert packages
    # As on a machine without network: the profile of the standard comes with the program.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    program = Path(sys.executable).with_name("frictionless")
    for path in packages:
        command = [str(program), "validate", "--json", str(tmp_path / path)]
        run = subprocess.run(
            command, capture_output=True, encoding="utf-8", env={**os.environ, **nowhere}
        )
        report = json.loads(run.stdout)
        assert run.returncode == 0, report
        assert report["valid"] and report["stats"]["warnings"] == 0
        tables = [each for each in files.items_of(path) if each.endswith(".csv")]
        assert report["stats"]["tasks"] == len(tables)


def test_a_changed_table_is_found(tmp_path: Path) -> None:
    published("nakham").write(tmp_path)
    package = tmp_path / "oit/2569/datapackage.json"
    table = tmp_path / "oit/2569" / json.loads(package.read_text("utf-8"))["resources"][0]["path"]
    table.write_bytes(table.read_bytes() + b"x\r\n")
    program = Path(sys.executable).with_name("frictionless")
    assert subprocess.run([program, "validate", package], capture_output=True).returncode == 1


def test_a_package_describes_every_csv_column_by_column(files: Files) -> None:
    for path in files.names("/datapackage.json"):
        package = files.json(path)
        folder = path.rpartition("/")[0]
        listed = {f"{folder}/{each['path']}" for each in package["resources"]}
        assert listed == {each for each in files.items_of(path) if each.endswith(".csv")}
        for resource in package["resources"]:
            rows = _rows(files, f"{folder}/{resource['path']}")
            assert [field["name"] for field in resource["schema"]["fields"]] == rows[0]


def test_columns_are_typed_where_every_cell_is(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "annual-performance-report",
        """\
        spending:
          - {category: ก, budget: "1,500.50", spent: "-", percent: ไม่มี}
          - {category: ข, budget: "-", spent: ราวหนึ่งพัน, percent: 5}
        """,
    )
    package = publish(workspace.root).json("oit/2568/datapackage.json")
    (resource,) = package["resources"]
    types = {f["key"]: (f["type"], f["missingValues"]) for f in resource["schema"]["fields"]}
    assert types == {
        "category": ("string", [""]),
        "budget": ("number", ["", "-"]),
        "spent": ("string", [""]),
        "percent": ("number", ["", "ไม่มี"]),
    }


def test_no_table_has_two_columns_of_one_name() -> None:
    """A Table Schema needs names that differ; they are those of the CSV's first line."""
    for subject in load_catalogue().subjects.values():
        for field in subject.fields:
            lead = {"monthly-table": "เดือน", "org-chart": "ระดับ"}.get(field.kind)
            labels = [*([lead] if lead else []), *(column.label.th for column in field.columns)]
            assert len(labels) == len(set(labels)), (subject.slug, field.key)


def test_an_edition_without_tables_has_no_package(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "contact", "address: ที่นี่\n")
    files = publish(workspace.root)
    assert files.names("datapackage.json") == []
    assert files.json("oit/index.json")["editions"][0]["datapackage"] is None
    assert "datapackage.json" not in next(
        page.body for page in files.site.pages if page.path == "oit/2568/"
    )


# --- catalogues --------------------------------------------------------------------------------

#: DCAT-AP 3.0: what is mandatory of each class, and what is recommended and we always know.
DCAT_AP = {
    "dcat:Catalog": (
        "dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:language",
        "foaf:homepage", "dct:spatial",
    ),
    "dcat:Dataset": (
        "dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:distribution",
        "dcat:keyword", "dcat:theme", "dct:temporal", "dct:spatial", "dct:identifier",
        "dcat:landingPage",
    ),
    "dcat:Distribution": (
        "dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:format", "dcat:byteSize",
        "dct:title",
    ),
    "foaf:Agent": ("foaf:name",),
    "vcard:Organization": ("vcard:fn",),
    "spdx:Checksum": ("spdx:algorithm", "spdx:checksumValue"),
    "dct:PeriodOfTime": ("dcat:startDate", "dcat:endDate"),
}  # fmt: skip


def _nodes(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        return [data, *(node for part in data.values() for node in _nodes(part))]
    if isinstance(data, list):
        return [node for part in data for node in _nodes(part)]
    return []


@pytest.mark.parametrize("kind", DCAT_AP)
def test_the_catalogue_has_what_dcat_ap_asks_for(files: Files, kind: str) -> None:
    nodes = [
        node
        for node in _nodes(files.json("catalog.jsonld"))
        if kind in (node.get("@type") or [])  # one type or a list of them
    ]
    nodes = [node for node in nodes if node.get("@type") == kind or isinstance(node["@type"], list)]
    assert nodes
    for node in nodes:
        missing = [key for key in DCAT_AP[kind] if not node.get(key)]
        assert missing == [], node.get("@id")


def test_every_node_that_the_catalogue_names_is_described(files: Files) -> None:
    """What a dataset only points to (contact, theme, licence) stands in full once."""
    catalogue = files.json("catalog.jsonld")
    described = {node["@id"] for node in _nodes(catalogue) if "@type" in node and "@id" in node}
    for dataset in catalogue["dcat:dataset"]:
        for key in ("dct:publisher", "dcat:contactPoint", "dcat:theme", "dct:accessRights",
                    "dct:language", "dct:spatial"):  # fmt: skip
            assert dataset[key]["@id"] in described, key
    prefixes = set(catalogue["@context"])
    for node in _nodes({**catalogue, "@context": None}):
        for key in node:
            assert key.startswith("@") or key.split(":")[0] in prefixes, key


def test_the_catalogue_is_in_both_languages(files: Files) -> None:
    catalogue = files.json("catalog.jsonld")
    for node in [catalogue, *catalogue["dcat:dataset"]]:
        for key in ("dct:title", "dct:description"):
            assert {part["@language"] for part in node[key]} == {"th", "en"}, node["@id"]


def test_the_catalogue_lists_the_files_as_they_are(files: Files, website: str) -> None:
    listed = set()
    for dataset in files.json("catalog.jsonld")["dcat:dataset"]:
        for each in dataset["dcat:distribution"]:
            path = _local(each["dcat:downloadURL"]["@id"], website)
            assert int(each["dcat:byteSize"]["@value"]) == len(files.data(path))
            listed.add(path)
    filled = {path for path in files.items("data.json") if files.json(path)["fields"]}
    tables = {path for path in files.content if path.endswith((".csv", ".xlsx"))}
    tables = {path for path in tables if path.count("/") == 3 and "/files/" not in path}
    assert listed == filled | tables | set(files.items("ocds.json"))


#: Project Open Data 1.1: required of every publisher (bureauCode and programCode only of US agencies).
POD_REQUIRED = (
    "@type", "title", "description", "keyword", "modified", "publisher", "contactPoint",
    "identifier", "accessLevel",
)  # fmt: skip


def test_data_json_has_what_project_open_data_asks_for(files: Files, website: str) -> None:
    catalogue = files.json("data.json")
    assert catalogue["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    identifiers = [dataset["identifier"] for dataset in catalogue["dataset"]]
    assert identifiers and len(identifiers) == len(set(identifiers))
    for dataset in catalogue["dataset"]:
        assert [key for key in POD_REQUIRED if not dataset.get(key)] == []
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}|R/P1Y", dataset["modified"])
        for each in dataset["distribution"]:
            assert _local(each["downloadURL"], website) in files.content
            assert each["mediaType"]


def test_both_catalogues_name_the_same_datasets(files: Files) -> None:
    dcat = {each["dct:identifier"] for each in files.json("catalog.jsonld")["dcat:dataset"]}
    assert dcat == {each["identifier"] for each in files.json("data.json")["dataset"]}


# --- licence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", [choice.code for choice in load_shared().vocabularies["licence"].choices]
)
def test_a_licence_stands_in_every_format(workspace: WorkspaceFolder, written: str) -> None:
    _with_purchase(workspace)
    path = workspace.root / "data/agency.yaml"
    path.write_text(path.read_text("utf-8") + f"licence: {written}\n", encoding="utf-8")
    files = publish(workspace.root)
    choice = load_shared().vocabularies["licence"].choice(written)
    assert choice is not None
    url = choice.codes["uri"]
    assert url.startswith("https://")
    assert files.json("catalog.jsonld")["dct:license"]["@id"] == url
    assert files.json("data.json")["dataset"][0]["license"] == url
    assert files.json("oit/2568/datapackage.json")["licenses"][0]["path"] == url
    assert files.json("oit/2568/o12/ocds.json")["license"] == url
    assert files.json("oit/index.json")["licence"] == {"id": written, "url": url}
    assert url in files.data("feed.atom").decode()
    assert f'href="{url}"' in files.site.pages[0].body


def test_without_a_licence_none_is_claimed(workspace: WorkspaceFolder) -> None:
    _with_purchase(workspace)
    files = publish(workspace.root)
    assert files.json("oit/index.json")["licence"] is None
    for path in ("catalog.jsonld", "data.json", "oit/2568/datapackage.json", "feed.atom",
                 "oit/2568/o12/ocds.json"):  # fmt: skip
        assert "licen" not in files.data(path).decode(), path
    assert "ยังไม่ได้ระบุสัญญาอนุญาต" in files.site.pages[0].body


@pytest.mark.parametrize(
    ("line", "says"), [("licence: ฟรี", "ฟรี"), ("ocds_prefix: ocds-X", "ocds-X")]
)
def test_an_unknown_licence_or_prefix_is_told(tmp_path: Path, line: str, says: str) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    path = workspace / "data/agency.yaml"
    path.write_text(path.read_text("utf-8") + line + "\n", encoding="utf-8")
    run = oit("build", cwd=workspace)
    assert run.code == 2
    assert says in run.err and "data/agency.yaml:" in run.err
    assert "Traceback" not in run.err


def _with_purchase(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "procurement-list",
        """\
        updated: 1 มีนาคม 2568
        purchases:
          months:
            - {month: ตุลาคม 2567, rows: [{item: ซื้อกระดาษ, budget: 100}]}
        """,
    )


# --- index -------------------------------------------------------------------------------------


def test_the_index_names_every_file_for_machines(files: Files, website: str) -> None:
    index = files.json("oit/index.json")
    urls = {
        value
        for node in _nodes(index)
        for value in node.values()
        if isinstance(value, str) and value.startswith(website) and value != website
    }
    pages = {page.path for page in files.site.pages}
    local = {_local(url, website) for url in urls}
    # Made of the finished pages, by the engine.
    after = {"sitemap.xml", *(path for path in local if path.endswith("/urls.csv"))}
    for path in local - after:
        assert path in files.content or path in pages, path
    # Rows for the filter and what gives the theme its colours only serve the pages.
    machines = {
        path
        for path in files.content
        if "/files/" not in path and not path.endswith(".rows.js") and path[:7] != "assets/"
    } - {"oit/index.json", "robots.txt"}
    assert machines <= local


def test_the_index_says_what_the_items_say(files: Files, website: str) -> None:
    index = files.json("oit/index.json")
    assert index["format"] == 1
    for edition in index["editions"]:
        status = files.json(_local(edition["status"], website))
        assert edition["ruleset"]["sha256"] == status["ruleset"]["sha256"]
        assert edition["summary"] == status["summary"]
        for item, said in zip(edition["items"], status["items"], strict=True):
            data = files.json(_local(item["data"], website))
            assert (item["id"], item["status"]) == (said["id"], said["status"])
            assert item["updated"] == data["updated"]
            assert item["url"] == data["url"] and item["schema"] == data["$schema"]


def test_the_index_names_results(website: str, files: Files) -> None:
    for result in files.json("oit/index.json")["results"]:
        assert _local(result["url"], website) == f"ita/{result['year']}/"


# --- feeds -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["feed.atom", "oit/feed.atom"])
def test_feeds_are_valid_atom(files: Files, website: str, path: str) -> None:
    feed = ET.fromstring(files.data(path))
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == website + path
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == website + path
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len(set(ids))
    moments = []
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        (link,) = entry.findall(f"{ATOM}link[@rel='alternate']")
        assert link.get("href") == entry.findtext(f"{ATOM}id")
        moments.append(datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or ""))
    assert moments == sorted(moments, reverse=True)
    updated = datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "")
    assert not moments or updated == moments[0]
    assert updated.tzinfo is not None


def test_news_entries_lead_to_their_anchors() -> None:
    files = published("root")
    bodies = {page.path: page.body for page in files.site.pages}
    feed = ET.fromstring(files.data("feed.atom"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) > 10
    for entry in entries:
        url = entry.findtext(f"{ATOM}id") or ""
        path, _, anchor = url.removeprefix("https://www.thungsommut.example/").partition("#")
        assert f'id="{anchor}"' in bodies[path]
        assert entry.findtext(f"{ATOM}content")


def test_the_changes_feed_has_every_dated_item() -> None:
    files = published("root")
    feed = ET.fromstring(files.data("oit/feed.atom"))
    found = {
        entry.findtext(f"{ATOM}id"): (entry.findtext(f"{ATOM}updated") or "")[:10]
        for entry in feed.findall(f"{ATOM}entry")
    }
    wanted = {}
    for path in files.items("data.json"):
        data = files.json(path)
        if data["updated"] and data["fields"]:
            wanted[data["url"]] = data["updated"]
    assert found == wanted


def test_an_anchor_stays_when_news_are_added(workspace: WorkspaceFolder) -> None:
    old = "- {date: 2 มกราคม 2568, title: ข่าวเก่า, text: ก}"
    new = "- {date: 3 มกราคม 2568, title: ข่าวใหม่, text: ข}"

    def ids(*rows: str) -> list[str]:
        workspace.disclose("2568", "news", "news:\n" + "".join(f"  {row}\n" for row in rows))
        feed = ET.fromstring(publish(workspace.root).data("feed.atom"))
        return [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]

    (before,) = ids(old)
    assert ids(old, new)[1] == before
    # The same news twice is two anchors on the page, and one entry.
    assert ids(old, old) == [before]


# --- head, robots, sitemap ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = copy_workspace(WORKSPACES["root"], tmp_path_factory.mktemp("built") / "w")
    run = oit("build", cwd=workspace)
    assert run.code == 0, run.err
    return workspace / "site"


def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_every_page_names_the_feeds_and_itself(built: Path) -> None:
    for path in sorted(built.rglob("index.html")):
        page = _page(path)
        feeds = page.select('link[rel="alternate"][type="application/atom+xml"]')
        assert len(feeds) == 2
        for feed in feeds:
            assert (path.parent / str(feed["href"])).resolve().is_file()
        said = {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property]")}
        url = "https://www.thungsommut.example/" + path.parent.relative_to(built).as_posix() + "/"
        assert said["og:url"] == url.replace("/./", "/")
        assert said["og:type"] == "website" and said["og:locale"] == "th_TH"
        assert said["og:title"]
        description = page.select_one('meta[name="description"]')
        assert said.get("og:description") == (description["content"] if description else None)


def test_the_front_page_describes_the_agency(built: Path) -> None:
    scripts = _page(built / "index.html").select('script[type="application/ld+json"]')
    (data,) = [json.loads(script.get_text()) for script in scripts]
    assert data["@type"] == "GovernmentOrganization"
    assert data["@context"] == "https://schema.org"
    assert data["name"] == "เทศบาลตำบลทุ่งสมมุติ"
    assert data["address"]["addressRegion"] == "สมมุติบุรี"
    assert data["email"] == ["saraban@thungsommut.example"]
    other = _page(built / "oit/2569/o01/index.html")
    assert not other.select('script[type="application/ld+json"]')


def test_robots_names_the_sitemap_and_the_sitemap_dates_the_data(built: Path) -> None:
    robots = (built / "robots.txt").read_text(encoding="utf-8")
    assert "Sitemap: https://www.thungsommut.example/sitemap.xml\n" in robots
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    dates = {
        url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod")
        for url in ET.parse(built / "sitemap.xml").getroot()
    }
    for path in sorted(built.glob("oit/*/o*/data.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert dates[data["url"]] == data["updated"]


def test_pages_link_the_files_for_machines(built: Path) -> None:
    wanted = {
        "index.html": ["oit/index.json", "catalog.jsonld", "data.json", "feed.atom"],
        "oit/index.html": ["../oit/index.json", "../catalog.jsonld", "../oit/feed.atom"],
        "oit/2568/index.html": ["datapackage.json"],
        "oit/2568/o12/index.html": ["data.json", "schema.json", "ocds.json"],
    }
    for name, targets in wanted.items():
        links = {str(tag["href"]) for tag in _page(built / name).select("article a[href]")}
        assert set(targets) <= links, name
    assert "ocds.json" not in (built / "oit/2568/o01/index.html").read_text(encoding="utf-8")


def test_hand_written_robots_are_kept(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    (workspace / "content/robots.txt").write_text("User-agent: x\nDisallow: /\n", encoding="utf-8")
    run = oit("build", cwd=workspace)
    assert run.code == 0, run.err
    assert (workspace / "site/robots.txt").read_text(encoding="utf-8").startswith("User-agent: x")


# --- same input, same bytes --------------------------------------------------------------------


def test_same_input_same_bytes(name: str, files: Files, tmp_path: Path) -> None:
    again = publish(copy_workspace(WORKSPACES[name], tmp_path / "elsewhere"))
    assert list(again.content) == list(files.content)
    for path in files.content:
        assert again.data(path) == files.data(path), path


def test_no_date_is_that_of_the_build(files: Files) -> None:
    today = date.today().isoformat()
    for path in files.content:
        if path.endswith((".json", ".jsonld", ".atom", ".txt")):
            assert today not in files.data(path).decode(), path


# --- hostile data ------------------------------------------------------------------------------

#: As a double-quoted YAML text: quotes, an end of script, control characters, a formula.
NASTY = "=\\\"</script><script>alert(1)</script>&amp;<!-- ]]> ' {{ 7*7 }} {% raw %}\\L\\t@SUM(1)"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = copy_workspace(NAKHAM, tmp_path_factory.mktemp("hostile") / "w")
    for key in ("name", "notice", "district"):
        text = (workspace / "data/agency.yaml").read_text(encoding="utf-8")
        text = re.sub(
            rf"(?m)^{key}:.*$", lambda found: f'{found[0].split(":")[0]}: "{NASTY}"', text
        )
        (workspace / "data/agency.yaml").write_text(text, encoding="utf-8")
    long = "ก" * 200_000
    (workspace / "data/2569/o04.yaml").write_text(
        f'item: news\nupdated: 1 มกราคม 2569\nnews:\n  - date: 2 มกราคม 2569\n    title: "{NASTY}"\n'
        f'    text: "{long}"\n  - {{date: 3 มกราคม 2569, title: "=1+1", text: "-"}}\n',
        encoding="utf-8",
    )
    (workspace / "data/2569/o11.yaml").write_text(
        "item: procurement-monthly-summary\nupdated: 1 มกราคม 2569\nmonthly-results:\n  months:\n"
        "    - month: ตุลาคม 2568\n      rows:\n"
        f'        - {{item: "{NASTY}", amount: "1e999", median-price: "{NASTY}",\n'
        f'           method: "{NASTY}", selected: "{NASTY}", contract: "{long}"}}\n',
        encoding="utf-8",
    )
    run = oit("build", cwd=workspace)
    assert run.code == 0, run.err
    return workspace


def test_hostile_texts_stay_texts_in_every_format(hostile: Path) -> None:
    site = hostile / "site"
    for path in [*site.rglob("*.json"), *site.rglob("*.jsonld")]:
        json.loads(path.read_text(encoding="utf-8"))
    for path in site.rglob("*.atom"):
        root = ET.fromstring(path.read_bytes())
        assert {tag.tag.removeprefix(ATOM) for tag in root.iter()} <= {
            "feed", "id", "title", "updated", "subtitle", "author", "name", "uri", "link", "entry",
            "content",
        }  # fmt: skip
    for path in site.rglob("*.html"):
        page = _page(path)
        scripts = [
            tag.get_text() for tag in page.find_all("script") if "alert(1)" in tag.get_text()
        ]
        if path == site / "index.html":
            (script,) = scripts
            assert json.loads(script)["name"].startswith('="</script><script>alert(1)')
            assert "<" not in script
        else:
            assert scripts == []


def test_hostile_data_fit_the_standards_too(hostile: Path) -> None:
    site = hostile / "site"
    program = Path(sys.executable).with_name("frictionless")
    run = subprocess.run(
        [program, "validate", "--json", site / "oit/2569/datapackage.json"], capture_output=True
    )
    assert run.returncode == 0, run.stdout.decode()
    for path in site.glob("oit/2569/o*/data.json"):
        schema = json.loads(path.with_name("schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_an_agency_with_little_to_say_publishes_all_the_same(workspace: WorkspaceFolder) -> None:
    shutil.rmtree(workspace.root / "data")
    workspace.write("data/agency.yaml", "name: ก\ntype: จังหวัด\nwebsite: https://x.example/oit/\n")
    files = publish(workspace.root)
    assert files.json("data.json")["dataset"] == []
    assert files.json("catalog.jsonld")["dcat:dataset"] == []
    assert files.json("oit/index.json")["editions"]
    ET.fromstring(files.data("feed.atom"))
    contact = files.json("catalog.jsonld")["dcat:contactPoint"]
    assert "vcard:hasEmail" not in contact
