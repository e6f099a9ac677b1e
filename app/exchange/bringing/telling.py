"""A file's plan told to people and to programs: the same in the preview, on the command line and as JSON."""

from typing import Any

import msgspec

from app.cards.schemas import Body
from app.cards.telling import Part, row_told
from app.exchange.bringing.plan import BringPlan, CardFate, CardPlan
from app.exchange.bringing.rows import Fate, RowFate
from app.exchange.cardfile import short_name
from app.exchange.reading.fields import told as card_told
from app.exchange.reading.schemas import Outcome

CARD_WORDS = {
    CardFate.NEW: "新写一张草稿",
    CardFate.CHANGED: "改成新的草稿",
    CardFate.SAME: "一个字没变，不动",
    CardFate.KEPT: "留着原来的草稿，不导入",
    CardFate.SKIPPED: "先不导入",
    CardFate.ASKED: "回答了上面的问题才知道",
}
ROW_WORDS = {Fate.NEW: "新加", Fate.SAME: "没变", Fate.CHANGED: "改了", Fate.GONE: "去掉"}
OUTCOME_WORDS = {
    Outcome.IMPORT: "可以导入",
    Outcome.QUESTIONS: "先回答几个问题",
    Outcome.REFUSE: "这个文件导入不了",
}


def report(made: BringPlan) -> dict[str, Any]:
    """The shape of `--json`."""
    return {
        "outcome": made.outcome.value,
        "cards": [card_told(one.card) for one in made.cards if one.fate is not CardFate.SKIPPED],
        "posts": _posts(made),
        "warnings": [msgspec.to_builtins(one) for one in made.warnings]
        + ([{"code": "refused", "where": "", "message": made.refused}] if made.refused else []),
        "questions": [msgspec.to_builtins(one) for one in made.open],
    }


def refusal(message: str, hint: str) -> dict[str, Any]:
    """The same shape for a file that can't be opened."""
    warning = {"code": "refused", "where": "", "message": f"{message.rstrip('。')}。{hint}"}
    return {
        "outcome": Outcome.REFUSE.value,
        "cards": [],
        "posts": [],
        "warnings": [warning],
        "questions": [],
    }


def _posts(made: BringPlan) -> list[dict[str, str]]:
    """Each post that the file names, and whether it is there, is new, or is asked about."""
    fates: dict[tuple[str, str], str] = {}
    for one in made.cards:
        fates[one.card.unit, one.card.post] = _post_fate(one)
    for post in made.reading.posts:
        fates.setdefault((post.unit, post.title), "listed")
    for target in made.new_posts:
        if not any(one.target == target for one in made.cards):
            fates[target.unit.name if target.unit else target.department, target.title] = "new"
    return [{"post": post, "unit": unit, "fate": fate} for (unit, post), fate in fates.items() if post]


def _post_fate(one: CardPlan) -> str:
    if one.target is None:
        return "skipped" if one.fate is CardFate.SKIPPED else "asked"
    return "known" if one.target.post else "new"


def lines(made: BringPlan, *, dry_run: bool) -> str:
    """What a file did, or would do, line by line."""
    told = [
        OUTCOME_WORDS[made.outcome],
        *(f"新岗位：{one.title}" for one in made.new_posts),
        *(_line(one) for one in made.cards),
        *(f"留意 {one.where}：{one.message}".replace(" ：", "：") for one in made.warnings),
        *(
            f"问 {one.key}：{one.ask}" + "".join(f"\n  {o.value}：{o.label}" for o in one.options)
            for one in made.open
        ),
    ]
    if made.outcome is Outcome.IMPORT:
        done = "只是看一遍，没有写入。" if dry_run else "导入好了，都写成了草稿。"
        told.append(done if made.changes else "都有了，什么都没变。")
    return "\n".join(told)


def _line(one: CardPlan) -> str:
    return f"{one.card.post or '（还不知道是哪个岗位）'} {short_name(one.card.kind)}：{CARD_WORDS[one.fate]}（{counted(one)}）"


def counted(one: CardPlan) -> str:
    """How many rows have which fate, in words."""
    found = one.counts
    return "，".join(f"{ROW_WORDS[fate]} {found[fate]} 行" for fate in Fate if found[fate]) or "没有行"


def title_of(row: RowFate) -> str:
    """What a row is about."""
    body = row.body or row.was
    assert body is not None
    return row_told(body).title


def parts_of(row: RowFate) -> list[tuple[str, list[str], list[str]]]:
    """(label, what stood, what comes) of what differs; all that a new row says."""
    now, was = _parts(row.body), _parts(row.was)
    labels = list(dict.fromkeys([*now, *was]))
    if row.fate is Fate.SAME:
        return []
    return [(one, was.get(one, []), now.get(one, [])) for one in labels if was.get(one) != now.get(one)]


def _parts(body: Body | None) -> dict[str, list[str]]:
    if body is None:
        return {}
    told = row_told(body)
    parts: list[Part] = [("名称", [told.title]), *told.parts]
    return dict(parts)
