"""Files that somebody brings: text is read however it was saved, anything else is turned away in words."""

import codecs
import gzip
import io
import zipfile

import pytest

from app.core.errors import Problem
from app.exchange.textfile import MAX_BYTES, decode

TEXT = "部门/单位\t序号\t岗位\n机电科\t1\t电工\n"


def word_file() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", TEXT)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_text_is_read_as_it_was_saved(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_both_orders_of_bytes_are_read(mark: bytes) -> None:
    order = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + TEXT.encode(order)) == TEXT


REFUSED = {
    "word": (word_file(), 415),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, 415),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 415),
    "packed": (gzip.compress(b"x" * 1000), 415),
    "zero bytes": (b"\x00" * 100, 415),
    "zero in utf-16": ("甲\0乙".encode("utf-16"), 415),
    "no encoding": (b"\xff" * 101, 422),
    "half of utf-16": (codecs.BOM_UTF16_LE + b"a", 422),
    "too large": (b"a" * (MAX_BYTES + 1), 413),
    "utf-32": (TEXT.encode("utf-32"), 415),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_turned_away_in_words(name: str) -> None:
    raw, status = REFUSED[name]
    with pytest.raises(Problem) as refused:
        decode(raw)
    assert refused.value.status == status
    assert refused.value.message
    assert refused.value.hint


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(decode(b"a" * MAX_BYTES)) == MAX_BYTES
