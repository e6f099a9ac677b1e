"""Kinds of change (变更): what asks for a post's cards to be looked at anew, whence, and who leads it. Pure data."""

from dataclasses import dataclass

from app.access.policy import Role
from app.cards.schemas import Kind

EMERGENCY, RISK, OPERATION, DUTY = Kind
WORK = (EMERGENCY, RISK, OPERATION)  # what is done, and what to do when it goes wrong
ALL = tuple(Kind)


@dataclass(frozen=True)
class ChangeKind:
    """A kind of change. `cards` are looked at anew where the form says nothing else.

    `leader` is whom the source names as its leader (S31), `role` who of this app that is: the owner by default.
    """

    key: str
    name: str
    help: str
    group: str
    source: str
    cards: tuple[Kind, ...]
    icon: str
    role: Role = Role.DEPARTMENT_HEAD
    leader: str = ""


WORKS, AROUND, AFTER, BEFORE = "装置和工艺改了", "外面变了", "出了事，看出了问题", "动手以前"
KINDS = {
    one.key: one
    for one in (
        ChangeKind(
            "process",
            "装置、工艺",
            "流程、原料、装置改了",
            WORKS,
            "S6",
            WORK,
            "git-compare",
            leader="分管负责人",
        ),
        ChangeKind(
            "equipment", "设备", "换了、加了、改了设备", WORKS, "S6", WORK, "engine", leader="分管负责人"
        ),
        ChangeKind("electrical", "电气", "供电、开关、电机改了", WORKS, "S6", WORK, "bolt"),
        ChangeKind("instrument", "仪表", "仪表、报警、联锁改了", WORKS, "S6", WORK, "gauge"),
        ChangeKind("utility", "公用工程", "水、汽、风、气改了", WORKS, "S6", WORK, "droplet"),
        ChangeKind(
            "parameters",
            "操作参数",
            "温度、压力、流量的范围改了",
            WORKS,
            "S6",
            (RISK, OPERATION),
            "adjustments",
        ),
        ChangeKind(
            "major",
            "生产系统、重大灾害因素",
            "系统有大的变化，要专项辨识",
            WORKS,
            "S31、S32",
            WORK,
            "mountain",
            leader="分管负责人",
        ),
        ChangeKind(
            "external",
            "外部环境、法规标准",
            "周边、天气、法规、标准有大的变化",
            AROUND,
            "S6",
            ALL,
            "world",
            Role.SAFETY_OFFICER,
        ),
        ChangeKind(
            "accident",
            "事故、涉险",
            "本单位出了事故，或者省里出了重特大事故",
            AFTER,
            "S6、S31、S32",
            ALL,
            "alert-triangle",
            Role.PRINCIPAL,
            "主要负责人",
        ),
        ChangeKind(
            "hazard",
            "重大事故隐患",
            "查出了重大隐患",
            AFTER,
            "S31",
            ALL,
            "flag",
            Role.PRINCIPAL,
            "主要负责人",
        ),
        ChangeKind(
            "insight",
            "新认识",
            "差点出事，或者对事故有了新的认识",
            AFTER,
            "S6、S32",
            WORK,
            "bulb",
            Role.SAFETY_OFFICER,
        ),
        ChangeKind(
            "audit",
            "审核发现大问题",
            "审核、检查发现重大不符合",
            AFTER,
            "S32",
            ALL,
            "clipboard-list",
            Role.SAFETY_OFFICER,
        ),
        ChangeKind(
            "new_area",
            "新区域、新工程",
            "新采区、新工作面，新建、改建、扩建",
            BEFORE,
            "S31、S32",
            ALL,
            "map-pin",
            Role.SAFETY_OFFICER,
            "总工程师",
        ),
        ChangeKind(
            "high_risk",
            "高风险作业、四新",
            "高危作业，新技术、新工艺、新设备、新材料",
            BEFORE,
            "S31、S32",
            WORK,
            "flask",
            leader="分管负责人",
        ),
        ChangeKind(
            "restart",
            "停产一个月以上，要复产",
            "复产以前，先看一遍卡",
            BEFORE,
            "S31",
            WORK,
            "player-play",
            leader="分管负责人",
        ),
        ChangeKind("project", "大检修、特殊工程", "写安全措施以前", BEFORE, "S32", WORK, "tools"),
        ChangeKind(
            "task", "特定的任务、检查、试验", "做风险大的任务以前", BEFORE, "S32", WORK, "stethoscope"
        ),
    )
}
GROUPS = (WORKS, AFTER, AROUND, BEFORE)
