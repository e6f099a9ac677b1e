"""Opening a text file that somebody brings: size and encoding are checked before it is read."""

import codecs

from app.core.errors import Invalid, Problem

MAX_BYTES = 1024 * 1024  # half a million characters; the document of 283 posts has 77 KB
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class TooLarge(Problem):
    """More than is read at once."""

    status = 413
    code = "too_large"
    message = "文件太大了"
    hint = f"最多 {MAX_BYTES // 1024 // 1024} MB。分几次导入。"


class WrongType(Problem):
    """Not a text file."""

    status = 415
    code = "wrong_type"
    message = "这不是文本文件"
    hint = "在 Word 里选中表格，复制，粘贴到下面的框里。"


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, or GB 18030 as old Windows programs write it.

    Raises TooLarge, WrongType (a Word or Excel file, or any other binary), or Invalid for an unknown encoding.
    """
    if len(raw) > MAX_BYTES:
        raise TooLarge()
    if raw.startswith(_WORD):
        raise WrongType()
    marked = next((encoding for bom, encoding in _BOMS.items() if raw.startswith(bom)), "")
    if not marked and b"\0" in raw:
        raise WrongType()
    text = _as(raw, marked or "utf-8")
    if "\0" in text:
        raise WrongType()
    return text


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _as(raw, "gb18030")
        raise Invalid("文件的文字编码看不懂", hint="另存为 UTF-8 文本再试。") from error
