"""What each value of a factor means, in words that whoever grades a risk chooses by. Pure data."""

from collections.abc import Mapping
from typing import Any

from app.risk.matrices import CURRENT, MATRICES

Words = Mapping[str, Mapping[float, str]]  # factor > value > words

NAMES: dict[str, Mapping[str, str]] = {
    "LS-1": {"L": "多大可能出事", "S": "出了事有多重"},
    "LEC-1": {"L": "多大可能出事", "E": "人多久碰上一次", "C": "出了事有多重"},
    "MES-1": {"M": "现在管得怎么样", "E": "人多久碰上一次", "S": "出了事有多重"},
}
_EXPOSURE = {
    10: "一直在危险旁边",
    6: "每天上班都碰上",
    3: "每周一次，或者偶尔碰上",
    2: "每月一次",
    1: "一年几次",
    0.5: "很少碰上",
}
WORDS: dict[str, Words] = {
    "LS-1": {
        "L": {
            5: "经常出，或者没有办法防",
            4: "容易出，这里出过",
            3: "可能出，同行出过",
            2: "不太会出，防得住",
            1: "几乎不会出，没听说过",
        },
        "S": {
            5: "死人，或者损失特别大",
            4: "重伤、残疾，或者损失大",
            3: "住院、骨折，或者停产",
            2: "轻伤，要歇工",
            1: "擦破皮，不用歇工",
        },
    },
    "LEC-1": {
        "L": {
            10: "早晚会出，料得到",
            6: "很可能出",
            3: "可能出，但不经常",
            1: "不太会出，出了算意外",
            0.5: "很难出，但想得到",
            0.2: "极难出",
            0.1: "实际上不会出",
        },
        "E": _EXPOSURE,
        "C": {
            100: "大灾难，死 10 人以上",
            40: "死几个人",
            15: "死 1 人",
            7: "重伤",
            3: "受伤，落下残疾",
            1: "轻伤，要包扎",
        },
    },
    "MES-1": {
        "M": {
            5: "什么措施都没有",
            3: "只有报警、个人防护、应急这类措施",
            1: "有防住事故的措施，管用",
        },
        "E": _EXPOSURE,
        "S": {
            10: "死几个人",
            8: "死 1 人",
            4: "残疾，或者得职业病治不好",
            2: "要住院，要歇工",
            1: "小伤，当场包扎就行",
        },
    },
}


def words(matrix: str) -> Words:
    """What the values of a matrix version mean; nothing for a level that was given without a score."""
    return WORDS.get(matrix, {})


def for_browser() -> list[dict[str, Any]]:
    """The matrices with their words, for a form that grades while it is filled in (`model/risk.ts`)."""
    return [
        {
            "id": one.id,
            "method": one.method,
            "name": one.name,
            "current": CURRENT.get(one.method) == one.id,
            "factors": {factor: list(values) for factor, values in one.factors.items()},
            "floors": list(one.floors),
            "names": dict(NAMES[one.id]),
            "words": {
                factor: {f"{value:g}": text for value, text in meant.items()}
                for factor, meant in words(one.id).items()
            },
        }
        for one in MATRICES.values()
    ]
