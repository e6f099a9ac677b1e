"""The icons that a card may show beside a step or on the button of an accident: a name of the icon set, and its word."""

from app.cards.schemas import Body, ScenarioRow

ICONS: dict[
    str, str
] = {  # those of most emergencies first; any other name of the icon set that a card has, it keeps
    "hand-stop": "停下来",
    "own-shout": "大声喊",
    "phone": "打电话",
    "run": "撤离、跑开",
    "power": "断电、关机",
    "own-pull-cord": "拉绳停机",
    "lock": "上锁挂牌",
    "barrier-block": "拦住、隔开",
    "door-exit": "出口",
    "users": "集合、点人数",
    "ambulance": "救护车",
    "first-aid-kit": "急救箱",
    "bandage": "包扎止血",
    "heart": "心肺复苏",
    "droplet": "用水冲",
    "fire-extinguisher": "灭火器",
    "flame": "着火",
    "bolt": "有电、触电",
    "wind": "通风、上风口",
    "skull": "中毒",
    "lungs": "呼吸",
    "face-mask": "戴口罩",
    "shield": "穿戴防护",
    "eye": "看清楚",
    "ear": "听声音",
    "bell": "警报、打铃",
    "message": "报告",
    "map-pin": "地点",
    "user": "找人",
    "traffic-cone": "放路锥",
    "truck": "车辆",
    "car-crane": "吊车",
    "tool": "工具、检修",
    "settings": "机器",
    "own-conveyor": "胶带机",
    "own-buried": "被埋",
    "fall": "摔下来",
    "mountain": "边坡、塌方",
    "bomb": "爆炸",
    "flask": "药剂、酸碱",
    "temperature": "高温、烫伤",
    "lifebuoy": "落水、救生",
    "ban": "不许",
    "lock-open": "解锁",
    "arrow-back-up": "退回",
    "clipboard-check": "检查、记下",
    "alert-triangle": "当心",
}


def word_of(icon: str) -> str:
    """What an icon means, in a word; its name where the list does not have it; "" for none."""
    return ICONS.get(icon, icon)


def pictures_for(body: Body | None) -> dict[str, str]:
    """What may be chosen in the form of a row: the list, and whatever else it has already."""
    if not isinstance(body, ScenarioRow):
        return ICONS
    had = {body.icon, *(step.icon for step in body.steps)} - {"", *ICONS}
    return ICONS | dict.fromkeys(sorted(had), "原来的图标")
