"""The pages that browser tests open: one of every type, and every other form that data take."""

from __future__ import annotations

from page_types import PAGE_TYPES

OTHER_FORMS = {
    "root": [
        "/en/",
        "/oit/2568/",
        "/oit/2568/o07/",
        "/oit/2568/o19/",
        "/oit/2568/o21/",
        "/oit/2569/o11/",
    ],
    "big": ["/oit/2568/o12/plan/2/"],
    "nakham": ["/oit/2569/", "/oit/2569/o25/", "/ita/2568/"],
    "kham-duang": ["/oit/2566/o42/", "/oit/2567/changes/"],
    "ubon-ratchathani": ["/oit/2566/o42/"],
    "phichai": ["/oit/2567/o34/"],
}
CASES = list(
    dict.fromkeys(
        [
            *PAGE_TYPES.values(),
            *((site, path) for site, paths in OTHER_FORMS.items() for path in paths),
        ]
    )
)
