"""Opening an Office file that somebody brings: what it is says its content, never its name. Pure.

Whatever is no .docx or .xlsx is refused with words that say what to do next.
"""

from app.core.errors import Invalid
from app.exchange.office.blocks import Document
from app.exchange.office.excel import read_workbook
from app.exchange.office.limits import MAX_BYTES, FileTooLarge, NotOffice, broken
from app.exchange.office.package import Package
from app.exchange.office.word import read_word

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RETYPE = "照着它在 Word 或 Excel 里打成表格，存成 .docx 或 .xlsx，再传。"
_AS_WORD = "用 Word 打开，另存为 .docx，再传一次。"
_AS_EXCEL = "用 Excel 打开，另存为 .xlsx，再传一次。"
_UNPACK = "先解压，再一个一个传里面的 .docx 和 .xlsx。"
_PICTURE = "这是图片，里面的字读不了"
_PACKED = "这是压缩包"
_STARTS = (
    (b"%PDF", "这是 PDF，不是 Word 或 Excel 文件", "用 Word 打开这个 PDF，另存为 .docx，看一遍再传。"),
    (b"\x89PNG", _PICTURE, _RETYPE),
    (b"\xff\xd8\xff", _PICTURE, _RETYPE),
    (b"GIF8", _PICTURE, _RETYPE),
    (b"BM", _PICTURE, _RETYPE),
    (b"II*\x00", _PICTURE, _RETYPE),
    (b"MM\x00*", _PICTURE, _RETYPE),
    (b"{\\rtf", "这是 RTF 文件，不是 .docx", _AS_WORD),
    (b"Rar!", _PACKED, _UNPACK),
    (b"7z\xbc\xaf", _PACKED, _UNPACK),
    (b"\x1f\x8b", _PACKED, _UNPACK),
)
_OLE_PARTS = (
    ("EncryptedPackage", "文件加了密码，打不开", "在 Word 或 Excel 里去掉密码，另存一份，再传一次。"),
    ("WordDocument", "这是老格式 .doc，读不了", _AS_WORD),
    ("Workbook", "这是老格式 .xls，读不了", _AS_EXCEL),
    ("Book", "这是老格式 .xls，读不了", _AS_EXCEL),
    ("PowerPoint Document", "这是 PPT，不是 Word 或 Excel 文件", "把表格拷进 Word 或 Excel，存好再传。"),
)
_WEB = (b"<html", b"<!doctype html", b"mime-version:", b"<?mso-application", b"<?xml", b"<table")
_MAIN = {"word": "word/document.xml", "excel": "xl/workbook.xml"}


def open_office(raw: bytes) -> Document:
    """What stands in a .docx or .xlsx file.

    Raises FileTooLarge (413), NotOffice (415), or Invalid (422) for a file that is broken or empty.
    """
    if len(raw) > MAX_BYTES:
        raise FileTooLarge()
    if not raw.startswith(_ZIP):
        raise _no_zip(raw)
    package = Package(raw)
    main = _main_part(package)
    _refuse_macros(package)
    kind = _kind(package, main)
    try:
        return read_word(package, main) if kind == "word" else read_workbook(package, main)
    except RecursionError as error:
        raise broken() from error


def _no_zip(raw: bytes) -> Invalid | NotOffice:
    if not raw.strip(b"\0\r\n\t "):
        return Invalid("文件是空的", code="empty_file", hint="看看是不是拿错了文件，再传一次。")
    if raw.startswith(_OLE):
        return _old(raw)
    for start, message, hint in _STARTS:
        if raw.startswith(start):
            return NotOffice(message, hint=hint)
    if raw[8:12] == b"WEBP" or raw[4:8] == b"ftyp":
        return NotOffice(_PICTURE, hint=_RETYPE)
    if raw.lstrip(b"\xef\xbb\xbf\r\n\t ")[:40].lower().startswith(_WEB):
        return NotOffice(
            "这是网页，不是 Word 或 Excel 文件",
            hint="用 Word 或 Excel 打开，另存为 .docx 或 .xlsx，再传一次。",
        )
    return NotOffice()


def _old(raw: bytes) -> NotOffice:
    for part, message, hint in _OLE_PARTS:
        if part.encode("utf-16-le") + b"\0\0" in raw:
            return NotOffice(message, hint=hint)
    return NotOffice("这是老格式的文件，读不了")


def _main_part(package: Package) -> str:
    """The part that the package calls its document; else the one that stands where it usually does."""
    named = [one.target for one in package.relations("") if one.kind == "officeDocument"]
    for name in [*named, *_MAIN.values()]:
        if package.has(name):
            return name
    raise _other_zip(package)


def _other_zip(package: Package) -> NotOffice | Invalid:
    names = package.names()
    if "[content_types].xml" in names:
        return broken()
    if {"mimetype", "content.xml"} <= names:
        return NotOffice("这是 WPS 或 OpenOffice 的 .odt、.ods，读不了")
    return NotOffice(_PACKED, hint=_UNPACK)


def _types(package: Package) -> dict[str, str]:
    if not package.has("[Content_Types].xml"):
        return {}
    listed = package.tree("[Content_Types].xml").iter("ct:Override")
    return {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "").lower() for one in listed}


def _refuse_macros(package: Package) -> None:
    if any(name.endswith("vbaproject.bin") for name in package.names()) or any(
        "macroenabled" in kind for kind in _types(package).values()
    ):
        raise NotOffice(
            "文件里带宏（.docm 或 .xlsm），不收", hint="打开它，另存为 .docx 或 .xlsx（不带宏的），再传一次。"
        )


def _kind(package: Package, main: str) -> str:
    told = _types(package).get(main.lower(), "")
    for kind, word in (("word", "wordprocessingml"), ("excel", "spreadsheetml")):
        if word in told or (not told and main.lower() == _MAIN[kind]):
            return kind
    if "presentationml" in told:
        raise NotOffice("这是 PPT，不是 Word 或 Excel 文件", hint="把表格拷进 Word 或 Excel，存好再传。")
    if main.lower().endswith(".bin"):
        raise NotOffice("这是 .xlsb 文件，读不了", hint=_AS_EXCEL)
    if main.lower() in _MAIN.values():
        return "word" if main.lower() == _MAIN["word"] else "excel"
    raise NotOffice()
