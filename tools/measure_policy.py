"""Opens every page of the built sites under the policy, and keeps what was counted in `docs/reliability.json`.

Every page of the root workspace and of the examples, by both engines, light and dark, in Chromium behind a real
nginx with the rules that stand in the site. Counted are what the policy forbade, what the console told as an error,
requests to other hosts, and cookies: each should be 0. Run: `python3 dev.py policy`.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from copying import copy_workspace
from install_browser import BROWSER_FLAGS, system_chromium
from page_types import SCHEMES
from playwright.sync_api import Browser, sync_playwright
from reliability import Run, record
from watching import watching

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from nginx import nginx  # noqa: E402

from site_builder.engines import ENGINES  # noqa: E402
from site_builder.engines.build import build  # noqa: E402
from site_builder.policy import NGINX_FILE  # noqa: E402


def main() -> int:
    """Count, keep, and tell; 1 where something is not 0."""
    sources = [ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/mkdocs.yml"))]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="oit-policy-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for source in sources:
            for engine in ENGINES:
                place = Path(name) / f"{source.name}-{engine}"
                _, site = build(copy_workspace(source, place / "workspace"), engine=engine)
                counts += seen(browser, site, place / "nginx")
                counts["sites"] += 1
        browser.close()
    figures = {name: counts[name] for name in (*_COUNTED, *_FAULTS)}
    let_in = sum(counts[name] for name in _FAULTS)
    table = [(name, f"{count:,}") for name, count in figures.items()]
    record(
        "policy",
        Run(
            "Pages of built sites opened in Chromium under the policy, light and dark, both engines",
            "python3 dev.py policy",
            counts["visits"],
            0,
            let_in,
            ("counted", "times"),
            table,
        ),
    )
    print(", ".join(f"{name}: {count}" for name, count in figures.items()))
    return int(let_in > 0)


_COUNTED = ("sites", "pages", "visits")
_FAULTS = ("violations", "console_errors", "other_hosts", "cookies")


def seen(browser: Browser, site: Path, home: Path) -> Counter[str]:
    """What was counted of one site."""
    counts: Counter[str] = Counter()
    rules = f'include "{site}/{NGINX_FILE}"; error_page 404 /404.html;'
    with nginx(site, home, rules) as server, watching(browser) as watched:
        for file in sorted(site.rglob("*.html")):
            path = file.relative_to(site).as_posix().removesuffix("index.html")
            counts["pages"] += 1
            for scheme in SCHEMES:
                watched.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                watched.go(server.url + path)
                found = {
                    "violations": watched.violations,
                    "console_errors": watched.errors,
                    "other_hosts": watched.others(server.url),
                    "cookies": watched.cookies,
                }
                counts["visits"] += 1
                counts += Counter({name: len(told) for name, told in found.items()})
                for name, told in found.items():
                    for each in told:
                        print(f"{site.parent.parent.name} /{path} {scheme}: {name}: {each}")
    return counts


if __name__ == "__main__":
    sys.exit(main())
