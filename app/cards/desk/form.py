"""The forms of the editor as data: of each kind of card its fields, as the trade's own forms call them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.cards.schemas import Contact, Head, Kind, Measure, Step

ACCIDENTS = (  # GB 6441
    "物体打击",
    "车辆伤害",
    "机械伤害",
    "起重伤害",
    "触电",
    "淹溺",
    "灼烫",
    "火灾",
    "高处坠落",
    "坍塌",
    "冒顶片帮",
    "透水",
    "放炮",
    "火药爆炸",
    "瓦斯爆炸",
    "锅炉爆炸",
    "容器爆炸",
    "其他爆炸",
    "中毒和窒息",
    "其他伤害",
)
LINE, TEXT, LIST, CHOICE, TICKS = "line", "text", "list", "choice", "ticks"
GROUP, GRADE, EXTRA, PICTURE, HIDDEN = "group", "grade", "extra", "picture", "hidden"
STATED, KEEP = "直接定级", "keep"


@dataclass(frozen=True)
class Part:
    """A field of one of several things in a row: who does a step, of what kind a measure is."""

    name: str
    label: str
    widget: str = LINE
    limit: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Several things of one sort in a row, in order: steps, measures, telephone numbers."""

    struct: type[Step] | type[Measure] | type[Contact]
    word: str  # 第 1 步, 加一步
    parts: tuple[Part, ...]
    most: int = 40

    @property
    def has_ids(self) -> bool:
        """Whether each of them has an identity, to which other things are tied."""
        return "id" in self.struct.__struct_fields__


@dataclass(frozen=True)
class Field:
    """A field of a form."""

    name: str  # in the schema
    label: str
    widget: str
    help: str = ""
    limit: int = 200  # characters; of a list, of each line
    needed: bool = False  # before it goes to review
    choices: Mapping[str, str] = field(default_factory=dict)
    group: Group | None = None
    seldom: bool = False  # folded away while it says nothing


STEPS = Group(
    Step,
    "步",
    (
        Part("id", "", HIDDEN),
        Part("who", "谁去做", limit=60),
        Part("act", "做什么", limit=100),
        Part("how", "怎么做", TEXT, 500),
        Part("icon", "图标", PICTURE, 40),
    ),
)
MEASURES = Group(
    Measure,
    "条",
    (
        Part("id", "", HIDDEN),
        Part("text", "做什么", TEXT, 500),
        Part(
            "kind",
            "哪一类",
            CHOICE,
            choices={
                "": "没分类",
                "工程技术": "工程技术：改设备，加防护",
                "管理": "管理：定规矩，检查",
                "培训教育": "培训教育：学、练",
                "个体防护": "个体防护：穿戴",
                "应急处置": "应急处置：出了事怎么办",
            },
        ),
    ),
    most=60,
)
CONTACTS = Group(
    Contact,
    "个",
    (
        Part("name", "打给谁", limit=40),
        Part("number", "电话", limit=40),
        Part("inside", "哪里的", CHOICE, choices={"in": "本单位的", "out": "外面的，例如 120"}),
        Part("note", "干什么用", limit=20),
    ),
    most=20,
)
EXTRAS = Field("extra", "表里别的栏", EXTRA, limit=2000)
FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.EMERGENCY: (
        Field("name", "事故情形", LINE, "出了什么事，例如：胶带卷住人", 60, needed=True),
        Field("short", "短名", LINE, "最多 4 个字，写在按钮上，例如：卷住人", 4),
        Field("steps", "处置步骤", GROUP, "先做的写在前面，一步只做一件事。", needed=True, group=STEPS),
        Field("never", "不许", LIST, "一行写一条"),
        Field("supplies", "应急物资", LIST, "一行写一样，写清放在哪里"),
        Field("notes", "注意事项", LIST, "一行写一条"),
        Field("icon", "图标", PICTURE, "和短名一起画在按钮上", limit=40),
        EXTRAS,
    ),
    Kind.RISK: (
        Field("point", "风险点", LINE, "哪里、哪台设备、做什么活，例如：1 号胶带机机尾", 100, needed=True),
        Field("hazard", "危险和有害因素", TEXT, "什么会伤人，怎么伤到人", 1000, needed=True),
        Field("accidents", "可能事故类型", TICKS, choices={one: one for one in ACCIDENTS}, limit=60),
        Field("before", "固有风险", GRADE, "什么措施都没有时，有多危险"),
        Field("measures", "管控措施", GROUP, "一条只写一件事，写清做到什么样。", group=MEASURES),
        Field("after", "现有风险", GRADE, "这些措施都做到了，还有多危险"),
        Field("owner", "责任人", LINE, "谁管这个风险，写岗位或者姓名", 60),
        Field("tier", "管控层级", LINE, "例如：班组级", 40, seldom=True),
        Field("medium", "危险介质", LINE, "例如：煤气、浓硫酸", 100, seldom=True),
        Field("signs", "安全标志", LIST, "一行写一个，例如：当心机械伤人", 40, seldom=True),
        EXTRAS,
    ),
    Kind.OPERATION: (
        Field("procedure", "作业程序", TEXT, "这一步做什么", 500, needed=True),
        Field("standard", "作业标准及注意事项", TEXT, "做到什么样算好，小心什么", 1000),
        Field(
            "phase",
            "阶段",
            CHOICE,
            choices={"": "不分", "前": "作业前", "中": "作业中", "后": "作业后"},
        ),
        Field("risk", "风险", TEXT, "这一步会伤到人的地方", 500),
        Field("forbidden", "严禁", LIST, "一行写一条"),
        Field(
            "step",
            "哪种步骤",
            CHOICE,
            choices={
                "": "不分",
                "做": "做：动手",
                "确认": "确认：看清楚再往下",
                "呼叫": "呼叫：喊话、打电话",
            },
            seldom=True,
        ),
        Field("who", "谁做", LINE, "例如：内操、外操", 40, seldom=True),
        Field("tag", "设备位号", LINE, limit=60, seldom=True),
        EXTRAS,
    ),
    Kind.DUTY: (
        Field("duty", "安全职责", TEXT, "管什么，做什么", 500, needed=True),
        Field("standard", "到位标准", TEXT, "多久一次，做到什么样算到位", 1000),
        Field("assessment", "考核标准", TEXT, "没做到怎么办", 1000),
        Field("rights", "权限与义务", TEXT, "这一条里他能决定什么", 1000, seldom=True),
        Field("number", "序号", LINE, "文件里编的号，没有就空着", 20, seldom=True),
        EXTRAS,
    ),
}
_OWNER = Field("owner", "责任人", LINE, "这张卡谁负责，写岗位或者姓名", 60)
_JINGLE = Field("jingle", "顺口溜", LIST, "一行写一句", 60)
_CALLS = Field("contacts", "联系电话", GROUP, "第一个最大，放在最前面。", group=CONTACTS)
_RIGHTS = Field("rights", "权限与义务", LIST, "整个岗位的，一行写一条", 1000)
_SUMMARY = Field("summary", "概述", TEXT, "表前面的一段话，没有就空着", 2000)
_NOTICE = Field("notice", "说明", TEXT, limit=500, seldom=True)


def head_fields(kind: Kind, head: Head) -> tuple[Field, ...]:
    """What a card of a kind says about itself; what another kind usually says, only where this one does."""
    return (
        _OWNER,
        *((_CALLS,) if kind is Kind.EMERGENCY or head.contacts else ()),
        _JINGLE,
        *((_RIGHTS,) if kind is Kind.DUTY or head.rights else ()),
        *((_SUMMARY,) if kind is Kind.DUTY or head.summary else ()),
        _NOTICE,
        EXTRAS,
    )
