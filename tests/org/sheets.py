"""Excel files, whole, broken and hostile."""

import io
import zipfile

from openpyxl import Workbook

HEAD = ("姓名", "工号", "手机号", "部门", "班组", "岗位", "入职日期")


def row(*cells: object) -> list[object]:
    """The cells of a row."""
    return list(cells)


def roster(*rows: list[object], head: tuple[str, ...] = HEAD) -> bytes:
    """A roster with these rows below its head."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(head)
    for one in rows:
        sheet.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one of its parts exchanged, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry.filename))
        new.writestr(name, content)
    return out.getvalue()
