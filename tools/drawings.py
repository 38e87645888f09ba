"""Draws the placeholder pictures of a fictional workspace: the same name gives the same picture.

No picture shows a person, a place or a seal that exists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from random import Random

from papers import font_path
from PIL import Image, ImageDraw, ImageFont

Colour = str
Point = tuple[float, float]
Line = Sequence[Point]


def _points(text: str) -> list[Point]:
    """The points of `0,560 140,520`."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


#: Shapes are drawn larger and made smaller, for smooth edges.
_SCALE = 3

_BACKGROUNDS = ("#dbe7f1", "#e3ecdf", "#f1e8dc", "#e8e2ef", "#dceceb", "#f0e2e1")
_HAIR = ("#2b2523", "#3a2d27", "#24262b", "#4a4542", "#8b8885")
_SKIN = ("#e8c3a0", "#dcb18c", "#cf9f78", "#e2b995")
_JACKETS = ("#2f4a6d", "#4a4f5c", "#7a6a45", "#35584f", "#6b3f4a", "#8a7a54")
_TIES = ("#b4483a", "#d0a03c", "#3f7a6b", "#7a5a98")
_BLOUSES = ("#f5efe2", "#f3d9d5", "#dfe9f3", "#efe6b8")

#: Sky at the top, sky below, far hills, near hills, field.
_DAYS = (
    ("#9ccbe8", "#dff0f7", "#8fb3a3", "#6f9d78", "#a9c66c"),
    ("#f5c48c", "#fdebcf", "#a99a9c", "#7d8f74", "#bcbd68"),
    ("#86b6e0", "#eaf4fb", "#7fa7b8", "#5b9171", "#8fbf6a"),
    ("#b7c9e2", "#f2eef6", "#9a9fbd", "#72917f", "#c2c47a"),
)
_WALLS = ("#f4ead4", "#efe0d6", "#e4ecec", "#f6f1e4")
_ROOFS = ("#a6503c", "#7c4a3a", "#4f6a82", "#8c5a2e")

_BORDER = _points("190,110 520,70 830,150 880,400 760,610 420,640 170,520 120,300")
_RIVER = _points("0,560 140,520 280,540 400,490 520,500 640,430 800,440 1000,350")
_ROADS = (_points("0,300 300,330 560,330 1000,250"), _points("450,0 470,330 430,700"))
_LANES = (
    _points("620,322 660,440 650,700"),
    _points("240,325 220,480 260,700"),
    _points("140,150 460,190 860,120"),
)
_GREENS = ((600, 470, 740, 560), (210, 200, 330, 280), (738, 165, 848, 240))
_PLACES = (
    (300, 225, "โรงเรียน"),
    (793, 214, "สวนสาธารณะ"),
    (335, 420, "วัด"),
    (760, 360, "ตลาดสด"),
    (530, 590, "หมู่ 4"),
    (190, 420, "หมู่ 2"),
)


class _Canvas:
    """A drawing board in the measures of the finished picture."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * _SCALE, height * _SCALE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 0
    ) -> None:
        corners = [value * _SCALE for value in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, radius * _SCALE, fill=fill)

    def oval(self, x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        """An ellipse around its middle, with its two half axes."""
        corners = [value * _SCALE for value in (x - wide, y - high, x + wide, y + high)]
        self._draw.ellipse(corners, fill=fill)

    def shape(self, points: Line, fill: Colour) -> None:
        self._draw.polygon(_scaled(points), fill=fill)

    def path(self, points: Line, fill: Colour, width: float) -> None:
        """A line with round joints and ends."""
        self._draw.line(_scaled(points), fill=fill, width=round(width * _SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, fill)

    def dashes(self, points: Line, fill: Colour, width: float, dash: float) -> None:
        for (x, y), (to_x, to_y) in pairwise(points):
            steps = max(1, round(math.hypot(to_x - x, to_y - y) / dash / 2))
            for step in range(steps):
                near, far = step / steps, (step + 0.5) / steps
                ends = [(x + (to_x - x) * part, y + (to_y - y) * part) for part in (near, far)]
                self._draw.line(_scaled(ends), fill=fill, width=round(width * _SCALE))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: Colour = "#333333",
        halo: Colour = "#f4f0e4",
    ) -> None:
        """A text around its middle. Without shaping (libraqm) two marks over one letter may
        collide, so labels that we choose ourselves have at most one."""
        font = ImageFont.truetype(font_path(), size * _SCALE)
        self._draw.text(
            (x * _SCALE, y * _SCALE),
            text,
            fill,
            font,
            anchor="mm",
            stroke_width=2 * _SCALE,
            stroke_fill=halo,
        )

    def png(self, colours: int) -> bytes:
        """The picture in its own size, with a palette."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        file = BytesIO()
        flat = small.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat.save(file, "PNG", optimize=True)
        return file.getvalue()


def portrait(seed: str, name: str) -> bytes:
    """A silhouette without a face, man or woman by the title before the name."""
    random = Random(seed)
    canvas = _Canvas(480, 600, random.choice(_BACKGROUNDS))
    canvas.oval(240, 262, 196, 196, "#ffffff")
    skin, hair, jacket = random.choice(_SKIN), random.choice(_HAIR), random.choice(_JACKETS)
    if _is_woman(name, random):
        _woman(canvas, random, skin, hair, jacket)
    else:
        _man(canvas, random, skin, hair, jacket)
    return canvas.png(32)


def _is_woman(name: str, random: Random) -> bool:
    found = re.search(r"นาง(?:สาว)?|นาย(?!กเทศ|กองค์|ก อ)", name)
    return found.group().startswith("นาง") if found else random.random() < 0.5


def _man(canvas: _Canvas, random: Random, skin: Colour, hair: Colour, jacket: Colour) -> None:
    side = random.choice((-1, 1))
    _shoulders(canvas, jacket, 178)
    canvas.box(205, 330, 275, 440, _darker(skin), 28)
    canvas.shape(_points("196,412 284,412 262,600 218,600"), "#fbfbf8")
    tie = random.choice(_TIES)
    canvas.shape(_points("226,426 254,426 248,458 260,600 220,600 232,458"), tie)
    canvas.shape(_points("200,400 240,436 216,462 188,424"), "#ffffff")
    canvas.shape(_points("280,400 240,436 264,462 292,424"), "#ffffff")
    canvas.shape(_points("188,424 216,462 236,600 150,600 158,440"), jacket)
    canvas.shape(_points("292,424 264,462 244,600 330,600 322,440"), jacket)
    canvas.path([(178, 440), (224, 560), (238, 600)], _darker(jacket), 4)
    canvas.path([(302, 440), (256, 560), (242, 600)], _darker(jacket), 4)
    canvas.oval(240, 232, 96, 110, hair)
    _ears(canvas, skin, 262)
    canvas.oval(240, 266, 84, 108, skin)
    _fringe(
        canvas, hair, side, _points("-84,236 -68,168 0,140 68,168 84,236 66,212 36,186 -66,208")
    )


def _woman(canvas: _Canvas, random: Random, skin: Colour, hair: Colour, jacket: Colour) -> None:
    cut = random.choice(("long", "bob", "bun"))
    if cut == "long":
        canvas.box(132, 190, 348, 470, hair, 96)
    elif cut == "bob":
        canvas.box(138, 180, 342, 376, hair, 88)
    else:
        canvas.oval(240, 128, 46, 42, hair)
    _shoulders(canvas, jacket, 162)
    canvas.box(209, 330, 271, 440, _darker(skin), 26)
    blouse = random.choice(_BLOUSES)
    canvas.shape(_points("202,408 240,470 278,408 300,436 262,600 218,600 180,436"), blouse)
    canvas.shape([(209, 410), (271, 410), (240, 466)], _darker(skin))
    canvas.shape(_points("190,420 224,520 232,600 140,600 152,446"), jacket)
    canvas.shape(_points("290,420 256,520 248,600 340,600 328,446"), jacket)
    canvas.path([(188, 426), (226, 524), (234, 600)], _darker(jacket), 4)
    canvas.path([(292, 426), (254, 524), (246, 600)], _darker(jacket), 4)
    canvas.oval(240, 238, 98, 108, hair)
    canvas.oval(240, 270, 80, 102, skin)
    side = random.choice((-1, 1))
    _fringe(
        canvas,
        hair,
        side,
        _points("-88,262 -82,190 -30,148 40,150 84,190 90,262 66,222 20,178 -40,226"),
    )


def _shoulders(canvas: _Canvas, jacket: Colour, reach: float) -> None:
    canvas.oval(240, 560, reach, 150, jacket)
    canvas.box(240 - reach, 552, 240 + reach, 660, jacket)


def _fringe(canvas: _Canvas, hair: Colour, side: int, points: Line) -> None:
    """Hair over the forehead, parted on one side; points from the middle of the face."""
    canvas.shape([(240 + x * side, y) for x, y in points], hair)


def _ears(canvas: _Canvas, skin: Colour, y: float) -> None:
    for x in (156, 324):
        canvas.oval(x, y, 14, 24, _darker(skin))


def scene(seed: str) -> bytes:
    """A village scene: hills, a building, trees, the sun."""
    random = Random(seed)
    top, low, far, near, field = random.choice(_DAYS)
    canvas = _Canvas(960, 540, top)
    for band in range(8):
        canvas.box(0, 45 * band, 960, 400, _between(top, low, band / 7))
    sun = random.randrange(120, 860)
    canvas.oval(sun, random.randrange(80, 150), 52, 52, "#fbe7a1")
    for _ in range(random.randrange(2, 4)):
        _cloud(canvas, random.randrange(60, 900), random.randrange(50, 170))
    _hills(canvas, random, far, 270, 60)
    _hills(canvas, random, near, 330, 40)
    canvas.box(0, 372, 960, 540, field)
    middle = random.randrange(330, 640)
    for x in range(40, 960, 78):
        if abs(x - middle) > 210:
            _tree(canvas, random, x + random.randrange(-20, 20), 392, random.uniform(0.6, 1))
    random.choice((_hall, _school, _houses))(canvas, random, middle)
    random.choice((_road, _canal, _furrows))(canvas, field)
    for x in (random.randrange(30, 140), random.randrange(820, 930)):
        _tree(canvas, random, x, 500, random.uniform(1.2, 1.6))
    return canvas.png(80)


def _hills(canvas: _Canvas, random: Random, fill: Colour, level: float, swing: float) -> None:
    length, shift = random.uniform(110, 190), random.uniform(0, 6)
    line = [
        (x, level + swing * math.sin(x / length + shift) + swing / 3 * math.sin(x / 57))
        for x in range(0, 961, 8)
    ]
    canvas.shape([(0, 400), *line, (960, 400)], fill)


def _cloud(canvas: _Canvas, x: float, y: float) -> None:
    for shift, lift, size in ((-44, 6, 24), (-12, -8, 34), (28, 0, 28), (56, 8, 18)):
        canvas.oval(x + shift, y + lift, size * 1.25, size, "#ffffff")


def _tree(canvas: _Canvas, random: Random, x: float, foot: float, size: float) -> None:
    leaf = random.choice(("#4f8a57", "#5f9a52", "#3f7a5c", "#7aa650"))
    canvas.box(x - 5 * size, foot - 60 * size, x + 5 * size, foot, "#7a5a40")
    if random.random() < 0.25:
        for turn in (-70, -35, 0, 35, 70):
            angle = math.radians(turn - 90)
            tip = (x + 52 * size * math.cos(angle), foot - 62 * size + 34 * size * math.sin(angle))
            canvas.path([(x, foot - 60 * size), tip], leaf, 9 * size)
        return
    for shift, lift, wide in ((-20, 66, 26), (20, 66, 26), (0, 92, 32)):
        canvas.oval(x + shift * size, foot - lift * size, wide * size, wide * size, leaf)


def _hall(canvas: _Canvas, random: Random, x: float) -> None:
    """A town hall with a stepped gable, pillars and a flag pole."""
    wall, roof = random.choice(_WALLS), random.choice(_ROOFS)
    canvas.box(x - 180, 300, x + 180, 410, wall)
    canvas.shape([(x - 204, 302), (x - 150, 250), (x + 150, 250), (x + 204, 302)], roof)
    canvas.box(x - 66, 270, x + 66, 410, _darker(wall))
    canvas.shape([(x - 92, 274), (x, 196), (x + 92, 274)], roof)
    canvas.shape([(x - 58, 266), (x, 216), (x + 58, 266)], wall)
    for shift in (-52, -18, 18, 52):
        canvas.box(x + shift - 6, 286, x + shift + 6, 410, "#ffffff")
    for shift in (-150, -104, 104, 150):
        canvas.box(x + shift - 14, 326, x + shift + 14, 366, "#7fa3b8", 3)
    canvas.box(x - 214, 408, x + 214, 418, "#cfc8ba")
    _flag(canvas, x + 250)


def _school(canvas: _Canvas, random: Random, x: float) -> None:
    """A long building of two floors with a row of windows on each."""
    wall, roof = random.choice(_WALLS), random.choice(_ROOFS)
    canvas.box(x - 190, 268, x + 190, 414, wall)
    canvas.shape([(x - 212, 270), (x - 170, 226), (x + 170, 226), (x + 212, 270)], roof)
    canvas.box(x - 190, 336, x + 190, 344, _darker(wall))
    for column in range(7):
        left = x - 174 + 50 * column
        for top in (286, 356):
            canvas.box(left, top, left + 34, top + 34, "#86a9bd", 3)
    canvas.box(x - 20, 350, x + 20, 414, "#8a6a4c", 3)
    _flag(canvas, x + 236)


def _houses(canvas: _Canvas, random: Random, x: float) -> None:
    """Three houses on stilts."""
    for shift, base in ((-140, 396), (120, 400), (-10, 412)):
        wall, roof = random.choice(_WALLS), random.choice(_ROOFS)
        left = x + shift
        for leg in (-52, -18, 18, 52):
            canvas.box(left + leg - 4, base - 30, left + leg + 4, base, "#6f5642")
        canvas.box(left - 66, base - 92, left + 66, base - 28, _darker(wall))
        canvas.shape([(left - 84, base - 90), (left, base - 156), (left + 84, base - 90)], roof)
        for window in (-34, 34):
            canvas.box(left + window - 13, base - 76, left + window + 13, base - 46, "#7a9db3", 2)


def _flag(canvas: _Canvas, x: float) -> None:
    canvas.box(x - 2, 220, x + 2, 416, "#8b8f94")
    canvas.shape(
        [(x + 2, 222), (x + 54, 228), (x + 50, 244), (x + 54, 258), (x + 2, 254)], "#4f9aa8"
    )


def _road(canvas: _Canvas, field: Colour) -> None:
    canvas.shape(_points("0,450 960,430 960,500 0,520"), "#9a9a98")
    canvas.dashes([(0, 485), (960, 465)], "#f6f3e8", 5, 22)


def _canal(canvas: _Canvas, field: Colour) -> None:
    canvas.shape(_points("0,446 300,436 620,456 960,440 960,506 620,520 300,500 0,512"), "#7fb4d2")
    for x, y in _points("120,470 420,476 700,486 860,466"):
        canvas.path([(x, y), (x + 70, y)], "#b7dbec", 4)


def _furrows(canvas: _Canvas, field: Colour) -> None:
    for step in range(-9, 10):
        canvas.path([(480 + 46 * step, 424), (480 + 130 * step, 560)], _darker(field), 5)


def town_map(names: tuple[str, str]) -> bytes:
    """A map of a municipality and the road it stands at, both by name."""
    agency, road = names
    canvas = _Canvas(1000, 700, "#e9efdc")
    canvas.shape(_BORDER, "#f7f3e3")
    for corners in _GREENS:
        canvas.box(*corners, "#cfe3b4", 14)
    canvas.path(_bent(_RIVER), "#8fc3e0", 30)
    _street(canvas, _LANES, 12, "#c9bfa8", "#ffffff")
    _street(canvas, [_bent(line) for line in _ROADS], 20, "#c79a52", "#fbdc8a")
    canvas.dashes([*_BORDER, _BORDER[0]], "#9a5b8a", 3, 9)
    for x, y, label in _PLACES:
        canvas.oval(x, y - 22, 7, 7, "#7a6a55")
        canvas.text(x, y, label, 18)
    canvas.text(175, 345, road, 19, "#6b4a12", "#fdf3d4")
    canvas.text(90, 568, "คลองใหญ่", 19, "#2c6488", "#e9f4fa")
    _pin(canvas, 520, 300)
    canvas.text(600, 222, agency, 24, "#8c2f2a", "#ffffff")
    _legend(canvas)
    return canvas.png(48)


def _street(canvas: _Canvas, lines: Sequence[Line], width: float, edge: str, fill: str) -> None:
    """Roads of one class: all their edges first, so that they are open where they meet."""
    for line in lines:
        canvas.path(line, edge, width + 5)
    for line in lines:
        canvas.path(line, fill, width)


def _pin(canvas: _Canvas, x: float, y: float) -> None:
    canvas.shape([(x - 17, y - 30), (x + 17, y - 30), (x, y + 10)], "#c8413a")
    canvas.oval(x, y - 38, 20, 20, "#c8413a")
    canvas.oval(x, y - 38, 8, 8, "#ffffff")


def _legend(canvas: _Canvas) -> None:
    canvas.shape(_points("935,50 953,100 935,88 917,100"), "#4a4a4a")
    canvas.text(935, 118, "เหนือ", 18)
    canvas.box(40, 640, 140, 646, "#4a4a4a")
    canvas.box(90, 640, 140, 646, "#ffffff")
    canvas.text(90, 664, "500 เมตร", 16)
    canvas.text(850, 672, "แผนผังสมมุติ ไม่ใช่สถานที่จริง", 17)


def _bent(points: Line) -> Line:
    """A smooth line through the points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    line: list[Point] = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(12):
            t = step / 12
            x, y = (
                b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))) / 2
                for a, b, c, d in zip(before, start, end, after, strict=True)
            )
            line.append((x, y))
    return [*line, points[-1]]


def _scaled(points: Line) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _darker(colour: Colour) -> Colour:
    return _between(colour, "#000000", 0.14)


def _between(one: Colour, other: Colour, part: float) -> Colour:
    """The colour a part of the way from one to the other."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def emblem() -> bytes:
    """A round emblem with an ear of rice over water; the seal of no agency."""
    size = 256 * _SCALE
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)

    def circle(radius: float, fill: Colour) -> None:
        centre = size / 2
        reach = radius * _SCALE
        draw.ellipse((centre - reach, centre - reach, centre + reach, centre + reach), fill=fill)

    circle(126, "#c8961e")
    circle(120, "#17614f")
    circle(100, "#f6efdc")
    draw.chord((36 * _SCALE, 36 * _SCALE, 220 * _SCALE, 220 * _SCALE), 20, 160, fill="#3d7fa6")
    for level in (170, 186):
        points = [
            ((56 + step) * _SCALE, (level + 4 * math.sin(step / 8)) * _SCALE) for step in range(145)
        ]
        draw.line(points, fill="#e6f0f5", width=3 * _SCALE)
    draw.line(
        [(128 * _SCALE, 158 * _SCALE), (128 * _SCALE, 58 * _SCALE)],
        fill="#8a6a12",
        width=4 * _SCALE,
    )
    for row in range(6):
        y = 62 + row * 15
        for side in (-1, 1):
            tip = (128 + side * 26, y - 8)
            grain = [(128, y + 8), (128 + side * 10, y - 6), tip, (128 + side * 18, y + 6)]
            draw.polygon(_scaled_by(grain, _SCALE), fill="#c8961e")
    small = image.resize((192, 192), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.quantize(48, Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _scaled_by(points: Line, scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in points]
