"""A check record on paper: what it says, its photos made small, its digest, and where the audit holds it."""

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

from app.audit.words import in_fours
from app.checks.models import CheckRecord
from app.checks.routes.telling import ResultTold, record_told, shas_of
from app.checks.words import flag_words
from app.core import blobs
from app.core.errors import Missing
from app.core.pictures import MEDIA, BadPhoto, media_of
from app.org import queries as org
from app.papers.proof import Proof, proof_of
from app.papers.sheets import printed
from app.risk.matrices import LEVELS

LONGEST, QUALITY = 720, 60  # px, JPEG: enough for a photo of 8 cm


def record_sheet(record: CheckRecord, *, by: str, at: datetime) -> bytes:
    """A record as PDF; `by` is who prints it, `at` when."""
    unit = org.unit(record.unit_id)
    zone = ZoneInfo(org.zone_of(unit.path))

    def say(moment: datetime) -> str:
        """In full, as paper needs it: "today" would be wrong tomorrow."""
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"

    told = record_told(record, say=say)
    files = _files(record)
    data = _data(told, files) | {
        "enterprise": org.enterprise_of(unit).name,
        "printed": f"{by} {say(at)} 打印",
        "id": str(record.id),
        "proof": _proof(proof_of(record.enterprise_id, record.id, record.op_id)),
    }
    return printed("record.typ", data, files)


def _data(told: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    record, place = told["record"], told["place"]
    return {
        "place": place.name,
        "unit": place.unit,
        "title": f"{told['period']}{told['title']}",
        "abnormal": record.abnormal,
        "corrected": told["corrected_by"] is not None,
        "flags": [flag_words(one) for one in record.flags],
        "results": [_result(one, files) for one in told["results"]],
        "facts": [list(one) for one in told["facts"]],
        "signature": record.signature if record.signature in files else "",
        "signed": bool(record.signature),
    }


def _result(one: ResultTold, files: dict[str, bytes]) -> dict[str, Any]:
    hazard = one.hazard
    notes = [f"标准：{one.standard}"] if one.standard else []
    notes += [one.note] if one.note else []
    if hazard:
        fixed, danger = "，当场改好了" * hazard.fixed, "，很危险" * hazard.dangerous
        notes.append(f"隐患：{hazard.name}{fixed}{danger}")
    notes += [f"怎么办：{say.text}（{say.owner}，{say.due_on} 前）" for say in one.measures]
    shas = [*one.photos, *(hazard.photos_after if hazard else [])]
    return {
        "text": one.text,
        "level": LEVELS[one.level].words if one.level else "",
        "word": one.word,
        "bad": one.result == "abnormal",
        "value": one.value,
        "notes": notes,
        "photos": [sha for sha in shas if sha in files],
        "missing": sum(sha not in files for sha in shas),
    }


def _proof(found: Proof) -> list[list[str]]:
    """What stands on the paper for who wants to check it."""
    lines = [["原始记录 SHA-256", in_fours(found.digest) if found.digest else "没有记下"]]
    if found.seq:
        lines.append([f"审计链第 {found.seq} 环", in_fours(found.hash)])
    if found.head_seq:
        lines.append([f"打印时最后一环，第 {found.head_seq} 环", in_fours(found.head_hash)])
    return lines


def _files(record: CheckRecord) -> dict[str, bytes]:
    """The photos that have arrived, by their names, made small."""
    found = {}
    for sha in sorted(shas_of(record)):
        if (picture := _picture(record, sha)) is not None:
            found[sha] = picture
    return found


def _picture(record: CheckRecord, sha: str) -> bytes | None:
    try:
        path, _ = blobs.read(record.enterprise_id, sha)
        return made_tiny(path.read_bytes())
    except (Missing, BadPhoto):  # still on a phone, or broken: the paper says that it lacks
        return None


def made_tiny(data: bytes) -> bytes:
    """A picture for paper: JPEG, 720 px at most, on white, nothing but what it shows. Raises BadPhoto."""
    media_of(data)  # its size is looked at before its pixels are
    with Image.open(io.BytesIO(data), formats=tuple(MEDIA)) as found:
        upright = ImageOps.exif_transpose(found)
    upright.thumbnail((LONGEST, LONGEST))
    clear = upright.convert("RGBA") if upright.has_transparency_data else None
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(clear or upright.convert("RGB"), mask=clear)
    held = io.BytesIO()
    paper.save(held, "JPEG", quality=QUALITY)
    return held.getvalue()
