"""What people read of checks."""

from app.checks.models import Completer, Cycle
from app.checks.states import State

CYCLE_NAMES = {
    Cycle.SHIFT: "每班",
    Cycle.DAY: "每天",
    Cycle.WEEK: "每周",
    Cycle.XUN: "每旬",
    Cycle.MONTH: "每月",
}
COMPLETER_NAMES = {
    Completer.ANYONE: "在岗的人，谁做都行",
    Completer.EACH: "在岗的人，每人做一份",
    Completer.ROLE: "担任这个角色的人",
}
STATE_WORDS = {
    State.WAITING: "没到时间",
    State.DUE: "该做了",
    State.DONE: "做完",
    State.LATE: "迟了",
    State.MISSED: "没做",
    State.UNKNOWN: "没消息",
    State.EXCUSED: "不用做",
}
RESULT_WORDS = {"normal": "正常", "abnormal": "异常", "na": "不适用"}
# What is worth a second look at a record. Nobody's fault until somebody has asked.
FLAG_WORDS = {
    "late": "过了时间才做",
    "early": "没到时间就做了",
    "no_scan": "没扫岗位码",
    "wrong_scan": "扫的不是这个岗位的码",
    "not_assigned": "做的人那天不在这个岗位上",
    "unplanned": "那个时间没有安排这项检查",
    "clock_off": "手机的时间不准",
    "old_revision": "用的是旧的检查项",
    "extra": "别人已经做过，这是多做的",
    "delivered_late": "做完过了很久才送到",
    "n_reused": "手机的编号重复了",
    "no_role": "当时没有这个权限",
    "position_off": "手机的位置不在岗位上",
}


def flag_words(flag: str) -> str:
    """A flag in words; one that nobody named by its own name, rather than not at all."""
    return FLAG_WORDS.get(flag, flag)
