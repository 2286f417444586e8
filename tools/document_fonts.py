"""Make the fonts of printed documents: Typst reads neither WOFF2 nor the axes of a variable font.

    python tools/document_fonts.py    download the pinned packages, write core/documents/fonts/*.ttf

The subsets of a family are cut at one weight, then joined into one static TrueType file. What is written is committed;
`coverage.txt` beside them says which characters they draw, so that printing a stranger one is never an error.
"""

import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools.vendor import sha256

FOLDER = Path(__file__).resolve().parent.parent / "src/parvis/core/documents/fonts"
PACKAGES = {  # npm package and version: SHA-256 of its tarball
    "@fontsource-variable/atkinson-hyperlegible-next@5.3.0": "75d5156505841b7dd4251398f0a5ff9e44120c87c2e388e9a108879b4def23a6",
    "@fontsource-variable/bricolage-grotesque@5.3.0": "6e99e0d844f7bc152bb3b007f9b1493c53e60cc0744cc681bb744e0b5f14665e",
    "@fontsource-variable/readex-pro@5.3.0": "c010b6d10e04669301e5959d642435eec573bc7b2920449ffe996fa811016d06",
    "@fontsource/noto-emoji@5.3.2": "1fe49bb2cf7c2d78f93c0a69b6a431dcfd0d585b7831eba87fae6888ccf8d373",
    "@fontsource/noto-sans-symbols-2@5.3.0": "dd714f47e1ba768274c25d14ac95610ca32e416d70c5455cd11d8995042a4552",
}
# File written: the start of its package's name, the subsets joined, weight, style, family.
FONTS = {
    "text-400": ("@fontsource-variable/atkinson", r"latin(-ext)?-wght-normal", 400, "Regular", "Parvis Text"),
    "text-400-italic": ("@fontsource-variable/atkinson", r"latin(-ext)?-wght-italic", 400, "Italic", "Parvis Text"),
    "text-700": ("@fontsource-variable/atkinson", r"latin(-ext)?-wght-normal", 700, "Bold", "Parvis Text"),
    "text-700-italic": (
        "@fontsource-variable/atkinson",
        r"latin(-ext)?-wght-italic",
        700,
        "Bold Italic",
        "Parvis Text",
    ),
    "heading-700": ("@fontsource-variable/bricolage", r"latin(-ext)?-wght-normal", 700, "Bold", "Parvis Heading"),
    "arabic-400": ("@fontsource-variable/readex", r"arabic-wght-normal", 400, "Regular", "Parvis Arabic"),
    "arabic-700": ("@fontsource-variable/readex", r"arabic-wght-normal", 700, "Bold", "Parvis Arabic"),
    "emoji-400": ("@fontsource/noto-emoji", r"emoji-\d+-400-normal", 400, "Regular", "Parvis Emoji"),
    "symbols-400": (
        "@fontsource/noto-sans-symbols-2",
        r"(latin|math|symbols)-400-normal",
        400,
        "Regular",
        "Parvis Symbols",
    ),
}
SYMBOLS = "←↑→↓↔⇒□■▪▫▲△▶▷▼▽◆◇○●◯★☆☐☑☒☎✓✔✗✘✂✉➔➜"  # of the thousands, those a form or a letter uses


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        files = {name: dict(_package(name, folder)) for name in PACKAGES}
        for written, (start, pattern, weight, style, family) in FONTS.items():
            package = next(content for name, content in files.items() if name.startswith(start))
            parts = [
                data for path, data in sorted(package.items()) if re.search(f"/[a-z0-9-]*?{pattern}.woff2$", path)
            ]
            font = _joined([_static(data, weight) for data in parts], Path(folder))
            _name(font, family, style, weight)
            font.save(FOLDER / f"{written}.ttf")
            drawn |= set(font.getBestCmap())
            print(written, len(parts), len(font.getBestCmap()), (FOLDER / f"{written}.ttf").stat().st_size)
        for name, content in files.items():
            short = next(written.split("-")[0] for written, font in FONTS.items() if name.startswith(font[0]))
            (FOLDER / f"{short}.LICENSE").write_bytes(content["package/LICENSE"])
    drawn |= _embedded(drawn)
    (FOLDER / "coverage.txt").write_text("".join(f"{first:X} {last:X}\n" for first, last in _ranges(drawn)))
    return 0


def _package(name: str, folder: str) -> Iterator[tuple[str, bytes]]:
    answer = subprocess.run(
        ["npm", "pack", name, "--silent", "--pack-destination", folder], check=True, capture_output=True, text=True
    )
    tarball = Path(folder) / answer.stdout.strip().splitlines()[-1]
    if sha256(tarball.read_bytes()) != PACKAGES[name]:
        sys.exit(f"{name}: the tarball is not the one pinned ({sha256(tarball.read_bytes())})")
    with tarfile.open(tarball) as archive:
        for member in archive.getmembers():
            if member.name.endswith((".woff2", "LICENSE")):
                yield member.name, archive.extractfile(member).read()


def _static(data: bytes, weight: int) -> TTFont:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instantiateVariableFont(font, {**axes, "wght": weight})
    font.flavor = None
    return font


def _joined(fonts: list[TTFont], folder: Path) -> TTFont:
    if len(fonts) == 1:
        return fonts[0]
    seen: set[int] = set()
    paths = []
    for index, font in enumerate(fonts):
        mine = set(font.getBestCmap()) - seen
        seen |= mine
        options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=mine)
        cutter.subset(font)
        path = folder / f"part-{index}.ttf"
        font.save(path)
        paths.append(str(path))
    return Merger().merge(paths)


def _name(font: TTFont, family: str, style: str, weight: int) -> None:
    """Names of our own: these are subsets joined, not their makers' files."""
    if family == "Parvis Symbols":
        cutter = subset.Subsetter(subset.Options(name_IDs=["*"], notdef_outline=True))
        cutter.populate(unicodes=[ord(symbol) for symbol in SYMBOLS])
        cutter.subset(font)
    table = font["name"]
    full = f"{family} {style}"
    for record in list(table.names):
        if record.nameID not in {0, 7, 8, 9, 11, 13, 14}:
            table.removeNames(nameID=record.nameID)
    for number, words in {
        1: family,
        2: style,
        3: full,
        4: full,
        6: full.replace(" ", "-"),
        16: family,
        17: style,
    }.items():
        table.setName(words, number, 3, 1, 0x409)
    italic, bold = "Italic" in style, "Bold" in style
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (
        (font["OS/2"].fsSelection & ~0b1100001) | italic | bold << 5 | (not (italic or bold)) << 6
    )
    font["head"].macStyle = bold | italic << 1
    for unused in ("STAT", "fvar", "avar", "gvar", "HVAR", "MVAR", "DSIG"):
        if unused in font:
            del font[unused]


def _embedded(drawn: set[int]) -> set[int]:
    """What else Typst draws by itself, for an arrow, or a name in Greek, Cyrillic, Hebrew, Vietnamese: asked letter by letter."""
    import typst

    def draws(point: int) -> bool:
        try:
            typst.compile(
                f'#set document(title: "?"); #set text(font: "Libertinus Serif"); #"\\u{{{point:x}}}"'.encode(),
                font_paths=typst.Fonts(include_system_fonts=False),
                pdf_standards=["ua-1"],
            )
        except typst.TypstError:
            return False
        return True

    wanted = [
        *range(0x2000, 0x2300),
        *range(0x180, 0x250),
        *range(0x370, 0x530),
        *range(0x5D0, 0x5EB),
        *range(0x1E00, 0x2000),
    ]
    return {point for point in wanted if point not in drawn and draws(point)}


def _ranges(points: set[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for point in sorted(points):
        if first is None:
            first = last = point
        elif point == last + 1:
            last = point
        else:
            yield first, last
            first = last = point
    if first is not None:
        yield first, last


if __name__ == "__main__":
    sys.exit(main())
