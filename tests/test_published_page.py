"""Reading one published page: what stands in the blocks of each element, whatever the HTML is."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.published.page import Shown, read_page

KEYS = ("a", "b")


def page(body: str) -> str:
    head = '<article data-item="O1" data-slug="structure" data-edition="2568">'
    return f"<!doctype html><title>x</title>outside{head}{body}</article>outside"


def shown(body: str) -> dict[str, Shown]:
    return read_page(page(body).encode(), KEYS).elements


@pytest.mark.parametrize(
    ("body", "blocks", "blank", "texts"),
    [
        ('<div data-element="a">one two<p>three</p></div>x', 1, 0, ["onetwo", "three"]),
        ('<div data-element="a"></div>', 1, 1, []),
        ('<div data-element="a"> &nbsp;\n<br><hr></div>', 1, 1, []),
        ('<div data-element="a"><h2>หัวข้อ</h2></div>', 1, 1, []),
        ('<h3 data-element="a">หัวข้อ</h3>', 1, 0, ["หัวข้อ"]),
        ('<div data-element="a"><dl><dt>x</dt><dd>y</dd></dl></div>', 1, 0, ["y"]),
        ('<div data-element="a"><table><caption>c<thead><tr><th>h<tbody></table></div>', 1, 1, []),
        ('<div data-element="a"><style>p{}</style><script>1</script></div>', 1, 1, []),
        ('<div data-element="a"><template>x</template><p hidden>y</p></div>', 1, 1, []),
        ('<div data-element="a"><noscript>x</noscript></div>', 1, 0, ["x"]),
        ('<div data-element="a"><!-- x --></div>', 1, 1, []),
        ('<div data-element="a"><img alt="x"><a>&nbsp;</a></div>', 1, 1, []),
        ('<div data-element="a"><img src="files/x.png" alt=""></div>', 1, 0, []),
        ('<div data-element="a"><a href="files/x.pdf"></a></div>', 1, 0, []),
        ('<div data-element="a" data-absent>x</div>', 0, 0, []),
        ('<div data-element="a"><span data-absent>x</span></div>', 1, 1, []),
        ('<div hidden><div data-element="a">x</div></div>', 0, 0, []),
        ('<div data-element="c">x</div>', 0, 0, []),
        ('<p><span data-element="a">x</span><span data-element="a"></span></p>', 2, 1, ["x"]),
        ('<div data-element="a"><b data-element="b">x</b>y</div>', 1, 0, ["x", "y"]),
        ('<div data-element="a"><div data-element="a">x</div></div>', 2, 0, ["x"]),
        (
            '<table><tr><td data-element="a">1<td>2<tr><td data-element="a">3</table>',
            2,
            0,
            ["1", "3"],
        ),
        ('<ul><li data-element="a">1<li>2<ul><li>3</ul></ul>', 1, 0, ["1"]),
        ('<ul><li data-element="a">1<ul><li>2</ul></ul>', 1, 0, ["1", "2"]),
        ('<div data-element="a">&lt;b&gt; &amp; ก</div>', 1, 0, ["<b>&ก"]),
        ('<div data-element="b" data-element="a">x</div>', 0, 0, []),
        ('<div data-element="a">never closed', 1, 0, ["neverclosed"]),
        ('</div></div><div data-element="a">x</span></p>y</div>z', 1, 0, ["x", "y"]),
    ],
)
def test_what_stands_in_a_block(body: str, blocks: int, blank: int, texts: list[str]) -> None:
    found = shown(body).get("a", Shown())
    assert (found.blocks, found.blank) == (blocks, blank)
    assert [text.removesuffix("outside") for text in found.texts] == texts


def test_a_page_says_which_item_it_is() -> None:
    found = read_page(page('<a href=" x/ ">1</a><img src="y">').encode(), KEYS)
    assert (found.item, found.slug, found.edition) == ("O1", "structure", "2568")
    assert (found.is_part, found.targets, found.texts) == (False, ["x/", "y"], ["1"])
    part = read_page(b'<article data-item="O1" data-edition="2568"></article>', KEYS)
    assert part.is_part
    none = read_page(b"<html><p>404</p>", KEYS)
    assert (none.item, none.texts) == ("", [])


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]))))
def test_every_text_is_found_as_it_was_written(texts: list[str]) -> None:
    """In blocks of its own, and in one around them all."""
    inner = "".join(f'<p data-element="b">{escape(text)}</p>' for text in texts)
    found = shown(f'<div data-element="a">{inner}</div>')
    wanted = ["".join(text.split()) for text in texts]
    assert found["a"].texts == [text for text in wanted if text]
    blank = sum(not text for text in wanted)
    b = found.get("b", Shown())
    assert (b.blocks, b.blank) == (len(wanted), blank)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    read_page(b'<article data-item="O1" data-edition="1">' + content, KEYS)


@pytest.mark.parametrize(
    "unit",
    [
        *("<!--", "<!", "<", "</", "<a ", "<a b=", "<a b='", "&", "&#", "<![CDATA[", "<?", "<svg/"),
        *('<div data-element="a">', '<div data-element="a">x', "<div>", "<li>", "<td>", "</p>"),
        *("<script>", "<title>"),
    ],
)
def test_a_hostile_page_takes_no_long_time(unit: str) -> None:
    size = 1_000_000
    started = time.monotonic()
    read_page(page(unit * (size // len(unit))).encode(), KEYS)
    assert time.monotonic() - started < 20
