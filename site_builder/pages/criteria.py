"""Pages on the criteria themselves: what changed between editions, and what is to be confirmed."""

from __future__ import annotations

from markupsafe import Markup

from site_builder.catalogue.changes import Changes, Fate
from site_builder.catalogue.confirming import VERDICTS, unconfirmed
from site_builder.catalogue.model import Edition
from site_builder.criteria import sureness
from site_builder.pages.labels import LABELS
from site_builder.pages.render import PLAIN_STYLE, TEMPLATES, render
from site_builder.policy import inline, own_policy


def changes_body(changes: Changes, link_items: bool = True) -> Markup:
    """What changed, without a page around it; items are linked where it stands on a site."""
    return Markup(render("changes.html", changes=changes, fates=tuple(Fate), link_items=link_items))


def changes_page(changes: Changes) -> str:
    """What changed, as a whole HTML file that needs no other."""
    return _standalone(changes_title(changes), changes_body(changes, link_items=False))


def changes_title(changes: Changes) -> str:
    """The title of the page of changes."""
    return LABELS["changes"].format(old=changes.old, new=changes.new).th


def checklist_page(edition: Edition) -> str:
    """The checklist of unconfirmed elements, to print and fill in beside the handbook."""
    body = render(
        "checklist.html",
        edition=edition,
        entries=tuple(unconfirmed(edition)),
        total=sum(len(item.elements) for item in edition.items),
        verdicts=VERDICTS,
        sureness=sureness,
    )
    return _standalone(LABELS["checklist_of"].format(year=edition.name).th, body)


def _standalone(title: str, body: str) -> str:
    style = (TEMPLATES / PLAIN_STYLE).read_text(encoding="utf-8")
    return render(
        "standalone.html",
        title=title,
        body=Markup(body),
        style=Markup(style),
        policy=own_policy(style=inline(style)),
    )
