"""Ops and pictures that somebody made to hurt a server."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image

from tests.sync.phones import Phone, Signed, hazard, photo


def _replaced(**fields: Any) -> Callable[[Phone], Signed]:
    return lambda phone: phone.op("hazard.reported", hazard(), **fields)


def _with(old: str, new: str) -> Callable[[Phone], Signed]:
    """A valid op in whose text something is replaced, signed as it then is."""

    def make(phone: Phone) -> Signed:
        text = phone.op("hazard.reported", hazard(note="PLACE"))["payload"]
        assert old in text
        return phone.sign(text.replace(old, new, 1))

    return make


def _deep(opening: str, closing: str, depth: int = 10_000) -> Callable[[Phone], Signed]:
    return _with('"PLACE"', opening * depth + closing * depth)


OPS: dict[str, Callable[[Phone], Signed]] = {
    "a number beyond every column": _replaced(n=2**31),
    "a number beyond 64 bits": _replaced(n=10**30),
    "no number": _replaced(n=0),
    "a negative number": _replaced(n=-1),
    "a schema that never was": _replaced(schema=0),
    "a negative schema": _replaced(schema=-5),
    "a schema from the future": _replaced(schema=999),
    "a schema beyond 64 bits": _replaced(schema=2**63),
    "a kind that nobody knows": _replaced(kind="anything.else"),
    "a kind of zero bytes": _replaced(kind="\0"),
    "an endless kind": _replaced(kind="x" * 5000),
    "before the calendar": _replaced(captured_at="0001-01-01T00:00:00+14:00"),
    "after the calendar": _replaced(captured_at="9999-12-31T23:59:59-12:00"),
    "a time without a zone": _replaced(captured_at="2026-11-21T08:00:00"),
    "a clock that is off by an age": _replaced(offset_ms=10**15),
    "a clock that is off by more": _replaced(offset_ms=-(10**30)),
    "a correction of itself": _replaced(corrects="00000000-0000-7000-8000-000000000000"),
    "a correction of no id": _replaced(corrects="'; DROP TABLE ops; --"),
    "an id of capitals": _replaced(id="0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B"),
    "an id in braces": _replaced(id="{0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c}"),
    "lists within lists": _deep("[", "]"),
    "objects within objects": _deep('{"a":', "}", 6000),
    "lists that do not end": _deep("[", "", 30_000),
    "not a number": _with('"PLACE"', "NaN"),
    "no end": _with('"PLACE"', "1e999"),
    "a very long number": _with('"PLACE"', "9" * 20_000),
    "half a surrogate pair": _with('"PLACE"', r'"\ud800"'),
    "the other half": _with('"PLACE"', r'"\udc00\ud800"'),
    "a zero byte": _with('"PLACE"', r'"\u0000"'),
    "the same field twice": _with('"note":"PLACE"', '"note":"a","note":"b"'),
    "a mark before the text": _with("{", "﻿{"),
    "text after the end": _with('"PLACE"', '"PLACE"}}} {"id":"x"'),
    "another's name": _replaced(author="0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    "another enterprise": _replaced(enterprise="0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    "a key that nobody knows": _replaced(key="0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    "an endless signature": lambda phone: {
        **phone.op("hazard.reported", hazard()),
        "signature": "A" * 200_000,
    },
    "a signature of zeros": lambda phone: {**phone.op("hazard.reported", hazard()), "signature": "A" * 86},
}


ENVELOPES = {  # what stands where a signed op is expected, as its bytes in Latin-1
    "null": "null",
    "a number": "7",
    "a list": "[]",
    "nothing": "{}",
    "a payload that is no text": '{"payload": 1, "signature": ""}',
    "half a surrogate pair": r'{"payload": "\ud800", "signature": ""}',
    "no UTF-8": '{"payload": "\xff", "signature": ""}',
    "a field too many": '{"payload": "{}", "signature": "", "admin": true}',
    "lists within lists": "[" * 500 + "]" * 500,
}


def _png(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _png_with_a_long_text() -> bytes:
    """A small PNG whose text chunk unfolds to 200 MB."""
    whole = photo(form="PNG")
    data = b"Comment\0\0" + zlib.compress(b"a" * 200_000_000, 9)
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    end = whole.index(b"IDAT") - 4
    return whole[:end] + chunk + whole[end:]


def _with_exif() -> bytes:
    held, picture = io.BytesIO(), Image.new("RGB", (8, 8), "red")
    exif = picture.getexif()
    exif[0x010E] = "<script>alert(1)</script>" * 100
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0)}
    picture.save(held, "JPEG", exif=exif)
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("photo.jpg", photo())
    return held.getvalue()


PHOTOS: dict[str, tuple[Callable[[], bytes], bool]] = {  # name > (its bytes, whether it is a photo after all)
    "a plain one": (lambda: photo("orange"), True),
    "PNG": (lambda: photo("pink", form="PNG"), True),
    "WebP": (lambda: photo("brown", form="WEBP"), True),
    "laden with EXIF": (_with_exif, True),
    "with a page behind it": (lambda: photo("navy") + b"<html><script>alert(1)</script>", True),
    "a truncated JPEG": (lambda: photo("teal", (64, 64))[:-200], False),
    "only the mark of a JPEG": (lambda: b"\xff\xd8\xff", False),
    "a PNG of 50,000 by 50,000": (lambda: _png(50_000, 50_000), False),
    "a PNG as wide as can be": (lambda: _png(2**31 - 1, 1), False),
    "a PNG of nothing": (lambda: _png(0, 0), False),
    "a PNG whose text unfolds": (_png_with_a_long_text, False),
    "a GIF": (lambda: photo(form="GIF"), False),
    "a TIFF": (lambda: photo(form="TIFF"), False),
    "an SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', False),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", False),
    "a page that is a GIF": (lambda: b"GIF89a/*" + b"<script>*/=1;alert(1)</script>", False),
    "a zip": (_zip, False),
    "nothing": (lambda: b"", False),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", False),
    "more than 2 MB": (lambda: photo("gold") + b"\0" * (2 * 1024 * 1024), False),
}
