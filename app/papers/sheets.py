"""Printing through typst: a template, its data, PDF bytes."""

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

from app.core.assets import DIST
from app.labels.models import Label

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "papers"
FONTS = DIST / "fonts"


def qr_svg(text: str) -> bytes:
    """A QR of `text` at error correction Q: a quarter of it may be scratched or dirty."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    found: bytes = code.make_image(image_factory=SvgPathImage).to_string()
    return found


def label_sheet(enterprise: str, printed_on: str, labels: list[Label], base: str) -> bytes:
    """An A4 sheet of labels, eight a page: post, department, QR of `<base>/p/<token>`, code. PDF bytes.

    No risk colour stands on it: the level changes with the card, the paper would not.
    """
    data = {
        "enterprise": enterprise,
        "printed_on": printed_on,
        "labels": [
            {
                "title": label.post.title,
                "unit": label.post.unit.name,
                "code": label.spoken_code,
                "qr": qr_svg(f"{base}/p/{label.token}").decode(),
            }
            for label in labels
        ],
    }
    return _print("labels.typ", data)


def _print(template: str, data: Mapping[str, object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (Path(folder) / "main.typ").write_text(_template(template), encoding="utf-8")
        pdf: bytes = typst.compile(
            str(Path(folder) / "main.typ"), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        return pdf


@cache
def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
