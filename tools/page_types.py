"""One page of every type, by name: what pictures are kept of, and what is measured."""

from __future__ import annotations

#: The site (`root`, `big` of the tests, or an example) and the path of each.
PAGE_TYPES: dict[str, tuple[str, str]] = {
    "front": ("root", "/"),
    "front-plain": ("nakham", "/"),
    "edition": ("root", "/oit/2569/"),
    "editions": ("root", "/oit/"),
    "org-chart": ("root", "/oit/2568/o01/"),
    "people": ("root", "/oit/2568/o02/"),
    "contact": ("root", "/oit/2568/o03/"),
    "news": ("root", "/oit/2568/o04/"),
    "bars": ("root", "/oit/2568/o06/"),
    "documents": ("root", "/oit/2568/o08/"),
    "records": ("root", "/oit/2568/o09/"),
    "monthly-table": ("root", "/oit/2568/o11/"),
    "wide-table": ("root", "/oit/2568/o12/"),
    "measures": ("root", "/oit/2569/o25/"),
    "measures-example": ("kham-duang", "/oit/2567/o35/"),
    "measure-results": ("root", "/oit/2568/o28/"),
    "measure-results-example": ("tha-maling", "/oit/2566/o42/"),
    "missing": ("nakham", "/oit/2569/o01/"),
    "result": ("root", "/ita/2568/"),
    "result-example": ("tha-maling", "/ita/2565/"),
    "changes": ("root", "/oit/2569/changes/"),
    "long-table": ("big", "/oit/2568/o12/"),
    "part": ("big", "/oit/2568/o12/purchases/2567-10/"),
    "english": ("root", "/en/oit/2568/"),
    "accessibility": ("root", "/accessibility/"),
    "search": ("root", "/search/"),
    "about": ("root", "/about/"),
}
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")

#: What a page may weigh as it is sent, in bytes, without attachments.
FRONT_BUDGET = 150_000
ITEM_BUDGET = 120_000

#: To be awaited after a change of the window: colours that are still changing are not those to judge.
STILL = """
async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().filter((each) =>
    each.effect.getComputedTiming().endTime < 10000).map((each) => each.finished.catch(() => 0)));
}
"""


def is_attachment(path: str) -> bool:
    """Documents and pictures that belong to the data: the agency decides how heavy they are."""
    return "/files/" in path


def is_item(path: str) -> bool:
    """Whether a path is that of an item's own page."""
    parts = path.strip("/").split("/")
    return len(parts) == 3 and parts[0] == "oit" and parts[2][1:].isdigit()
