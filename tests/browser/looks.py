"""Pictures of pages, made small, and how two of them differ."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, Route

#: A kept picture is so much smaller than the page: letters become grey, which hides how a system
#: smooths their edges, but not their place, size and colour.
SCALE = 4
#: More of a page would show the same things again.
TALLEST = 2000
#: Steps of each colour in a kept picture; the loss is at most half a step.
_STEP = 16
#: Pixels differ where a colour is further away than this: more than a lost half step and smoothing.
_FAR = 40
#: A small square of the picture; 32 × 32 pixels of the page.
_SQUARE = 8
#: A square differs where so many of its 64 pixels do: an edge that another version of the browser
#: smooths otherwise is fewer, a moved letter or a changed colour more.
_MANY = 6
#: How many squares may differ. None would be best; a caret or a rounding may take one.
TOLERATED = 1

_ADD_STYLE = """
(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}
"""
_SETTLE = """
async () => {
for (const image of document.images) image.loading = "eager";
await Promise.all([...document.images].map((image) => image.complete ? 0 :
  new Promise((done) => { image.onload = image.onerror = done; })));
await document.fonts.ready;
window.scrollTo(0, 0);
await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""


@dataclass(frozen=True)
class Difference:
    """How two pictures differ: the squares that do, and a picture of them; size differs: all."""

    squares: int
    picture: Image.Image

    @property
    def is_seen(self) -> bool:
        return self.squares > TOLERATED


def small(screenshot: bytes) -> Image.Image:
    """A screenshot as it is kept: a quarter of the size, few colours."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    size = (max(1, image.width // SCALE), max(1, image.height // SCALE))
    image = image.resize(size, Image.Resampling.BOX)
    return image.point(
        [min(255, (value + _STEP // 2) // _STEP * _STEP) for value in range(256)] * 3
    )


def png(image: Image.Image) -> bytes:
    """The picture as a file, the same bytes each time, with a palette."""
    buffer = io.BytesIO()
    if image.getcolors(256) is None:
        image = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    else:
        image = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def differ(kept: Image.Image, now: Image.Image) -> Difference:
    """Which squares of two pictures differ; those that only one of them has differ."""
    kept, now = kept.convert("RGB"), now.convert("RGB")
    width, height = max(kept.width, now.width), max(kept.height, now.height)
    # A page that is a line longer differs at its end alone.
    both = []
    for image, colour in ((kept, (255, 0, 255)), (now, (0, 255, 0))):
        canvas = Image.new("RGB", (width, height), colour)
        canvas.paste(image)
        both.append(canvas)
    bands = ImageChops.difference(*both).split()
    far = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    mask = far.point([255 if value > _FAR else 0 for value in range(256)])
    picture = Image.blend(both[1], Image.new("RGB", both[1].size, "white"), 0.6)
    squares = 0
    for top in range(0, height, _SQUARE):
        for left in range(0, width, _SQUARE):
            box = (left, top, min(left + _SQUARE, width), min(top + _SQUARE, height))
            if mask.crop(box).histogram()[255] >= _MANY:
                squares += 1
                picture.paste((220, 0, 0), box, mask.crop(box))
    return Difference(squares, picture)


@contextmanager
def opened(browser: Browser, url: str) -> Iterator[Page]:
    """A page to look at: everything that moves stands still, and its own font is waited for."""
    context = browser.new_context(reduced_motion="reduce", device_scale_factor=1)
    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.route("**/assets/oit.css", _waiting)
        page.goto(url, wait_until="load")
        yield page
    finally:
        context.close()


def look(
    page: Page, scheme: str, width: int, expected: Image.Image | None = None, css: str = ""
) -> Image.Image:
    """An opened page in a colour scheme at a width.

    A busy machine leaves a part undrawn in one shot: what looks as `expected` is right at once, else
    the picture that two shots in a row give. `css` is added to the site's own, for tests that must see
    a difference.
    """
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(_ADD_STYLE, css)
    page.evaluate(_SETTLE)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    last = b""
    for _ in range(8):
        shot = page.screenshot(
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": height},
            animations="disabled",
            caret="hide",
        )
        if shot == last or (expected and not differ(expected, small(shot)).is_seen):
            return small(shot)
        last = shot
    return small(last)


def _waiting(route: Route) -> None:
    """The site's style, with a font that is waited for: a slow machine may do without it."""
    answer = route.fetch()
    text = answer.text()
    assert "font-display: optional" in text
    route.fulfill(
        response=answer, body=text.replace("font-display: optional", "font-display: block")
    )
