"""The zip that every .docx and .xlsx is: looked over before anything is unpacked, and read part by part."""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from app.exchange.office.limits import (
    LARGE_PART,
    MAX_ENTRIES,
    MAX_PART,
    MAX_RATIO,
    MAX_READ,
    MAX_UNPACKED,
    NotOffice,
    broken,
    too_much,
)
from app.exchange.office.markup import Budget, tree

_ENTRY = b"PK\x01\x02"  # begins each line of a zip's list
_LOCAL_HEAD = 30  # bytes before a part's name
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True)
class Relation:
    """What one part says of another: its id, the last word of its type, and where it is."""

    id: str
    kind: str  # officeDocument, worksheet, header, comments …
    target: str


class Package:
    """An Office file as parts. Raises Problem for whatever can't be read, or had better not be."""

    def __init__(self, raw: bytes) -> None:
        self.budget = Budget()
        self._left = MAX_READ
        if raw.count(_ENTRY) > MAX_ENTRIES:  # the list's own count may lie, and is read whole
            raise too_much("文件里的东西太多了")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except _FAULTS as error:
            raise broken() from error
        entries = [one for one in self._zip.infolist() if not one.filename.endswith("/")]
        _look_over(entries)
        self._parts = {_plain(one.filename): one for one in entries}
        if len(self._parts) < len(entries) or self.has(""):
            raise broken()

    def names(self) -> set[str]:
        """All parts, in lower case."""
        return set(self._parts)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return _plain(name) in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes."""
        entry = self._parts.get(_plain(name))
        if entry is None:
            raise broken()
        limit = min(MAX_PART, self._left)
        if entry.file_size > limit:
            raise too_much()
        try:
            with self._zip.open(entry) as part:
                found = part.read(limit + 1)
        except _FAULTS as error:
            raise broken() from error
        if len(found) > limit:
            raise too_much()
        self._left -= len(found)
        return found

    def tree(self, name: str) -> Element:
        """A part's XML, its names with the short prefixes of `markup`."""
        return tree(self.read(name), self.budget)

    def relations(self, name: str) -> list[Relation]:
        """Which other parts a part names; the whole package's own for "". Parts outside of the file are left out."""
        folder, base = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(listed):
            return []
        found = [
            one for one in self.tree(listed).iter("rel:Relationship") if one.get("TargetMode") != "External"
        ]
        return [
            Relation(
                one.get("Id", ""),
                one.get("Type", "").rsplit("/", 1)[-1],
                _joined(folder, one.get("Target", "")),
            )
            for one in found
        ]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/"))).lstrip("/")


def _look_over(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what is locked, packed in an odd way, too large by its own word, or kept twice in one place."""
    if any(one.flag_bits & 1 for one in entries):
        raise NotOffice("文件加了密码，打不开", hint="在 Word 或 Excel 里去掉密码，另存一份，再传一次。")
    if any(one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for one in entries):
        raise broken()
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise too_much()
    if any(one.file_size > max(LARGE_PART, one.compress_size * MAX_RATIO) for one in entries):
        raise too_much()
    end = 0
    for one in sorted(entries, key=lambda entry: entry.header_offset):
        if one.header_offset < end:
            raise broken()
        end = one.header_offset + _LOCAL_HEAD + one.compress_size
