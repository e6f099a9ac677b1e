"""Hazards in words: states, steps, grades, and what is said to people about them."""

from app.hazards.models import State

STATES = {
    State.FOUND: "等登记",
    State.REGISTERED: "等整改",
    State.RECTIFIED: "等验收",
    State.VERIFIED: "等销号",
    State.CLOSED: "已销号",
}
STEPS = {
    "report": "发现",
    "register": "登记",
    "rectify": "整改",
    "verify": "验收通过",
    "send_back": "退回再改",
    "close": "销号",
}
DONE = {
    "register": "登记了",
    "rectify": "改好了",
    "verify": "验收通过了",
    "send_back": "看过，没改好，退回了",
    "close": "销号了",
}
GRADES = {"general": "一般隐患", "major": "重大隐患"}
SOURCES = {"check": "检查时发现", "scan": "随手拍"}
STEP_FLAGS = {
    "extra": "别人已经先做了，这一步只记下",
    "no_role": "做的时候可能已经没有这个角色",
    "place_unknown": "没认出是哪个岗位，先算在报的人的班组",
}


def yuan(fen: int) -> str:
    """186,000; 3.50."""
    return f"{fen / 100:,.2f}".removesuffix(".00")
