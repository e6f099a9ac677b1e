"""Word and Excel files for tests, written as raw parts: what no library writes can be written too."""

import io
import zipfile
from collections.abc import Mapping

from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.opening import open_office

OPEN = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
SPACES = f"""xmlns:w="{OPEN}wordprocessingml/2006/main" xmlns:r="{OPEN}officeDocument/2006/relationships"
 xmlns:mc="{OPEN}markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"
 xmlns:a="{OPEN}drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="{OPEN}officeDocument/2006/math"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:o="urn:schemas-microsoft-com:office:office" """
SHEET_SPACES = f'xmlns="{OPEN}spreadsheetml/2006/main" xmlns:r="{OPEN}officeDocument/2006/relationships"'
Parts = Mapping[str, str | bytes]


def packed(parts: Parts) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def relations(targets: Mapping[str, str], base: str = OPEN + "officeDocument/2006/relationships") -> str:
    """A part of relations: target → kind; their ids are r1, r2 …"""
    lines = (
        f'<Relationship Id="r{at}" Type="{base}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{OPEN}package/2006/relationships">{"".join(lines)}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A .docx with this body; further parts by name: numbering, styles, header …, as their inner XML."""
    roots = {"numbering": "numbering", "styles": "styles", "header": "hdr", "footer": "ftr"}
    made = {
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({f"{name}.xml": name for name in parts}),
    }
    for name, content in parts.items():
        made[f"word/{name}.xml"] = f"<w:{roots[name]} {SPACES}>{content}</w:{roots[name]}>"
    return packed(made)


def p(text: str = "", properties: str = "") -> str:
    """A paragraph; text that is XML already stays as it is."""
    inner = text if text.startswith("<") or not text else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(content: str, properties: str = "") -> str:
    """A run."""
    inner = content if content.startswith("<") else f"<w:t>{content}</w:t>"
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def tc(text: str = "", properties: str = "") -> str:
    """A cell with one paragraph, or with the XML given."""
    inner = text if text.startswith(("<w:p>", "<w:sdt>", "<w:tbl>")) else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, each plain text or a whole w:tc."""
    inner = "".join(one if one.startswith(("<w:tc>", "<w:sdt>")) else tc(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def excel(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A .xlsx of sheets by their inner XML; further parts: sharedStrings and styles, as their inner XML."""
    targets = {f"worksheets/sheet{at}.xml": "worksheet" for at in range(1, len(sheets) + 1)}
    targets |= {f"{name}.xml": name for name in parts}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}" state="{(states or {}).get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    roots = {"sharedStrings": "sst", "styles": "styleSheet"}
    made: dict[str, str | bytes] = {
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f"<workbook {SHEET_SPACES}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(targets),
    }
    for at, content in enumerate(sheets.values(), 1):
        made[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {SHEET_SPACES}>{content}</worksheet>"
    for name, content in parts.items():
        made[f"xl/{name}.xml"] = f"<{roots[name]} {SHEET_SPACES}>{content}</{roots[name]}>"
    return packed(made)


def sheet(cells: Mapping[str, str], after: str = "", *, before: str = "") -> str:
    """The inner XML of a sheet: reference → the text of a cell, or its XML."""
    rows: dict[int, str] = {}
    for reference, content in cells.items():
        number = int("".join(one for one in reference if one.isdigit()))
        inline = f'<c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c>'
        rows[number] = rows.get(number, "") + (content if content.startswith("<c ") else inline)
    inner = "".join(f'<row r="{number}">{cells}</row>' for number, cells in sorted(rows.items()))
    return f"{before}<sheetData>{inner}</sheetData>{after}"


def changed(raw: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """A file with parts written anew, added, or taken out (None)."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        made: dict[str, str | bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    made |= parts
    return packed({name: content for name, content in made.items() if content is not None})


def read(raw: bytes) -> Document:
    """What is read of a file."""
    return open_office(raw)


def texts(document: Document) -> list[str]:
    """The paragraphs of a document."""
    return [one.text for one in document.blocks if isinstance(one, Para)]


def tables(document: Document) -> list[list[list[str]]]:
    """The texts of a document's tables."""
    found = [one for one in document.blocks if isinstance(one, Table)]
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in found]


def codes(document: Document) -> set[str]:
    """What a document's notes are about."""
    return {note.code for note in document.notes}
