"""The four sheets: what stands in which column of a kind of card. Data."""

from dataclasses import dataclass

from app.cards.schemas import Kind
from app.exchange.writing.cells import CALLS, LINES, NAMES, PAIRS, TEXT, Form

SIGNATURE = "岗卡表格 1"  # how a sheet of ours is told from others: the first words of its first cell
NOTE = "（说明，不导入）"  # in the first cell of the line that explains the columns
EMPTY = "⟦空⟧"  # instead of a row's identity: this card has no rows yet
TAILS = {Kind.RISK: "措施编号（不要改）", Kind.EMERGENCY: "步骤编号（不要改）"}
IDENTITY = "编号（不要改）"
UNIT, POST, EXTRA = "部门", "岗位", "其他"
NAMES_OF_SHEETS = {
    Kind.EMERGENCY: "应急处置卡",
    Kind.RISK: "风险清单",
    Kind.OPERATION: "操作卡",
    Kind.DUTY: "职责清单",
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field it holds, how that is written, and what to write there."""

    head: str
    field: str
    form: Form = TEXT
    width: int = 18
    help: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class GradeColumns:
    """Three columns that hold one evaluation of a risk."""

    field: str  # before, after
    method: str
    inputs: str
    level: str

    @property
    def heads(self) -> tuple[str, str, str]:
        """Their headings."""
        return self.method, self.inputs, self.level


GRADES = (
    GradeColumns("before", "固有评价方法", "固有评分", "固有等级"),
    GradeColumns("after", "现有评价方法", "现有评分", "现有等级"),
)
METHODS = ("LS", "LEC", "MES", "直接定级")
LEVELS = ("1 红", "2 橙", "3 黄", "4 深蓝", "5 蓝")
MEASURES = ("工程技术", "管理", "培训教育", "个体防护", "应急处置")
_EXTRA = Column(EXTRA, "extra", PAIRS, 20, "别的内容，一行一条：名称：内容")

_RISK = (
    Column("风险点", "point", help="哪里、哪台设备。必填"),
    Column("危险和有害因素", "hazard", width=26, help="会怎么出事。必填"),
    Column("危险介质", "medium", width=12, help="例如 煤气"),
    Column("可能事故类型", "accidents", NAMES, help="几种用、隔开：机械伤害、触电"),
    Column("管控措施", "measures", LINES, 40, "一行一条，前面可以写种类：工程技术：护罩装好"),
    Column("管控层级", "tier", width=10, help="例如 班组级"),
    Column("责任人", "owner", width=12, help="谁负责这一条"),
    Column("安全标志", "signs", NAMES, help="几个用、隔开"),
    _EXTRA,
)
_DUTY = (
    Column("序号", "number", width=8),
    Column("安全职责", "duty", width=40, help="一行一条。必填"),
    Column("到位标准", "standard", width=30, help="做到什么样算到位"),
    Column("考核标准", "assessment", width=24),
    Column("权限与义务", "rights", width=24, help="只说这一条的"),
    _EXTRA,
)
_OPERATION = (
    Column("阶段", "phase", width=8, help="前、中、后", choices=("前", "中", "后")),
    Column("作业程序", "procedure", width=30, help="一步写一行。必填"),
    Column("作业标准及注意事项", "standard", width=36, help="做到什么样"),
    Column("风险", "risk", width=22, help="做错了会怎样"),
    Column("禁止", "forbidden", LINES, 24, "一行一条：严禁带料开机"),
    Column("步骤种类", "step", width=10, help="做、确认、呼叫", choices=("做", "确认", "呼叫")),
    Column("谁做", "who", width=10, help="例如 内操"),
    Column("设备位号", "tag", width=12),
    _EXTRA,
)
_EMERGENCY = (
    Column("事故情形", "name", width=20, help="出了什么事。同一种事故每行都写一样的。必填"),
    Column("短名", "short", width=8, help="最多 4 个字"),
    Column("不许", "never", LINES, 24, "一行一条，写在第一步那行"),
    Column("应急物资", "supplies", LINES, 20, "一行一样，写在第一步那行"),
    Column("注意事项", "notes", LINES, 24, "一行一条，写在第一步那行"),
    Column("图标", "icon", width=8, help="可以不填"),
    _EXTRA,
)
STEPS = (
    Column("做什么", "act", width=18, help="一步写一行，12 个字以内。必填"),
    Column("怎么做", "how", width=30),
    Column("谁去做", "who", width=14, help="谁看见谁做、操作工、班长。必填"),
    Column("步骤图标", "icon", width=8, help="可以不填"),
)
ROWS: dict[Kind, tuple[Column, ...]] = {
    Kind.EMERGENCY: _EMERGENCY,
    Kind.RISK: _RISK,
    Kind.OPERATION: _OPERATION,
    Kind.DUTY: _DUTY,
}
MAIN = {Kind.EMERGENCY: "name", Kind.RISK: "point", Kind.OPERATION: "procedure", Kind.DUTY: "duty"}
_FIRST = "写在这张卡的第一行"
HEAD = (
    Column("卡的责任人", "owner", width=12, help=_FIRST),
    Column("顺口溜", "jingle", LINES, 20, f"一行一句，{_FIRST}"),
    Column("联系电话", "contacts", CALLS, 24, f"一行一个：调度室 0000-8110，{_FIRST}"),
    Column("整个岗位的权限与义务", "rights", LINES, 24, f"一行一条，{_FIRST}"),
    Column("卡的概述", "summary", width=20, help=_FIRST),
    Column("卡的说明", "notice", width=20, help=_FIRST),
    Column("卡的其他内容", "extra", PAIRS, 20, f"一行一条：名称：内容，{_FIRST}"),
)
USUAL = {  # what the head of such a card usually holds; other columns of it only where one is filled
    Kind.EMERGENCY: ("owner", "jingle", "contacts"),
    Kind.RISK: ("owner", "jingle"),
    Kind.OPERATION: ("owner", "jingle"),
    Kind.DUTY: ("owner", "jingle", "rights", "summary"),
}
