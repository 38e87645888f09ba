"""The pages that browser tests open: one of every type, and every form that data take."""

from __future__ import annotations

PAGES = {
    "root": [
        "/",
        "/about/",
        "/accessibility/",
        "/en/",
        "/en/oit/2568/",
        "/oit/",
        "/oit/2568/",
        "/oit/2568/o01/",
        "/oit/2568/o02/",
        "/oit/2568/o03/",
        "/oit/2568/o04/",
        "/oit/2568/o06/",
        "/oit/2568/o07/",
        "/oit/2568/o09/",
        "/oit/2568/o12/",
        "/oit/2568/o19/",
        "/oit/2568/o21/",
        "/oit/2569/o11/",
        "/oit/2569/o25/",
        "/oit/2569/changes/",
        "/search/",
        "/ita/2568/",
    ],
    "big": ["/oit/2568/o12/", "/oit/2568/o12/plan/2/"],
    "nakham": ["/", "/oit/2569/", "/oit/2569/o01/", "/oit/2569/o25/", "/ita/2568/"],
    "kham-duang": ["/oit/2567/o35/", "/oit/2566/o42/", "/oit/2567/changes/"],
    "tha-maling": ["/oit/2566/o42/", "/ita/2565/"],
    "ubon-ratchathani": ["/oit/2566/o42/"],
    "phichai": ["/oit/2567/o34/"],
}
CASES = [(site, path) for site, paths in PAGES.items() for path in paths]
