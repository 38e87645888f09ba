"""What readers see at an address whose page or document has gone elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.agency import Agency
from site_builder.links.redirects import Redirect
from site_builder.pages.labels import LABELS
from site_builder.pages.render import PLAIN_FILE, render
from site_builder.policy import PAGE_POLICY


def redirect_page(agency: Agency, redirect: Redirect, titles: Mapping[str, str]) -> str:
    """The page that leads on at once, without JavaScript, and says why; search engines skip it.

    `titles` are those of the site's pages by address.
    """
    # Relative, so that it holds wherever the site stands.
    root = "../" * redirect.page_file.count("/") or "./"
    return render(
        "redirect.html",
        agency=agency,
        title=LABELS["address_moved"].th,
        name=_name(redirect, titles),
        reason=redirect.reason,
        link=redirect.link(root),
        style=f"{root}{PLAIN_FILE}",
        policy=PAGE_POLICY,
        canonical=redirect.link(agency.website),
    )


def moved_notice(redirect: Redirect, titles: Mapping[str, str]) -> str:
    """What the page of another subject, which has its address now, says on top."""
    link = redirect.link("../" * (redirect.source.count("/") - 1))
    return render("moved.html", reason=redirect.reason, link=link, name=_name(redirect, titles))


def _name(redirect: Redirect, titles: Mapping[str, str]) -> str:
    """What a reader knows the target by: the page's title, or its address."""
    return titles.get(redirect.target, redirect.target)
