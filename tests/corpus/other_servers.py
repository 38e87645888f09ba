"""Labelled links to other servers: what each server does, and what must be said of the link.

A case is a host of its own, served by a real nginx; what nginx cannot do is done by a few lines of
Python. Cases stand under the states that three runs must give them: on the first day, a day later,
and when three days have gone by.

In links and settings stand, in capitals: HOST, the name of the case's host; PORT and TLS, where nginx
answers without and with TLS; CLOSED, where nobody listens; SILENT, where somebody listens and never
answers; BUSY and LATER, which answer 503, and 429 with `Retry-After: 1`; REPLY, the server in Python;
DAYS, a folder that holds one file, named by the number of the run.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from loopback import Reply

from site_builder.links.answers import Cause
from site_builder.links.verdicts import Seen, State

PLAIN = "http://HOST:PORT/x"
PDF_LINK = "http://HOST:PORT/x.pdf"
SECURE = "https://HOST:TLS/x.pdf"
HEAD, TWICE, THRICE = ("HEAD",), ("HEAD", "GET"), ("HEAD", "GET", "GET")


@dataclass(frozen=True)
class Case:
    """One link.

    Attributes:
        seen: what the last run must see; `detail` must be part of what the server said.
        settings: of nginx, for the case's host.
        files: below the host's root, by path.
        link: its address.
        host: a name of its own, where that matters or where two cases share a host.
        certificate: which one the host shows, of those that `outside.write_certificates` makes.
        reply: the server in Python, where nginx cannot do it.
        methods: of the requests for the address in the first run, where that matters.
        is_late: the server lets us wait until our patience ends.
    """

    name: str
    seen: Seen
    settings: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    link: str = PLAIN
    host: str = ""
    certificate: str = ""
    reply: Reply | None = None
    methods: tuple[str, ...] = ()
    is_late: bool = False

    @property
    def by(self) -> str:
        """Who answers."""
        if self.reply:
            return "Python"
        return "nginx" if "PORT" in self.link or "TLS" in self.link else "–"


WORDS = "เทศบาลตำบลตัวอย่างเปิดเผยข้อมูลสาธารณะตามแบบตรวจการเปิดเผยข้อมูลของหน่วยงานภาครัฐ " * 6


def html(title: str, text: str = WORDS, encoding: str = "utf-8") -> bytes:
    page = (
        f"<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    )
    return page.encode(encoding)


PDF = b"%PDF-1.7\n"
PAGE = html("แผนพัฒนา")
FORM = html("ระบบสมาชิก", "<form><input type=password name=p></form>" + WORDS)
THAI_HOST = "เทศบาล.test"
#: Answers for every name that no case has: where redirects lead.
DEFAULT = {"x": PAGE, "x.pdf": PDF, "signin": html("Sign in")}


def raw(answer: bytes, is_whole: bool = True) -> Reply:
    """These bytes and no more; HEAD gets what stands before the body, unless it is no HTTP."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        head, end, body = answer.partition(b"\r\n\r\n")
        request.wfile.write(head + end + (b"" if end and request.command == "HEAD" else body))
        request.close_connection = True

    return reply


def endless(request: BaseHTTPRequestHandler) -> None:
    """A page that never comes to its end."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
    for _ in range(2000 if request.command == "GET" else 0):
        request.wfile.write(b"<p>x" * 16_000)
    request.close_connection = True


def only(method: str, settings: str) -> str:
    return f"if ($request_method = {method}) {{ {settings} }}"


def in_turn(name: str, *ports: str) -> str:
    """Each request is answered by the next of these servers."""
    return f"upstream {name} {{ {' '.join(f'server 127.0.0.1:{port};' for port in ports)} }}"


#: What stands beside the hosts of the cases.
AROUND = "\n".join(
    (
        in_turn("failing-once", "BUSY", "PORT"),
        in_turn("failing-twice", "BUSY", "BUSY", "PORT"),
        in_turn("busy-once", "LATER", "PORT"),
        "limit_req_zone $host zone=slow:1m rate=5r/s;",
        "server { listen 127.0.0.1:BUSY; return 503; }",
        "server { listen 127.0.0.1:LATER; add_header Retry-After 1 always; return 429; }",
    )
)

DEAD = (
    Case("page missing", Seen(Cause.MISSING, 404), methods=TWICE),
    Case("document missing", Seen(Cause.MISSING, 404), link=PDF_LINK, methods=TWICE),
    Case("Thai name missing", Seen(Cause.MISSING, 404), link="http://HOST:PORT/ไม่มี.pdf"),
    Case("gone", Seen(Cause.MISSING, 410), "return 410;", methods=TWICE),
    Case(
        "moved to what is missing",
        Seen(Cause.MISSING, 404),
        "location = /x { return 301 /none; }",
    ),
    Case(
        "server that fails to every try",
        Seen(Cause.SERVER, 500),
        "return 500;",
        methods=THRICE,
    ),
    Case("closed for works", Seen(Cause.SERVER, 503), "return 503;", methods=THRICE),
    Case(
        "closed for works until a day to come",
        Seen(Cause.SERVER, 503),
        "add_header Retry-After 'Wed, 21 Oct 2099 07:28:00 GMT' always; return 503;",
        host="date.test",
        methods=HEAD,
    ),
    Case(
        "nothing behind the gateway",
        Seen(Cause.SERVER, 502),
        "location / { proxy_pass http://127.0.0.1:CLOSED; }",
    ),
    Case(
        "silence behind the gateway",
        Seen(Cause.SERVER, 504),
        "location / { proxy_read_timeout 50ms; proxy_pass http://127.0.0.1:SILENT; }",
    ),
    Case("name that leads nowhere", Seen(Cause.DNS), link="http://no-name.test/x"),
    Case("connection refused", Seen(Cause.REFUSED), link="http://HOST:CLOSED/x"),
    Case("hung up without an answer", Seen(Cause.BROKEN), "return 444;"),
    Case(
        "no HTTP",
        Seen(Cause.BROKEN),
        link="http://HOST:REPLY/x",
        reply=raw(b"SSH-2.0-OpenSSH_8.4\r\n"),
    ),
    Case(
        "answer cut short",
        Seen(Cause.BROKEN, 200),
        link="http://HOST:REPLY/x",
        reply=raw(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 999\r\n\r\n<!doctype"
        ),
    ),
)

REVIEW = (
    # --- nothing comes in time ----------------------------------------------------------------------
    Case(
        "never answers",
        Seen(Cause.TIMEOUT),
        "location / { proxy_pass http://127.0.0.1:SILENT; }",
        is_late=True,
    ),
    Case(
        "a letter a second",
        Seen(Cause.TIMEOUT),
        "limit_rate 1;",
        {"x": PAGE},
        is_late=True,
    ),
    # --- certificates -------------------------------------------------------------------------------
    Case(
        "certificate expired",
        Seen(Cause.TLS, detail="certificate has expired"),
        link=SECURE,
        certificate="expired",
    ),
    Case(
        "certificate of another name",
        Seen(Cause.TLS, detail="certificate is not valid for"),
        link=SECURE,
        certificate="of another name",
    ),
    Case(
        "certificate of nobody known",
        Seen(Cause.TLS, detail="unable to get local issuer certificate"),
        link=SECURE,
        certificate="of nobody known",
    ),
    Case(
        "certificate without its chain",
        Seen(Cause.TLS, detail="unable to get local issuer certificate"),
        link=SECURE,
        certificate="without its chain",
    ),
    Case("https where there is none", Seen(Cause.TLS), link="https://HOST:PORT/x"),
    # --- programs are kept out ------------------------------------------------------------------------
    Case("403", Seen(Cause.BLOCKED, 403), "return 403;", methods=TWICE),
    Case("429", Seen(Cause.BLOCKED, 429), "return 429;", methods=THRICE),
    Case(
        "429 until in a minute",
        Seen(Cause.BLOCKED, 429),
        "add_header Retry-After 60 always; return 429;",
        host="minute.test",
        methods=HEAD,
    ),
    Case(
        "429 until nobody knows when",
        Seen(Cause.BLOCKED, 429),
        "add_header Retry-After soon always; return 429;",
        host="soon.test",
        methods=THRICE,
    ),
    Case("451", Seen(Cause.BLOCKED, 451), "return 451;"),
    Case("999", Seen(Cause.BLOCKED, 999), "return 999;"),
    Case(
        "challenge, told by a header",
        Seen(Cause.BLOCKED, 503),
        "add_header cf-mitigated challenge always; return 503;",
    ),
    Case(
        "challenge, told by its title",
        Seen(Cause.BLOCKED, 200),
        files={"x": html("Just a moment...")},
    ),
    Case(
        "challenge, told by its script",
        Seen(Cause.BLOCKED, 200),
        files={"x": b"<script src=/_Incapsula_Resource>"},
    ),
    Case(
        "login of a site that keeps programs out",
        Seen(Cause.BLOCKED, 200),
        "location / { return 302 /login/; } location /login/ { try_files /form =404; }",
        {"form": FORM},
        link="http://www.facebook.com:PORT/nakham",
        host="www.facebook.com",
    ),
    # --- other refusals -------------------------------------------------------------------------------
    Case("406", Seen(Cause.STATUS, 406), "return 406;"),
    Case(
        "http where there is only https",
        Seen(Cause.STATUS, 400),
        certificate="good",
        link="http://HOST:TLS/x",
    ),
    Case("redirect to itself", Seen(Cause.LOOP), "return 302 /x;"),
    Case(
        "redirect to itself, but for a cookie",
        Seen(Cause.LOOP),
        "location / { if ($cookie_a = '') { add_header Set-Cookie a=1; return 302 /x; } }",
        {"x": PAGE},
    ),
    Case(
        "redirects between two hosts",
        Seen(Cause.LOOP),
        "return 302 http://ring-2.test:PORT/x;",
        host="ring-1.test",
    ),
    Case(
        "redirects between two hosts, from the other",
        Seen(Cause.LOOP),
        "return 302 http://ring-1.test:PORT/x;",
        host="ring-2.test",
    ),
    # --- a login --------------------------------------------------------------------------------------
    Case("401", Seen(Cause.LOGIN, 401), "return 401;", methods=TWICE),
    Case(
        "redirect to an address of logins",
        Seen(Cause.LOGIN, 200),
        "location = /x { return 302 /wp-login.php?a; }",
        {"wp-login.php": PAGE},
    ),
    Case(
        "redirect to a form with a password",
        Seen(Cause.LOGIN, 200),
        "location = /x { return 302 /user; }",
        {"user": FORM},
    ),
    Case(
        "moved for good to a login",
        Seen(Cause.LOGIN, 200),
        "location = /x { return 301 /login; }",
        {"login": FORM},
    ),
    Case(
        "drive that is not shared",
        Seen(Cause.LOGIN, 200),
        "return 302 http://accounts.google.com:PORT/signin;",
        link="http://drive.google.com:PORT/file/d/1/view",
        host="drive.google.com",
    ),
    # --- what is no web address -----------------------------------------------------------------------
    Case(
        "redirect to an app",
        Seen(Cause.ELSEWHERE, 302, detail="line://ti/p/x"),
        "return 302 line://ti/p/x;",
    ),
    Case(
        "redirect to ftp",
        Seen(Cause.ELSEWHERE, 302),
        "return 302 ftp://files.test/;",
    ),
    Case(
        "redirect with a password inside",
        Seen(Cause.ELSEWHERE, 302),
        "return 302 http://user:secret@new.test/;",
    ),
    Case("ftp", Seen(Cause.NO_ADDRESS), link="ftp://files.test/x"),
    Case("a password inside", Seen(Cause.NO_ADDRESS), link="http://user:secret@HOST:PORT/x"),
    # --- inside of networks ---------------------------------------------------------------------------
    Case(
        "number of an office", Seen(Cause.NOT_PUBLIC, detail="10.0.0.8"), link="http://10.0.0.8/x"
    ),
    Case("this computer", Seen(Cause.NOT_PUBLIC), link="http://127.0.0.1:PORT/x"),
    Case(
        "services of a cloud",
        Seen(Cause.NOT_PUBLIC),
        link="http://169.254.169.254/latest/meta-data/",
    ),
    Case(
        "name of a machine inside",
        Seen(Cause.NOT_PUBLIC, detail="192.168.1.4"),
        link="http://inside.test/x",
        host="inside.test",
    ),
    Case(
        "redirect inside",
        Seen(Cause.NOT_PUBLIC, detail="10.0.0.8"),
        "return 302 http://10.0.0.8/x;",
    ),
    # --- pages that say 200 and are not there -----------------------------------------------------------
    Case(
        "not found, by its title",
        Seen(Cause.NOT_FOUND_PAGE, 200),
        files={"x": html("Page not found | อบต.")},
    ),
    Case(
        "not found, by its Thai title in Windows-874",
        Seen(Cause.NOT_FOUND_PAGE, 200),
        files={"x": html("ไม่พบหน้าที่ต้องการ", encoding="cp874")},
    ),
    Case(
        "the page of every address",
        Seen(Cause.NOT_FOUND_PAGE, 200),
        "error_page 404 =200 /front;",
        {"front": html("หน้าแรก")},
    ),
    Case(
        "every address leads to the front page",
        Seen(Cause.NOT_FOUND_PAGE, 200),
        "location / { return 302 /; } location = / { try_files /front =404; }",
        {"front": PAGE},
    ),
    # --- names with a new owner -------------------------------------------------------------------------
    Case(
        "gambling",
        Seen(Cause.TAKEN_OVER, 200),
        files={"x": html("สล็อตเว็บตรง บาคาร่า ฝากถอนไว")},
    ),
    Case(
        "gambling, moved for good",
        Seen(Cause.TAKEN_OVER, 200),
        "location = /x { return 301 /th; }",
        {"th": html("UFA เว็บพนัน อันดับ 1")},
    ),
    Case(
        "name for sale",
        Seen(Cause.TAKEN_OVER, 200),
        files={"x": html("nakham.example is for sale")},
    ),
)

LEFT_ALONE = tuple(
    Case(
        f"another address of a host that says {name}",
        Seen(Cause.LEFT_ALONE),
        link="http://HOST:PORT/y",
        host=host,
    )
    for name, host in (
        ("429 until in a minute", "minute.test"),
        ("503 until a day to come", "date.test"),
        ("429 to every try", "soon.test"),
    )
)

MOVED = (
    Case("301", Seen(None, 200, PLAIN + "/new"), "location = /x { return 301 /x/new; }", {"x/new": PAGE}),
    Case("308", Seen(None, 200, "http://HOST:PORT/new"), "location = /x { return 308 /new; }", {"new": PAGE}),
    Case(
        "to another host",
        Seen(None, 200, "http://new.test:PORT/x.pdf"),
        "return 301 http://new.test:PORT/x.pdf;",
    ),
    Case(
        "in three steps",
        Seen(None, 200, "http://HOST:PORT/d"),
        "location = /x { return 301 /b; } location = /b { return 308 /c; } location = /c { return 301 /d; }",
        {"d": PAGE},
    ),
    Case(
        "to the same address with a query",
        Seen(None, 200, PLAIN + "?page=2"),
        "location = /x { if ($args = '') { return 301 /x?page=2; } }",
        {"x": PAGE},
    ),
)  # fmt: skip

GOOD = (
    # --- answers to HEAD ------------------------------------------------------------------------------
    Case("document", Seen(None, 200), files={"x.pdf": PDF}, link=PDF_LINK, methods=HEAD),
    Case("page", Seen(None, 200), files={"x": PAGE}, methods=TWICE),
    *(
        Case(
            f"HEAD is answered {status}",
            Seen(None, 200),
            only("HEAD", f"return {status};"),
            {"x.pdf": PDF},
            PDF_LINK,
            methods=methods,
        )
        for status, methods in (
            (400, TWICE),
            (403, TWICE),
            (404, TWICE),
            (405, TWICE),
            (500, TWICE),
            (501, TWICE),
            (429, TWICE),
            (444, TWICE),
        )
    ),
    Case(
        "HEAD is never answered",
        Seen(None, 200),
        "location / { " + only("HEAD", "proxy_pass http://127.0.0.1:SILENT;") + " }",
        {"x.pdf": PDF},
        PDF_LINK,
        is_late=True,
    ),
    # --- slow, or busy for a while ----------------------------------------------------------------------
    Case("slow to answer", Seen(None, 200), "limit_req zone=slow burst=9;", {"x": PAGE}),
    Case("slow to send", Seen(None, 200), "limit_rate 20k;", {"x": html("แผน", WORDS * 6)}),
    Case(
        "503 to the first try",
        Seen(None, 200),
        "location / { proxy_pass http://failing-once; }",
        link=PDF_LINK,
        methods=TWICE,
    ),
    Case(
        "503 to the first two tries",
        Seen(None, 200),
        "location / { proxy_pass http://failing-twice; }",
        link=PDF_LINK,
        methods=THRICE,
    ),
    Case(
        "429 for a second",
        Seen(None, 200),
        "location / { proxy_pass http://busy-once; }",
        link=PDF_LINK,
        methods=TWICE,
    ),
    Case(
        "the first of two machines is down",
        Seen(None, 200),
        files={"x.pdf": PDF},
        link=PDF_LINK,
        host="two.test",
    ),
    # --- redirects ------------------------------------------------------------------------------------
    Case("302 to another page", Seen(None, 200), "location = /x { return 302 /y; }", {"y": PAGE}),
    Case(
        "307, then moved for good",
        Seen(None, 200),
        "location = /x { return 307 /y; } location = /y { return 301 /z; }",
        {"z": PAGE},
    ),
    Case(
        "from http to https",
        Seen(None, 200),
        "if ($scheme = http) { return 301 https://HOST:TLS$request_uri; }",
        {"x.pdf": PDF},
        PDF_LINK,
        certificate="good",
    ),
    Case("to www.", Seen(None, 200), "return 301 http://www.HOST:PORT$request_uri;", link=PDF_LINK),
    Case("a slash at the end", Seen(None, 200), files={"x/index.html": PAGE}),
    Case(
        "an address that only sounds like a login",
        Seen(None, 200),
        "location = /x { return 302 /login-statistics; }",
        {"login-statistics": PAGE},
    ),
    # --- TLS ------------------------------------------------------------------------------------------
    Case("certificate", Seen(None, 200), files={"x.pdf": PDF}, link=SECURE, certificate="good"),
    Case(
        "certificate for all names below",
        Seen(None, 200),
        files={"x.pdf": PDF},
        link=SECURE,
        host="www.wild.test",
        certificate="for all names below",
    ),
    Case(
        "certificate with its chain",
        Seen(None, 200),
        files={"x.pdf": PDF},
        link=SECURE,
        certificate="with its chain",
    ),
    # --- addresses ------------------------------------------------------------------------------------
    Case(
        "Thai name as it is",
        Seen(None, 200),
        files={"แผน 1.pdf": PDF},
        link="http://HOST:PORT/แผน 1.pdf",
        methods=HEAD,
    ),
    Case(
        "Thai name percent-encoded",
        Seen(None, 200),
        files={"แผน.pdf": PDF},
        link="http://HOST:PORT/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf",
        methods=HEAD,
    ),
    Case(
        "Thai host",
        Seen(None, 200),
        files={"x": PAGE},
        link=f"http://{THAI_HOST}:PORT/x",
        host=THAI_HOST.encode("idna").decode("ascii"),
    ),
    Case(
        "host in capitals",
        Seen(None, 200),
        files={"x": PAGE},
        link="http://WWW.CAPITALS.TEST:PORT/x",
        host="www.capitals.test",
    ),
    Case("page of a document", Seen(None, 200), files={"x.pdf": PDF}, link=PDF_LINK + "#page=3"),
    Case(
        "document behind a query",
        Seen(None, 200),
        "location = /get.php { if ($arg_id != 3) { return 404; } try_files /x.pdf =404; }",
        {"x.pdf": PDF},
        "http://HOST:PORT/get.php?id=3",
    ),
    # --- bodies ---------------------------------------------------------------------------------------
    Case("204", Seen(None, 204), "return 204;", methods=TWICE),
    Case("page of zero bytes", Seen(None, 200), files={"x": b""}),
    Case(
        "type of no kind",
        Seen(None, 200),
        "location / { default_type application/x-unknown; }",
        {"x": PAGE},
    ),
    Case("no type", Seen(None, 200), "location / { default_type ''; }", {"x": PAGE}),
    Case("gzip", Seen(None, 200), "gzip_min_length 1; gzip_types text/html;", {"x": PAGE}),
    Case("long page", Seen(None, 200), files={"x": html("ใหญ่", "ก" * 1_000_000)}, methods=TWICE),
    Case(
        "page that unpacks to 60 MB",
        Seen(None, 200),
        "add_header Content-Encoding gzip;",
        {"x": gzip.compress(html("ใหญ่", "ก" * 20_000_000), 1)},
        methods=TWICE,
    ),
    Case(
        "page without end",
        Seen(None, 200),
        link="http://HOST:REPLY/x",
        reply=endless,
        methods=TWICE,
    ),
    Case(
        "HTTP of 1996",
        Seen(None, 200),
        link="http://HOST:REPLY/x",
        reply=raw(b"HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n" + PAGE),
    ),
    Case("page drawn by a script", Seen(None, 200), "try_files /app =404;", {"app": b"<title>app</title><div id=app></div>"}),
    Case(
        "every address has a page, and this one its own",
        Seen(None, 200),
        "error_page 404 =200 /front;",
        {"front": html("หน้าแรก"), "x": html("แผน", "ก ข ค ง " * 99)},
    ),
    # --- words ----------------------------------------------------------------------------------------
    Case("order number 404", Seen(None, 200), files={"x": html("คำสั่งที่ 404/2567")}),
    Case("no corruption found", Seen(None, 200), files={"x": html("ไม่พบการทุจริต ปี 2568")}),
    Case(
        "404 in the text",
        Seen(None, 200),
        files={"x": html("คู่มือเว็บไซต์", f"404 Not Found แปลว่า ไม่พบหน้าเว็บ {WORDS}")},
    ),
    Case("campaign against gambling", Seen(None, 200), files={"x": html("รณรงค์ต่อต้านเว็บพนัน")}),
    Case(
        "arrests for gambling",
        Seen(None, 200),
        files={"x": html("จับกุมเครือข่ายคาสิโนในพื้นที่", f"สล็อต บาคาร่า แทงบอล {WORDS}")},
    ),
    Case("war on gambling", Seen(None, 200), files={"x": html("ตำรวจจับกุมเว็บพนันสล็อต บาคาร่า 12 ราย")}),
    Case("land for sale", Seen(None, 200), files={"x": html("ประกาศ Land plot for sale by auction")}),
    Case("page with a password form", Seen(None, 200), files={"x": FORM}),
    Case(
        "login that the link means",
        Seen(None, 200),
        files={"login": FORM},
        link="http://HOST:PORT/login",
    ),
)  # fmt: skip

#: Down on some of the days.
COMING = (
    Case("down on the second day", Seen(None, 200), "if (-f DAYS/1) { return 503; }", {"x": PAGE}),
    Case(
        "missing on the second day", Seen(None, 200), "if (-f DAYS/1) { return 404; }", {"x": PAGE}
    ),
)
BACK = (
    Case("down for two days", Seen(None, 200), "if (!-f DAYS/2) { return 503; }", {"x": PAGE}),
    Case("missing for two days", Seen(None, 200), "if (!-f DAYS/2) { return 404; }", {"x": PAGE}),
)  # fmt: skip
GONE_SINCE = (
    Case("down since the second day", Seen(Cause.SERVER, 503), "if (!-f DAYS/0) { return 503; }", {"x": PAGE}),
    Case("missing since the second day", Seen(Cause.MISSING, 404), "if (!-f DAYS/0) { return 404; }", {"x": PAGE}),
)  # fmt: skip
KEPT_OUT_BETWEEN = (
    Case(
        "missing, but for a day on which programs are kept out",
        Seen(Cause.MISSING, 404),
        "if (-f DAYS/1) { return 403; }",
    ),
)

#: Every case under the states that the three runs must give it.
BY_STATES: dict[tuple[State, State, State], tuple[Case, ...]] = {
    (State.SUSPECT, State.SUSPECT, State.DEAD): DEAD,
    (State.FINE, State.SUSPECT, State.SUSPECT): GONE_SINCE,
    (State.SUSPECT, State.REVIEW, State.SUSPECT): KEPT_OUT_BETWEEN,
    (State.REVIEW, State.REVIEW, State.REVIEW): REVIEW,
    (State.NOT_CHECKED, State.NOT_CHECKED, State.NOT_CHECKED): LEFT_ALONE,
    (State.MOVED, State.MOVED, State.MOVED): MOVED,
    (State.FINE, State.SUSPECT, State.FINE): COMING,
    (State.SUSPECT, State.SUSPECT, State.FINE): BACK,
    (State.FINE, State.FINE, State.FINE): GOOD,
}
CASES = {case.name: case for cases in BY_STATES.values() for case in cases}
STATES = {case.name: states for states, cases in BY_STATES.items() for case in cases}
