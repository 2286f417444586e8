"""Pictures for the demonstration, drawn in flat shapes: nobody's photo, a few kilobytes each."""

import io
import math
from collections.abc import Callable, Sequence
from typing import IO

from PIL import Image, ImageDraw

from parvis.accounts.actors import Actor
from parvis.files.actions import store_image
from parvis.files.models import Image as Picture
from parvis.territories.models import Space

WIDTH, HEIGHT = 1600, 900
FINE = 2  # drawn twice as large, then reduced: smooth edges

INK, SLATE, CLAY, SUN = "#1b2430", "#1d3a5f", "#b4451f", "#f0b840"
PAPER, STONE, SAND, SKY = "#faf7f1", "#e3ddd1", "#f4e3bd", "#d9e2ea"
BLUE, MIST, GREEN = "#4d6d92", "#9db3c8", "#5f7f66"

Point = tuple[float, float]


class Sheet:
    """A sheet to draw on, in units of 1600 × 900."""

    def __init__(self, ground: str) -> None:
        self._image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), ground)
        self._pen = ImageDraw.Draw(self._image)

    def area(self, points: Sequence[Point], colour: str) -> None:
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0) -> None:
        corners = (x * FINE, y * FINE, (x + width) * FINE, (y + height) * FINE)
        self._pen.rounded_rectangle(corners, radius=round_by * FINE, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._pen.ellipse(
            ((x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE), fill=colour
        )

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._pen.line(
            [(x * FINE, y * FINE) for x, y in points], fill=colour, width=round(width * FINE), joint="curve"
        )

    def hills(self, base: float, height: float, colour: str, *, period: float, shift: float = 0) -> None:
        crest = [(x, base - height * (0.5 + 0.5 * math.sin(x / period + shift))) for x in range(0, WIDTH + 20, 20)]
        self.area([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], colour)

    def person(self, x: float, ground: float, size: float, colour: str) -> None:
        """The little figure of the steps of the square: a head, a body."""
        self.disc(x, ground - size * 0.8, size * 0.2, colour)
        self.box(x - size * 0.22, ground - size * 0.56, size * 0.44, size * 0.56, colour, round_by=size * 0.2)

    def file(self) -> IO[bytes]:
        picture = io.BytesIO()
        self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(picture, "PNG")
        picture.name = "dessin.png"
        picture.seek(0)
        return picture


def bus() -> IO[bytes]:
    """A bus stops before the mountains; two people wait."""
    sheet = Sheet(SAND)
    sheet.disc(1260, 250, 110, SUN)
    sheet.area([(0, 620), (280, 300), (470, 470), (700, 210), (1010, 560), (1260, 400), (1600, 640)], MIST)
    sheet.hills(680, 120, BLUE, period=260, shift=1)
    sheet.hills(740, 60, GREEN, period=180, shift=3)
    sheet.box(0, 720, WIDTH, 180, INK)
    for x in range(40, WIDTH, 220):
        sheet.box(x, 806, 110, 10, SAND)
    sheet.box(420, 430, 720, 300, CLAY, round_by=36)
    sheet.box(420, 640, 720, 40, PAPER)
    for x in range(456, 1010, 140):
        sheet.box(x, 474, 116, 110, SKY, round_by=14)
    sheet.box(1024, 474, 88, 206, SKY, round_by=14)
    for x in (580, 970):
        sheet.disc(x, 730, 58, SLATE)
        sheet.disc(x, 730, 24, STONE)
    sheet.box(1284, 380, 14, 350, SLATE)
    sheet.box(1240, 350, 102, 84, SLATE, round_by=14)
    sheet.box(1258, 370, 66, 12, SUN)
    sheet.box(1258, 396, 44, 12, PAPER)
    sheet.person(1390, 730, 190, SLATE)
    sheet.person(1480, 730, 150, PAPER)
    return sheet.file()


def village() -> IO[bytes]:
    """Roofs and a bell tower around a square, with people on it."""
    sheet = Sheet(SKY)
    sheet.disc(300, 220, 90, SUN)
    sheet.hills(640, 230, MIST, period=300, shift=2)
    sheet.hills(690, 110, GREEN, period=210, shift=5)
    sheet.box(760, 240, 120, 440, PAPER)
    sheet.area([(740, 250), (820, 120), (900, 250)], CLAY)
    sheet.box(798, 300, 44, 80, SLATE, round_by=22)
    houses = ((180, 250, 240), (440, 300, 190), (920, 290, 220), (1180, 340, 170), (1370, 240, 260))
    for rank, (x, width, height) in enumerate(houses):
        sheet.box(x, 700 - height, width, height, (PAPER, SAND)[rank % 2])
        sheet.area(
            [(x - 24, 700 - height), (x + width / 2, 620 - height), (x + width + 24, 700 - height)],
            (CLAY, "#c8643f")[rank % 2],
        )
        for window in range(int(width // 90)):
            sheet.box(x + 36 + window * 86, 740 - height, 42, 64, BLUE, round_by=6)
        sheet.box(x + width / 2 - 26, 612, 52, 88, SLATE, round_by=8)
    sheet.box(0, 700, WIDTH, 200, STONE)
    for x, size, colour in (
        (420, 150, SLATE),
        (510, 130, CLAY),
        (640, 160, INK),
        (1010, 140, BLUE),
        (1110, 160, CLAY),
        (1290, 120, SLATE),
    ):
        sheet.person(x, 830, size, colour)
    return sheet.file()


def night() -> IO[bytes]:
    """Street lamps under the stars; one is out."""
    sheet = Sheet("#14263d")
    for rank in range(60):
        sheet.disc(rank * 0.618 % 1 * WIDTH, rank * rank * 0.0377 % 1 * 420, 2 + rank % 3, MIST)
    sheet.disc(1320, 190, 80, SAND)
    sheet.disc(1356, 170, 70, "#14263d")
    sheet.hills(700, 170, SLATE, period=240, shift=4)
    for x, is_lit in ((260, True), (700, False), (1140, True), (1520, False)):
        if is_lit:
            sheet.area([(x - 40, 376), (x + 40, 376), (x + 210, 760), (x - 210, 760)], "#5b5434")
        sheet.box(x - 8, 360, 16, 400, MIST)
        sheet.area([(x - 66, 380), (x - 34, 330), (x + 34, 330), (x + 66, 380)], STONE)
        sheet.disc(x, 384, 22, SUN if is_lit else BLUE)
    sheet.box(0, 760, WIDTH, 140, INK)
    sheet.person(420, 830, 140, PAPER)
    sheet.person(980, 830, 140, SUN)
    return sheet.file()


def voices() -> IO[bytes]:
    """What people say, in bubbles of many sizes."""
    sheet = Sheet(PAPER)
    bubbles = (
        (160, 130, 420, 220, SLATE),
        (660, 90, 300, 170, SUN),
        (1040, 150, 420, 250, CLAY),
        (420, 410, 360, 190, MIST),
        (900, 450, 300, 170, STONE),
    )
    for x, y, width, height, colour in bubbles:
        sheet.box(x, y, width, height, colour, round_by=46)
        sheet.area([(x + 70, y + height - 4), (x + 140, y + height - 4), (x + 70, y + height + 56)], colour)
        ink = PAPER if colour in {SLATE, CLAY} else INK
        for line in range(int((height - 70) // 44)):
            sheet.box(x + 48, y + 46 + line * 44, (width - 96) * (1 - 0.16 * (line % 3)), 14, ink, round_by=7)
    for rank, colour in enumerate((SLATE, CLAY, BLUE, INK, SUN, SLATE, CLAY)):
        sheet.person(230 + rank * 190, 860, 130 + 20 * (rank % 2), colour)
    return sheet.file()


def network() -> IO[bytes]:
    """Three bus lines that meet."""
    sheet = Sheet(STONE)
    sheet.hills(980, 260, "#d6d9cf", period=330, shift=1)
    lines: tuple[tuple[str, tuple[Point, ...]], ...] = (
        (SLATE, ((90, 700), (420, 700), (640, 480), (1040, 480), (1240, 280), (1520, 280))),
        (CLAY, ((180, 180), (420, 260), (640, 480), (820, 660), (1180, 760), (1500, 700))),
        (SUN, ((760, 90), (820, 280), (840, 480), (960, 640), (960, 850))),
    )
    for colour, points in lines:
        sheet.line(points, colour, 26)
        for x, y in points:
            sheet.disc(x, y, 26, INK)
            sheet.disc(x, y, 15, PAPER)
    for x, y in ((640, 480), (840, 480)):
        sheet.disc(x, y, 40, INK)
        sheet.disc(x, y, 26, PAPER)
    return sheet.file()


def notebook() -> IO[bytes]:
    """A notebook open on a counter, and a pen."""
    sheet = Sheet(MIST)
    sheet.box(0, 640, WIDTH, 260, CLAY)
    sheet.box(0, 640, WIDTH, 22, "#c8643f")
    sheet.area([(380, 300), (790, 250), (790, 720), (330, 760)], PAPER)
    sheet.area([(810, 250), (1220, 300), (1270, 760), (810, 720)], SAND)
    for line in range(7):
        sheet.line([(430, 370 + line * 48), (740 - 60 * (line % 3), 345 + line * 50)], BLUE, 9)
    for line in range(4):
        sheet.line([(860, 345 + line * 50), (1150 - 70 * (line % 2), 370 + line * 48)], SLATE, 9)
    sheet.line([(1090, 600), (1330, 380)], INK, 26)
    sheet.area([(1064, 626), (1082, 592), (1104, 614)], SUN)
    return sheet.file()


# Each drawing, and what it shows.
DRAWINGS: dict[str, tuple[Callable[[], IO[bytes]], dict[str, str]]] = {
    "bus": (
        bus,
        {
            "fr": "Dessin : un bus s’arrête devant les montagnes, deux personnes attendent.",
            "en": "Drawing: a bus stops in front of the mountains, two people wait.",
            "ar": "رسم: حافلة تتوقف أمام الجبال وشخصان ينتظران.",
        },
    ),
    "village": (
        village,
        {
            "fr": "Dessin : des habitants sur la place d’un village, autour du clocher.",
            "en": "Drawing: residents on a village square, around the bell tower.",
            "ar": "رسم: سكان في ساحة قرية حول برج الجرس.",
        },
    ),
    "night": (
        night,
        {
            "fr": "Dessin : une rue la nuit, un réverbère sur deux est éteint.",
            "en": "Drawing: a street at night, every other lamp is off.",
            "ar": "رسم: شارع ليلًا، ومصباح من كل اثنين مطفأ.",
        },
    ),
    "voices": (
        voices,
        {
            "fr": "Dessin : des personnes, et au-dessus d’elles des bulles de toutes tailles.",
            "en": "Drawing: people, and above them speech bubbles of all sizes.",
            "ar": "رسم: أشخاص وفوقهم فقاعات كلام من كل الأحجام.",
        },
    ),
    "network": (
        network,
        {
            "fr": "Dessin : trois lignes de bus qui se croisent.",
            "en": "Drawing: three bus lines that cross.",
            "ar": "رسم: ثلاثة خطوط حافلات تتقاطع.",
        },
    ),
    "notebook": (
        notebook,
        {
            "fr": "Dessin : un cahier ouvert et un stylo.",
            "en": "Drawing: an open notebook and a pen.",
            "ar": "رسم: دفتر مفتوح وقلم.",
        },
    ),
}


def cover(name: str, *, space: Space, by: Actor) -> Picture:
    drawing, alt = DRAWINGS[name]
    return store_image(upload=drawing(), alt=alt, is_decorative=False, space=space, by=by)
