"""Printing through typst: a template, its data, PDF bytes."""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

from app.core.assets import DIST
from app.core.errors import Conflict
from app.labels.models import Label
from app.labels.prints import Versions, address
from app.org.models import Unit, UnitKind

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "papers"
FONTS = DIST / "fonts"
LASTING = re.compile(r"https://[^/\s]+\S*")


def qr_svg(text: str) -> bytes:
    """A QR of `text` at error correction Q: a quarter of it may be scratched or dirty."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    found: bytes = code.make_image(image_factory=SvgPathImage).to_string()
    return found


def refuse_dead_address(base: str, *, demo: bool) -> None:
    """Raise Conflict where labels would lead to an address that no phone opens; the demo may use any."""
    if not LASTING.fullmatch(base) and not (demo and base):
        raise Conflict("还没设网址", hint="先设 PUBLIC_URL=https://…，再打印。")


def label_sheet(
    enterprise: str,
    printed_on: str,
    labels: list[Label],
    base: str,
    numbers: Mapping[UUID, Versions] | None = None,
) -> bytes:
    """An A4 sheet of labels, eight a page: post, department and team, QR of `<base>/p/<token>`, code. PDF bytes.

    The QR carries the `numbers` of the versions in force at each post. No risk colour stands on it: the level changes
    with the card, the paper would not.
    """
    numbers = numbers or {}
    data = {
        "enterprise": enterprise,
        "printed_on": printed_on,
        "labels": [
            {
                "title": label.post.title,
                "unit": where(label.post.unit),
                "code": label.spoken_code,
                "qr": qr_svg(address(base, label.token, numbers.get(label.post_id, {}))).decode(),
            }
            for label in labels
        ],
    }
    return printed("labels.typ", data)


def where(unit: Unit) -> str:
    """采矿车间 · 穿孔爆破班: the department and the team; the enterprise stands on the label anyway."""
    above = unit.parent if unit.kind == UnitKind.TEAM else None
    told = [one.name for one in (above, unit) if one and one.kind in (UnitKind.DEPARTMENT, UnitKind.TEAM)]
    return " · ".join(told)


def printed(template: str, data: Mapping[str, object], files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a template that reads `data` from data.json, and pictures from `files` by their names."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (files or {}).items():
            (Path(folder) / name).write_bytes(content)
        (Path(folder) / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (Path(folder) / "main.typ").write_text(_template(template), encoding="utf-8")
        pdf: bytes = typst.compile(
            str(Path(folder) / "main.typ"), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        return pdf


@cache
def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
