"""Make the reference documents pandoc copies its styles from: A4, our inks, a head and a foot, in both directions.

    python tools/document_references.py    write core/documents/references/{ltr,rtl}.{docx,odt}

They begin from pandoc's own, so that no style it asks for is missing. What is written is committed.
"""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypandoc

FOLDER = Path(__file__).resolve().parent.parent / "src/parvis/core/documents/references"
INK, PRIMARY, MUTED, HAIRLINE, PAPER = "1b2430", "1d3a5f", "4d5663", "d9d2c5", "faf7f1"
FONT = "Arial"  # there, or replaced by a twin of the same widths, on every computer of a town hall
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
EPOCH = (2026, 1, 1, 0, 0, 0)
# Style: size in half points, colour, bold, space before and after in twentieths of a point.
DOCX_STYLES = {
    "Title": (44, PRIMARY, True, 0, 120),
    "Subtitle": (26, INK, False, 0, 60),
    "Date": (20, MUTED, False, 0, 240),
    "Heading1": (30, PRIMARY, True, 360, 120),
    "Heading2": (25, PRIMARY, True, 280, 100),
    "Heading3": (22, PRIMARY, True, 220, 80),
    "Heading4": (22, INK, True, 200, 80),
    "Heading5": (22, INK, True, 200, 80),
    "Heading6": (22, INK, True, 200, 80),
    "TableCaption": (20, MUTED, True, 160, 60),
    "ImageCaption": (20, MUTED, True, 60, 160),
    "DefinitionTerm": (22, INK, True, 120, 0),
}
ODT_STYLES = {
    "Title": ("22pt", PRIMARY, True),
    "Subtitle": ("13pt", INK, False),
    "Date": ("10pt", MUTED, False),
    "Heading_20_1": ("15pt", PRIMARY, True),
    "Heading_20_2": ("12.5pt", PRIMARY, True),
    "Heading_20_3": ("11pt", PRIMARY, True),
    "Heading_20_4": ("11pt", INK, True),
    "Heading_20_5": ("11pt", INK, True),
    "Heading_20_6": ("11pt", INK, True),
    "Caption": ("10pt", MUTED, True),
    "TableCaption": ("10pt", MUTED, True),
    "FigureCaption": ("10pt", MUTED, True),
    "Definition_20_Term": ("11pt", INK, True),
    "Definition_20_Term_20_Tight": ("11pt", INK, True),
}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for suffix, change in {"docx": _docx, "odt": _odt}.items():
        default = subprocess.run(
            [pypandoc.get_pandoc_path(), "--print-default-data-file", f"reference.{suffix}"],
            check=True,
            capture_output=True,
        ).stdout
        for direction in ("ltr", "rtl"):
            with zipfile.ZipFile(io.BytesIO(default)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            change(parts, direction == "rtl")
            with zipfile.ZipFile(FOLDER / f"{direction}.{suffix}", "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in parts.items():
                    stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, stored)
    return 0


def _parsed(content: bytes) -> ET.Element:
    for _event, (prefix, uri) in ET.iterparse(io.BytesIO(content), events=["start-ns"]):
        ET.register_namespace(prefix, uri)
    return ET.fromstring(content)


def _written(root: ET.Element) -> bytes:
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


# Word -----------------------------------------------------------------------------------------------


def _docx(parts: dict[str, bytes], rtl: bool) -> None:
    parts["word/styles.xml"] = _docx_styles(parts["word/styles.xml"], rtl)
    for name, words, field in (("header1", "PARVIS-HEAD", ""), ("footer1", "PARVIS-FOOT", "PAGE")):
        parts[f"word/{name}.xml"] = _docx_edge("hdr" if name == "header1" else "ftr", words, field, rtl)
    document = _parsed(parts["word/document.xml"])
    body = document.find(f"{{{W}}}body")
    for old in body.findall(f"{{{W}}}sectPr"):
        body.remove(old)
    body.append(
        ET.fromstring(
            f'<w:sectPr xmlns:w="{W}" xmlns:r="{R}"><w:headerReference w:type="default" r:id="rIdHead"/>'
            '<w:footerReference w:type="default" r:id="rIdFoot"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1304" w:right="1247" w:bottom="1247" w:left="1247" w:header="624" w:footer="624" w:gutter="0"/>'
            + ("<w:bidi/>" if rtl else "")
            + "</w:sectPr>"
        )
    )
    parts["word/document.xml"] = _written(document)
    for part, kind, number in (("header1", "header", "rIdHead"), ("footer1", "footer", "rIdFoot")):
        link = f'<Relationship Type="{R}/{kind}" Id="{number}" Target="{part}.xml"/>'
        override = f'<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind}+xml"/>'
        _append(parts, "word/_rels/document.xml.rels", "</Relationships>", link)
        _append(parts, "[Content_Types].xml", "</Types>", override)


def _append(parts: dict[str, bytes], name: str, end: str, line: str) -> None:
    parts[name] = parts[name].decode().replace(end, line + end).encode()


def _docx_styles(content: bytes, rtl: bool) -> bytes:
    root = _parsed(content)
    fonts = {f"{{{W}}}{name}": FONT for name in ("ascii", "hAnsi", "cs", "eastAsia")}
    for found in root.iter(f"{{{W}}}rFonts"):
        if "Consolas" not in found.attrib.values():
            found.attrib.clear()
            found.attrib.update(fonts)
    default = root.find(f"{{{W}}}docDefaults")
    for tag in ("sz", "szCs"):
        default.find(f".//{{{W}}}{tag}").set(f"{{{W}}}val", "22")
    style_of = {style.get(f"{{{W}}}styleId"): style for style in root.iter(f"{{{W}}}style")}
    for name, (size, colour, bold, before, after) in DOCX_STYLES.items():
        style = style_of[name]
        for tag in ("pPr", "rPr"):
            for old in style.findall(f"{{{W}}}{tag}"):
                style.remove(old)
        outline = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
        keep = "<w:keepNext/><w:keepLines/>" if outline or name == "TableCaption" else ""
        weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
        style.append(
            ET.fromstring(
                f'<w:pPr xmlns:w="{W}">{keep}<w:spacing w:before="{before}" w:after="{after}"/>{outline}</w:pPr>'
            )
        )
        style.append(
            ET.fromstring(
                f'<w:rPr xmlns:w="{W}">{weight}<w:i w:val="0"/><w:iCs w:val="0"/><w:color w:val="{colour}"/>'
                f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            )
        )
    _docx_block(style_of["BlockText"], rtl)
    _docx_table(style_of["Table"])
    note = ET.fromstring(
        f'<w:style xmlns:w="{W}" w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Note"/>'
        f'<w:basedOn w:val="BodyText"/><w:pPr><w:pBdr>{_docx_edge_line(rtl, PRIMARY, 18)}</w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PAPER}"/></w:pPr></w:style>'
    )
    root.append(note)
    if rtl:
        style_of["Normal"].append(ET.fromstring(f'<w:pPr xmlns:w="{W}"><w:bidi/></w:pPr>'))
    return _written(root)


def _docx_edge_line(rtl: bool, colour: str, size: int) -> str:
    side = "right" if rtl else "left"
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="8" w:color="{colour}"/>'


def _docx_block(style: ET.Element, rtl: bool) -> None:
    for tag in ("pPr", "rPr"):
        for old in style.findall(f"{{{W}}}{tag}"):
            style.remove(old)
    style.append(
        ET.fromstring(
            f'<w:pPr xmlns:w="{W}"><w:pBdr>{_docx_edge_line(rtl, HAIRLINE, 12)}</w:pBdr>'
            '<w:spacing w:before="100" w:after="100"/><w:ind w:left="340" w:right="340"/></w:pPr>'
        )
    )


def _docx_table(style: ET.Element) -> None:
    for tag in ("tblPr", "tblStylePr"):
        for old in style.findall(f"{{{W}}}{tag}"):
            style.remove(old)
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
    style.append(
        ET.fromstring(
            f'<w:tblPr xmlns:w="{W}"><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{PRIMARY}"/>'
            f'<w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
            '<w:left w:w="100" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        )
    )
    style.append(
        ET.fromstring(
            f'<w:tblStylePr xmlns:w="{W}" w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{PAPER}"/></w:tcPr></w:tblStylePr>'
        )
    )


def _docx_edge(tag: str, words: str, field: str, rtl: bool) -> bytes:
    direction = "<w:bidi/>" if rtl else ""
    look = f'<w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
    number = (
        f"<w:r>{look}<w:tab/></w:r>"
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{look}<w:instrText xml:space="preserve"> {field} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>1</w:t></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
        if field
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} xmlns:w="{W}"><w:p><w:pPr>{direction}'
        f'<w:tabs><w:tab w:val="right" w:pos="9400"/></w:tabs><w:spacing w:before="0" w:after="0"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>{number}</w:p></w:{tag}>'
    ).encode()


# LibreOffice ----------------------------------------------------------------------------------------


def _odt(parts: dict[str, bytes], rtl: bool) -> None:
    root = _parsed(parts["styles.xml"])
    mode = "rl-tb" if rtl else "lr-tb"
    side = "right" if rtl else "left"  # LibreOffice takes « start » for the left, whatever the direction
    for found in root.iter(f"{{{STYLE}}}text-properties"):
        if found.get(f"{{{STYLE}}}font-name") not in {None, "StarSymbol", "Courier New"}:
            for name in ("font-name", "font-name-asian", "font-name-complex"):
                found.set(f"{{{STYLE}}}{name}", FONT)
    for default in root.iter(f"{{{STYLE}}}default-style"):
        properties = default.find(f"{{{STYLE}}}paragraph-properties")
        if properties is not None:
            properties.set(f"{{{STYLE}}}writing-mode", mode)
            properties.set(f"{{{FO}}}text-align", side)
    style_of = {style.get(f"{{{STYLE}}}name"): style for style in root.iter(f"{{{STYLE}}}style")}
    styles = root.find(f"{{{OFFICE}}}styles")
    for name in ("Title", "Subtitle"):
        if name not in style_of:
            style_of[name] = ET.SubElement(
                styles,
                f"{{{STYLE}}}style",
                {
                    f"{{{STYLE}}}name": name,
                    f"{{{STYLE}}}family": "paragraph",
                    f"{{{STYLE}}}parent-style-name": "Standard",
                },
            )
    for style in styles.iter(f"{{{STYLE}}}style"):
        if style.get(f"{{{STYLE}}}family") == "paragraph":
            properties = _odt_part(style, "paragraph-properties", first=True)
            properties.set(f"{{{STYLE}}}writing-mode", mode)
            properties.set(f"{{{FO}}}text-align", side)
            properties.attrib.pop(f"{{{STYLE}}}justify-single-word", None)
    for name, (size, colour, bold) in ODT_STYLES.items():
        words = _odt_part(style_of[name], "text-properties")
        words.attrib.clear()
        for suffix in ("", "-asian", "-complex"):
            space = FO if not suffix else STYLE
            words.set(f"{{{space}}}font-size{suffix}", size)
            words.set(f"{{{space}}}font-weight{suffix}", "bold" if bold else "normal")
            words.set(f"{{{space}}}font-style{suffix}", "normal")
        words.set(f"{{{FO}}}color", f"#{colour}")
    quotation = _odt_part(style_of["Quotations"], "paragraph-properties", first=True)
    quotation.set(f"{{{FO}}}border-{'right' if rtl else 'left'}", f"1.5pt solid #{HAIRLINE}")
    quotation.set(f"{{{FO}}}padding", "0.1in")
    note = ET.SubElement(
        styles,
        f"{{{STYLE}}}style",
        {
            f"{{{STYLE}}}name": "Note",
            f"{{{STYLE}}}family": "paragraph",
            f"{{{STYLE}}}parent-style-name": "Text_20_body",
        },
    )
    box = _odt_part(note, "paragraph-properties")
    box.set(f"{{{FO}}}background-color", f"#{PAPER}")
    box.set(f"{{{FO}}}padding", "0.1in")
    box.set(f"{{{FO}}}border-{'right' if rtl else 'left'}", f"2.5pt solid #{PRIMARY}")
    box.set(f"{{{STYLE}}}writing-mode", mode)
    box.set(f"{{{FO}}}text-align", side)
    _odt_page(root, mode)
    parts["styles.xml"] = _written(root)


def _odt_part(style: ET.Element, name: str, *, first: bool = False) -> ET.Element:
    found = style.find(f"{{{STYLE}}}{name}")
    if found is None:
        found = ET.Element(f"{{{STYLE}}}{name}")
        style.insert(0 if first else len(style), found)
    return found


def _odt_page(root: ET.Element, mode: str) -> None:
    page = root.find(f".//{{{STYLE}}}page-layout-properties")
    page.set(f"{{{FO}}}page-width", "21cm")
    page.set(f"{{{FO}}}page-height", "29.7cm")
    page.set(f"{{{STYLE}}}writing-mode", mode)
    for side in ("left", "right"):
        page.set(f"{{{FO}}}margin-{side}", "2.2cm")
    for side in ("top", "bottom"):
        page.set(f"{{{FO}}}margin-{side}", "1.4cm")
    head = root.find(f".//{{{STYLE}}}header-style")
    ET.SubElement(
        head,
        f"{{{STYLE}}}header-footer-properties",
        {f"{{{FO}}}min-height": "0.8cm", f"{{{FO}}}margin-bottom": "0.4cm"},
    )
    edge = root.find(f".//{{{STYLE}}}style[@{{{STYLE}}}name='MP1']")
    for child in list(edge):
        edge.remove(child)
    edge.set(f"{{{STYLE}}}parent-style-name", "Standard")
    paragraph = _odt_part(edge, "paragraph-properties")
    paragraph.set(f"{{{STYLE}}}writing-mode", mode)
    paragraph.set(f"{{{FO}}}text-align", "right" if mode == "rl-tb" else "left")
    stops = ET.SubElement(paragraph, f"{{{STYLE}}}tab-stops")
    ET.SubElement(stops, f"{{{STYLE}}}tab-stop", {f"{{{STYLE}}}position": "16.6cm", f"{{{STYLE}}}type": "right"})
    words = _odt_part(edge, "text-properties")
    for space, name in ((FO, "font-size"), (STYLE, "font-size-complex")):
        words.set(f"{{{space}}}{name}", "8.5pt")
    words.set(f"{{{FO}}}color", f"#{MUTED}")
    master = root.find(f".//{{{STYLE}}}master-page")
    for child in list(master):
        master.remove(child)
    header = ET.SubElement(master, f"{{{STYLE}}}header")
    ET.SubElement(header, f"{{{TEXT}}}p", {f"{{{TEXT}}}style-name": "MP1"}).text = "PARVIS-HEAD"
    footer = ET.SubElement(master, f"{{{STYLE}}}footer")
    line = ET.SubElement(footer, f"{{{TEXT}}}p", {f"{{{TEXT}}}style-name": "MP1"})
    line.text = "PARVIS-FOOT"
    tab = ET.SubElement(line, f"{{{TEXT}}}tab")
    tab.tail = ""
    ET.SubElement(line, f"{{{TEXT}}}page-number", {f"{{{TEXT}}}select-page": "current"}).text = "1"


if __name__ == "__main__":
    sys.exit(main())
