"""Labelled links: a fictional site with one planted fault, or one good look-alike, on each page.

A case is the body of a page and the files that it needs. A fault names the code that must be told of
its page, and nothing else may be; of a good case nothing may be told. `LIVE` holds what only a server
can do, as settings of nginx.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import quote

from site_builder.links.faults import LinkReport

HOST = "www.thungsommut.example"
ADDRESS = f"https://{HOST}/"
_OWN_HOST = re.compile(re.escape(HOST.encode()), re.IGNORECASE)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n0000"
HTML = b"<!DOCTYPE html><html><title>x</title>"
PLAN = "แผนดำเนินงาน.pdf"
SARA_AM = "คำสั่ง.pdf"
#: The same word as older programs write it: nikhahit and sara aa in place of sara am.
SPLIT = SARA_AM.replace("\u0e33", "\u0e4d\u0e32")
#: A tone mark stands between the two.
WATER = "น้ำประปา.pdf"
WATER_SPLIT = "น\u0e4d\u0e49าประปา.pdf"


@dataclass(frozen=True)
class Case:
    """One page below `cases/`, which stands two folders deep.

    Attributes:
        code: of the fault that must be told; "" of a good case.
        body: put into the page; relative links start with `../../` to reach the front page.
        files: beside the page, by name.
        head: put into the page's head.
        at: the file that has the fault, where it is not the page.
        whole: the page from its first sign to the last, in place of body and head.
    """

    name: str
    code: str
    body: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    head: str = ""
    at: str = "index.html"
    whole: bytes | None = None


def a(href: str) -> str:
    return f'<a href="{escape(href)}">อ่านต่อ</a>'


def page(title: str, body: str = "") -> bytes:
    text = f"<!doctype html><html lang=th><meta charset=utf-8><title>{title}</title><p>{body}"
    return text.encode()


#: Files of the site that several cases lead to.
COMMON: dict[str, bytes] = {
    "docs/report.pdf": PDF,
    f"docs/{PLAN}": PDF,
    f"docs/{SARA_AM}": PDF,
    f"docs/{WATER_SPLIT}": PDF,
    "docs/แบบฟอร์ม.pdf": PDF,
    "docs/รายงาน ปี 2568.pdf": PDF,
    "docs/ร้อยละ 100%.pdf": PDF,
    "docs/a%20b.pdf": PDF,
    "docs/งบ&แผน+1.pdf": PDF,
    "oit/2568/o01/index.html": page("O1", '<h2 id="โครงสร้าง">x</h2><a name="old">x</a>'),
    "oit/2568/index.html": page("OIT"),
    "about.html": page("เกี่ยวกับ"),
    "assets/site.css": b"body { background: url(logo.png) }",
    "assets/logo.png": PNG,
    "assets/site.js": b"1",
    "http/old.html": page("เก่า"),
}

FAULTS: tuple[Case, ...] = (
    # --- nothing is there -------------------------------------------------------------------------
    Case("page missing", "link-missing", a("../../oit/2568/o99/")),
    Case("document missing", "link-missing", a("../../docs/none.pdf")),
    Case("document missing, with a query", "link-missing", a("../../docs/none.pdf?v=2")),
    Case("root-absolute page missing", "link-missing", a("/oit/2567/")),
    Case("own domain, page missing", "link-missing", a(f"{ADDRESS}oit/2568/o98/")),
    Case(
        "own domain without scheme, page missing",
        "link-missing",
        a("//www.thungsommut.example/oit/x/"),
    ),
    Case("picture missing", "link-missing", '<img alt="" src="none.png">'),
    Case(
        "srcset of a picture",
        "link-missing",
        '<img alt="" src="../../assets/logo.png" srcset="../../assets/logo.png 1x, none.png 2x">',
    ),
    Case(
        "srcset of a source",
        "link-missing",
        '<picture><source srcset="none.webp"><img alt="" src="../../assets/logo.png"></picture>',
    ),
    Case("picture that a script loads later", "link-missing", '<img alt="" data-src="none.jpg">'),
    Case("script missing", "link-missing", '<script src="none.js"></script>'),
    Case("style sheet missing", "link-missing", head='<link rel="stylesheet" href="none.css">'),
    Case("icon missing", "link-missing", head='<link rel="icon" href="none.ico">'),
    Case("iframe missing", "link-missing", '<iframe title="x" src="none.html"></iframe>'),
    Case("object missing", "link-missing", '<object data="none.pdf"></object>'),
    Case("embed missing", "link-missing", '<embed src="none.pdf">'),
    Case("video missing", "link-missing", '<video src="none.mp4"></video>'),
    Case("poster of a video missing", "link-missing", '<video poster="none.jpg"></video>'),
    Case("track of a video missing", "link-missing", '<video><track src="none.vtt"></video>'),
    Case(
        "area of a map missing",
        "link-missing",
        '<map name="m"><area alt="x" href="none.html"></map>',
    ),
    Case(
        "form to a page that is missing",
        "link-missing",
        '<form action="none.html"><button>x</button></form>',
    ),
    Case("picture in SVG missing", "link-missing", '<svg><image href="none.png"/></svg>'),
    Case(
        "picture of other sites missing",
        "link-missing",
        head='<meta property="og:image" content="/none.png">',
    ),
    Case("style attribute", "link-missing", "<p style=\"background: url('none.png')\">x</p>"),
    Case(
        "style element",
        "link-missing",
        head="<style>/* x */ p { background: url(none.png) }</style>",
    ),
    Case(
        "url in a style sheet",
        "link-missing",
        head='<link rel=stylesheet href="x.css">',
        files={"x.css": b"p {\n background: url('none.png') }"},
        at="x.css",
    ),
    Case(
        "import in a style sheet",
        "link-missing",
        head='<link rel=stylesheet href="y.css">',
        files={"y.css": b'@import "none.css";'},
        at="y.css",
    ),
    Case(
        "refresh to a page that is missing",
        "link-missing",
        head='<meta http-equiv="refresh" content="5; url=none.html">',
    ),
    Case("counted from a base", "link-missing", a("report.pdf"), head='<base href="../../oit/">'),
    Case("inside noscript", "link-missing", "<noscript>" + a("none.html") + "</noscript>"),
    Case("a file with a slash after it", "link-missing", a("../../docs/report.pdf/")),
    Case("a page without its .html", "link-missing", a("../../about")),
    # --- something like it is there -----------------------------------------------------------------
    Case("capitals in the name of a file", "link-case", a("../../docs/Report.PDF")),
    Case("capitals in the name of a folder", "link-case", a("../../OIT/2568/")),
    Case("sara am in two signs", "link-form", a("../../docs/" + quote(SPLIT))),
    Case("sara am in one sign, file in two", "link-form", a("../../docs/" + WATER)),
    Case(
        "two sara e for sara ae", "link-form", a("../../docs/" + "แบบฟอร์ม.pdf".replace("แ", "เเ"))
    ),
    Case("Thai digits for others", "link-form", a("../../docs/รายงาน ปี ๒๕๖๘.pdf")),
    Case("percent-encoded twice", "link-encoded-twice", a("../../docs/" + quote(quote(PLAN)))),
    Case(
        "percent-encoded in TIS-620",
        "link-old-thai",
        a("../../docs/" + quote(PLAN.encode("cp874"))),
    ),
    Case("a % of the name not encoded", "link-escape", a("../../docs/ร้อยละ 100%.pdf")),
    Case("folder without index", "link-no-index", a("../../docs/")),
    Case("folder without index and slash", "link-no-index", a("../../docs")),
    # --- anchors ------------------------------------------------------------------------------------
    Case("anchor missing on the page", "link-anchor", a("#none")),
    Case("anchor missing on another page", "link-anchor", a("../../oit/2568/o01/#none")),
    Case("Thai anchor spelt otherwise", "link-anchor", a("../../oit/2568/o01/#โครงสร้างงาน")),
    Case("anchor in other capitals", "link-anchor", a("../../oit/2568/o01/#Old")),
    # --- the writing --------------------------------------------------------------------------------
    Case("href empty", "link-empty", '<a href="">x</a>'),
    Case("href without a value", "link-empty", "<a href>x</a>"),
    Case("src empty", "link-empty", '<img alt="" src=" ">'),
    Case("colon lost", "link-malformed", a("http//www.nacc.go.th/")),
    Case("slash lost", "link-malformed", a("https:/www.nacc.go.th/")),
    Case("both slashes lost", "link-malformed", a("http:www.nacc.go.th")),
    Case("semicolon for colon", "link-malformed", a("https;//www.nacc.go.th/")),
    Case("three slashes", "link-malformed", a("https:///www.nacc.go.th/")),
    Case("scheme twice", "link-malformed", a("http://https://www.nacc.go.th/")),
    Case("no host", "link-malformed", a("http://")),
    Case("space in the host", "link-malformed", a("https://www.nacc .go.th/")),
    Case("two dots in the host", "link-malformed", a("https://www..nacc.go.th/")),
    Case("port that is none", "link-malformed", a("https://www.nacc.go.th:80a/")),
    Case("host without scheme", "link-no-scheme", a("www.nacc.go.th/home")),
    Case("government host without scheme", "link-no-scheme", a("nacc.go.th")),
    Case("scheme misspelt: htp", "link-scheme", a("htp://www.nacc.go.th/")),
    Case("scheme misspelt: htttps", "link-scheme", a("htttps://www.nacc.go.th/")),
    Case("scheme misspelt: mailt", "link-scheme", a("mailt:saraban@thungsommut.example")),
    Case("file on a disk", "link-own-computer", a("file:///C:/Users/admin/Desktop/แผน.pdf")),
    Case("drive letter", "link-own-computer", a("D:\\งาน\\แผน.pdf")),
    Case("drive letter with slashes", "link-own-computer", a("C:/work/plan.pdf")),
    Case("share of an office", "link-own-computer", a("\\\\server\\share\\แผน.pdf")),
    Case(
        "picture pasted from a mail",
        "link-own-computer",
        '<img alt="" src="cid:image001.png@01D8">',
    ),
    Case(
        "blob of a browser", "link-own-computer", a("blob:https://www.thungsommut.example/9115d58c")
    ),
    Case("backslashes", "link-backslash", a("..\\..\\docs\\report.pdf")),
    Case("above the front page", "link-above-front", a("../../../../about.html")),
    # --- mail and telephone -------------------------------------------------------------------------
    Case("mail without an @", "mail-malformed", a("mailto:saraban.thungsommut.example")),
    Case("mail with a comma for a dot", "mail-malformed", a("mailto:saraban@thungsommut,go.th")),
    Case("mail with a space", "mail-malformed", a("mailto:sara ban@thungsommut.example")),
    Case("mail with two @", "mail-malformed", a("mailto:sara@ban@thungsommut.example")),
    Case("mail with slashes", "mail-malformed", a("mailto://saraban@thungsommut.example")),
    Case("mail to a host alone", "mail-malformed", a("mailto:saraban@thungsommut")),
    Case("mail to nobody", "mail-malformed", a("mailto:")),
    Case("telephone in Thai digits", "phone-malformed", a("tel:๐๔๒๐๐๐๑๐๐")),
    Case("telephone with a word", "phone-malformed", a("tel:042-000-100 ต่อ 12")),
    Case("telephone a digit short", "phone-malformed", a("tel:04200010")),
    Case("telephone with +66 and 0", "phone-malformed", a("tel:+66042000100")),
    Case("telephone empty", "phone-malformed", a("tel:")),
    # --- what is there is not what it should be -------------------------------------------------------
    Case("PDF of zero bytes", "file-broken", a("x.pdf"), {"x.pdf": b""}),
    Case("HTML behind .pdf", "file-broken", a("x.pdf"), {"x.pdf": HTML}),
    Case("HTML behind .xlsx", "file-broken", a("x.xlsx"), {"x.xlsx": HTML}),
    Case("HTML behind a picture", "file-broken", '<img alt="" src="x.jpg">', {"x.jpg": HTML}),
    Case("picture behind .pdf", "file-broken", a("x.pdf"), {"x.pdf": PNG}),
    Case("page of zero bytes", "page-empty", a("x.html"), {"x.html": b""}),
    Case("page that says 404", "page-error", a("x.html"), {"x.html": page("404 Not Found")}),
    Case(
        "page that says so in Thai",
        "page-error",
        a("x.html"),
        {"x.html": page("ขออภัย ไม่พบหน้าที่ท่านต้องการ | เทศบาล")},
    ),
    Case(
        "page that says so in its heading",
        "page-error",
        a("x.html"),
        {"x.html": page("เทศบาล", "<h1>ไม่พบหน้าเว็บ</h1>")},
    ),
    Case(
        "refresh back and forth",
        "redirect-loop",
        a("x.html"),
        {
            "x.html": page("x", '<meta http-equiv=refresh content="0;url=y.html">'),
            "y.html": page("y", '<meta http-equiv=refresh content="0;url=x.html">'),
        },
    ),
    Case(
        "refresh to itself at once",
        "redirect-loop",
        a("x.html"),
        {
            "x.html": page("x", '<meta http-equiv=refresh content="0;url=x.html">'),
        },
    ),
    # --- http on https --------------------------------------------------------------------------------
    Case("mixed: picture", "mixed-content", '<img alt="" src="http://pictures.example/x.png">'),
    Case("mixed: script", "mixed-content", '<script src="http://scripts.example/x.js"></script>'),
    Case(
        "mixed: style sheet",
        "mixed-content",
        head='<link rel="stylesheet" href="http://styles.example/x.css">',
    ),
    Case(
        "mixed: iframe", "mixed-content", '<iframe title="x" src="http://maps.example/"></iframe>'
    ),
    Case(
        "mixed: own picture",
        "mixed-content",
        '<img alt="" src="http://www.thungsommut.example/assets/logo.png">',
    ),
    # --- main website -----------------------------------------------------------------------------------
    Case("host: address of the office network", "host-local", a("http://192.168.1.10/plan")),
    Case("host: this computer", "host-local", a("http://localhost:8080/plan")),
    Case("host: name without a dot", "host-local", a("http://intranet/plan")),
    Case("host: .local", "host-local", a("http://nas.local/plan")),
    Case("host: staging", "host-staging", a("https://staging.thungsommut.example/plan")),
    Case("host: tunnel for trials", "host-staging", a("https://abc.ngrok-free.app/plan")),
    Case("host: shortener", "host-shortener", a("https://bit.ly/3abcde")),
    Case("host: drive", "host-drive", a("https://drive.google.com/file/d/1/view")),
    Case("host: drive behind a short name", "host-drive", a("https://1drv.ms/b/s!abc")),
    Case("host: document elsewhere", "host-other", a("https://files.other.example/plan.pdf")),
)

GOOD: tuple[Case, ...] = (
    Case("Thai name as it is", "", a(f"../../docs/{PLAN}")),
    Case("Thai name percent-encoded", "", a("../../docs/" + quote(PLAN))),
    Case("Thai name in lower-case escapes", "", a("../../docs/" + quote(PLAN).lower())),
    Case("sara am as the file has it", "", a("../../docs/" + SARA_AM)),
    Case("two signs as the file has them", "", a("../../docs/" + quote(WATER_SPLIT))),
    Case("spaces as they are", "", a("../../docs/รายงาน ปี 2568.pdf")),
    Case("spaces encoded", "", a("../../docs/รายงาน%20ปี%202568.pdf")),
    Case("a % encoded", "", a("../../docs/ร้อยละ%20100%25.pdf")),
    Case("a name that looks encoded", "", a("../../docs/a%2520b.pdf")),
    Case("signs of a name", "", a("../../docs/งบ&แผน+1.pdf")),
    Case("a query after a file", "", a("../../docs/report.pdf?download=1&v=2")),
    Case("page of a PDF", "", a("../../docs/report.pdf#page=3")),
    Case("top of the page", "", a("#") + a("#top")),
    Case("text to look for", "", a("../../about.html#:~:text=เกี่ยวกับ")),
    Case("Thai anchor", "", a("../../oit/2568/o01/#โครงสร้าง")),
    Case("Thai anchor encoded", "", a("../../oit/2568/o01/#" + quote("โครงสร้าง"))),
    Case("anchor by its old name", "", a("../../oit/2568/o01/#old")),
    Case("anchor with an entity", "", '<p id="a&amp;b">x</p>' + a("#a&b")),
    Case("folder with slash", "", a("../../oit/2568/")),
    Case("folder without slash", "", a("../../oit/2568")),
    Case("folder by its index", "", a("../../oit/2568/index.html")),
    Case("folder by a dot", "", a("../../oit/2568/.")),
    Case("there and back", "", a("../../oit/../about.html")),
    Case("from the root", "", a("/oit/2568/o01/")),
    Case("own domain", "", a(f"{ADDRESS}oit/2568/o01/#old")),
    Case("own domain without security", "", a("http://www.thungsommut.example/about.html")),
    Case("own domain in capitals", "", a("https://WWW.ThungSommut.example/about.html")),
    Case("own domain without scheme", "", a("//www.thungsommut.example/about.html")),
    Case("another part of the main website", "", a(f"{ADDRESS}webboard/")),
    Case("spaces around", "", a("  ../../about.html\n")),
    Case("broken over two lines", "", '<a href="../../oit/\n2568/">x</a>'),
    Case("base", "", a("2568/"), head='<base href="../../oit/">'),
    Case("a folder called http", "", a("../../http/old.html")),
    Case(
        "a file that looks like a host",
        "",
        a("www.report.th.html"),
        {"www.report.th.html": page("x")},
    ),
    Case("inside a comment", "", "<!-- " + a("none.html") + " -->"),
    Case("inside a script", "", "<script>document.write('" + a("none.html") + "')</script>"),
    Case("inside a template", "", "<template>" + a("none.html") + "</template>"),
    Case("inside a text field", "", "<textarea>" + a("none.html") + "</textarea>"),
    Case("shown as code", "", '<pre>&lt;a href="none.html"&gt;</pre>'),
    Case("an attribute with >", "", '<a title="1 > 0" href="../../about.html">x</a>'),
    Case("no quotes, in capitals", "", "<A HREF=../../about.html>x</A>"),
    Case("single quotes with others inside", "", "<a href='../../about.html' title='\"x\"'>x</a>"),
    Case("an attribute twice", "", '<a href="../../about.html" href="none.html">x</a>'),
    Case("a place for a link", "", "<a>x</a><a id=x>y</a>"),
    Case(
        "srcset with widths",
        "",
        '<img alt="" src="../../assets/logo.png" srcset="../../assets/logo.png 480w,\n ../../assets/logo.png?a,b 800w">',
    ),
    Case(
        "srcset with data",
        "",
        '<img alt="" srcset="data:image/png;base64,iVBORw0KGgo= 1x, ../../assets/logo.png 2x">',
    ),
    Case(
        "data in styles",
        "",
        head="<style>p { background: url(data:image/png;base64,iVBORw0KGgo=) } /* url(none.png) */</style>",
    ),
    Case(
        "script, data and apps",
        "",
        a("javascript:void(0)")
        + a("data:text/plain,x")
        + a("line://ti/p/@thungsommut")
        + a("sms:0800000101"),
    ),
    Case("server to be near", "", head='<link rel="preconnect" href="https://fonts.example">'),
    Case(
        "form without an address",
        "",
        '<form action=""><button>x</button></form><form><button>x</button></form>',
    ),
    Case("form that is sent", "", '<form method="post" action="/send"><button>x</button></form>'),
    Case("mail with a subject", "", a("mailto:saraban@thungsommut.example?subject=เรื่อง ขอข้อมูล")),
    Case(
        "mail to two",
        "",
        a("mailto:a@thungsommut.example,b@thungsommut.example?cc=c@thungsommut.example"),
    ),
    Case("mail to whom the reader chooses", "", a("mailto:?subject=x")),
    Case("mail with a sign", "", a("mailto:sara.ban+oit@thungsommut.example")),
    Case(
        "telephones",
        "",
        "".join(
            map(
                a,
                (
                    "tel:042-000-100",
                    "tel:+6642000100",
                    "tel:+66-80-000-0101",
                    "tel:1567",
                    "tel:191",
                    "tel:0800000101",
                    "tel:042000100,12",
                    "tel:042000100;ext=12",
                    "tel:(042)%20000%20100",
                ),
            )
        ),
    ),
    Case("PDF with something before it", "", a("x.pdf"), {"x.pdf": b"\r\n\r\n" + PDF}),
    Case(
        "style sheet of zero bytes",
        "",
        head='<link rel="stylesheet" href="x.css">',
        files={"x.css": b""},
    ),
    Case("404 complaints", "", a("x.html"), {"x.html": page("404 เรื่องร้องเรียนที่รับไว้ในปี 2568")}),
    Case("nothing found, as it should be", "", a("x.html"), {"x.html": page("ไม่พบการทุจริต ปี 2568")}),
    Case("lost documents", "", a("x.html"), {"x.html": page("แจ้งเอกสารหาย ไม่พบเอกสาร ทำอย่างไร")}),
    Case(
        "refresh to a page",
        "",
        a("x.html"),
        {"x.html": page("x", "<meta http-equiv=refresh content=\"0; URL='../../about.html'\">")},
    ),
    Case(
        "refresh now and then",
        "",
        a("x.html"),
        {
            "x.html": page(
                "x",
                '<meta http-equiv=refresh content=300><meta http-equiv=refresh content="300; url=x.html">',
            )
        },
    ),
    Case("link to http", "", a("http://www.nacc.example/")),
    Case("name space of http", "", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    Case("law where it stands", "", a("https://ratchakitcha.soc.go.th/documents/1.pdf")),
    Case("document on an own host", "", a("https://files.thungsommut.example/plan.pdf")),
    Case(
        "hosts that only sound so",
        "",
        "".join(
            map(
                a,
                (
                    "https://testing.nacc.example/",
                    "https://www.devlocal.example/",
                    "https://bit.ly.example/",
                    "https://8.8.8.8/",
                ),
            )
        ),
    ),
    Case("host in Thai", "", a("https://www.รัฐบาล.ไทย/")),
    Case(
        "page in Windows-874",
        "",
        whole=(
            "<html><meta charset=tis-620><title>เก่า</title><h2 id=บน>x</h2>"
            + a("#บน")
            + a(f"../../docs/{PLAN}")
        ).encode("cp874"),
    ),
    Case(
        "page that stops short",
        "",
        whole=b'<!doctype html><title>x</title><a href="../../about.html">x</a><a href="../../ab',
    ),
)


@dataclass(frozen=True)
class LiveCase:
    """What only a server does: a page that leads to `/live/<key>/…`, and what nginx answers there."""

    name: str
    code: str
    link: str
    settings: str


LIVE: tuple[LiveCase, ...] = (
    LiveCase(
        "redirect in a ring",
        "redirect-loop",
        "/live/ring",
        "location = /live/ring { return 302 /live/ring2; } location = /live/ring2 { return 302 /live/ring; }",
    ),
    LiveCase("a login", "link-login", "/live/login/", "location /live/login/ { return 401; }"),
    LiveCase("gone", "link-missing", "/live/gone", "location /live/gone { return 410; }"),
    LiveCase("refused", "link-refused", "/live/refused", "location /live/refused { return 406; }"),
    LiveCase(
        "sent to another server",
        "link-elsewhere",
        "/live/away",
        "location /live/away { return 302 https://elsewhere.example/; }",
    ),
    LiveCase(
        "an error page in place of a document",
        "file-broken",
        "/live/x.pdf",
        "location = /live/x.pdf { default_type text/html; return 200 '<!doctype html><title>404</title>'; }",
    ),
    LiveCase(
        "a list of files",
        "link-no-index",
        "/live/list/",
        "location = /live/list/ { default_type text/html; return 200 '<html><title>Index of /live/list/</title>'; }",
    ),
    LiveCase(
        "sent on within the server",
        "",
        "/live/moved",
        "location = /live/moved { return 301 /about.html; }",
    ),
    LiveCase(
        "another part of the website, beside the site",
        "",
        "/webboard/",
        "location /webboard/ { default_type text/html; return 200 '<title>x</title>'; }",
    ),
    LiveCase(
        "a query that makes a page",
        "",
        "/live/page.php?id=3",
        "location = /live/page.php { default_type text/html; return 200 '<title>$arg_id</title>'; }",
    ),
    LiveCase(
        "no HEAD",
        "",
        "/live/nohead",
        "location = /live/nohead { default_type text/html; if ($request_method = HEAD) { return 405; } "
        "return 200 '<title>x</title>'; }",
    ),
    LiveCase(
        "server that fails", "not-checked", "/live/fails", "location = /live/fails { return 503; }"
    ),
    LiveCase(
        "too many questions", "not-checked", "/live/many", "location = /live/many { return 429; }"
    ),
)


def pages_of(cases: tuple[Case, ...], start: str) -> dict[str, Case]:
    """Every case by the folder of its page."""
    return {f"cases/{start}{number:03d}/": case for number, case in enumerate(cases)}


CASES = {**pages_of(FAULTS, "f"), **pages_of(GOOD, "g")}


def write_site(
    folder: Path, cases: Mapping[str, Case] = CASES, more: str = "", port: int = 0
) -> None:
    """The site with all cases; its front page leads to each, and to `more`.

    Args:
        port: of its address, where that is not the usual one.
    """
    for name, content in COMMON.items():
        _write(folder / name, content)
    links = "".join(a(quote(path)) for path in (*COMMON, *cases))
    front = page("หน้าแรก", f'<link rel="canonical" href="{ADDRESS}">{links}{more}')
    _write(folder / "index.html", _at_port(front, port))
    _write(folder / "404.html", page("404 ไม่พบหน้า"))
    for path, case in cases.items():
        text = (
            f"<!doctype html>\n<html lang=th><head><meta charset=utf-8><title>{path}</title>"
            f"{case.head}</head>\n<body>{case.body}</body></html>\n"
        )
        _write(folder / path / "index.html", _at_port(case.whole or text.encode(), port))
        for name, content in case.files.items():
            _write(folder / path / name, content)


def _at_port(text: bytes, port: int) -> bytes:
    """The same, with the port in every address of the site."""
    return _OWN_HOST.sub(rb"\g<0>:%d" % port, text) if port else text


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def told(report: LinkReport) -> dict[str, Counter[str]]:
    """The codes that are told of each file, by its path below the site; each fault counts once."""
    found: dict[str, Counter[str]] = {}
    for fault in report.faults:
        for file in {place.page.removeprefix(report.site).lstrip("/") for place in fault.places}:
            file += "index.html" if file.endswith("/") or not file else ""
            found.setdefault(file, Counter())[fault.code] += 1
    return found


def wanted(cases: Mapping[str, Case] = CASES) -> dict[str, Counter[str]]:
    """The codes that must be told of each file, and no others."""
    found: dict[str, Counter[str]] = {}
    for path, case in cases.items():
        if case.code:
            found.setdefault(path + case.at, Counter())[case.code] += 1
            if case.name == "refresh back and forth":
                # The pages of the ring lead to each other too.
                found[path + "x.html"] = found[path + "y.html"] = Counter([case.code])
            if case.name == "refresh to itself at once":
                found[path + "x.html"] = Counter([case.code])
    return found
