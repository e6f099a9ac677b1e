"""Wire types of the four cards (两单两卡).

The same structs validate an import, are stored as JSON in a card's rows, travel to phones in bundles
and are the source of the TypeScript types. Fields follow the trade's own forms (see CONTRIBUTING, "Field names").
"""

from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec
from msgspec import Struct, field

from app.risk.schemas import Grade


class Kind(StrEnum):
    """The four kinds of card, in the order in which a worker meets them."""

    EMERGENCY = "emergency"  # 岗位应急处置卡
    RISK = "risk"  # 岗位风险清单
    OPERATION = "operation"  # 岗位操作卡
    DUTY = "duty"  # 岗位职责清单


class Wire(Struct, kw_only=True, omit_defaults=True):
    """Base of every wire struct: keyword-only, defaults left out, unknown fields refused on the way in."""


class Strict(Wire, forbid_unknown_fields=True):
    """A struct that people write by hand or import: a misspelt field is an error, not a silent loss."""


class Contact(Strict):
    """A telephone number (联系电话) on an emergency card."""

    name: str  # 调度室, 班组长, 急救
    number: str  # as it is dialled; may hold spaces and dashes
    inside: bool = True  # of the enterprise, or a public one such as 120
    note: str = ""  # two or three words: 救人, 救火


class Step(Strict):
    """One step (处置步骤) of an emergency card: who does what, and how."""

    id: str  # survives versions
    who: str  # 谁去做: 谁看见谁做, 操作工, 班长 …
    act: str  # 做什么: at most 12 characters, verb first
    how: str = ""  # 怎么做
    icon: str = ""  # a name of the icon set


class ScenarioRow(Strict):
    """A row of the emergency card: one accident situation (事故情形) with its steps in order."""

    name: str  # 胶带卷住人
    short: str = ""  # for the tab, at most 4 characters: 卷住人
    icon: str = ""
    steps: list[Step] = field(default_factory=list)
    never: list[str] = field(default_factory=list)  # 不许
    supplies: list[str] = field(default_factory=list)  # 应急物资
    notes: list[str] = field(default_factory=list)  # 注意事项
    extra: dict[str, str] = field(default_factory=dict)  # columns of a form that have no field here


MeasureKind = Literal["工程技术", "管理", "培训教育", "个体防护", "应急处置", ""]


class Measure(Strict):
    """One control (管控措施) of a risk."""

    id: str
    text: str
    kind: MeasureKind = ""


class RiskRow(Strict):
    """A row of the risk list."""

    point: str  # 风险点
    hazard: str  # 危险和有害因素
    medium: str = ""  # 危险介质
    accidents: list[str] = field(default_factory=list)  # 可能事故类型
    before: Grade | None = None  # 固有风险, without controls
    after: Grade | None = None  # 现有风险, with controls
    tier: str = ""  # 管控层级
    measures: list[Measure] = field(default_factory=list)
    owner: str = ""  # 责任人
    signs: list[str] = field(default_factory=list)  # 安全标志
    extra: dict[str, str] = field(default_factory=dict)


class OperationRow(Strict):
    """A row of the operation card: one step of the work (作业顺序 is the row's place)."""

    procedure: str  # 作业程序
    standard: str = ""  # 作业标准及注意事项
    phase: Literal["前", "中", "后", ""] = ""
    risk: str = ""  # 风险
    forbidden: list[str] = field(default_factory=list)  # 严禁/不得
    step: Literal["做", "确认", "呼叫", ""] = ""
    who: str = ""  # 内操/外操
    tag: str = ""  # 设备位号
    extra: dict[str, str] = field(default_factory=dict)


class DutyRow(Strict):
    """A row of the duty list (S20)."""

    duty: str  # 安全职责
    number: str = ""  # 序号, as the document numbers it
    standard: str = ""  # 到位标准
    assessment: str = ""  # 考核标准
    rights: str = ""  # 权限与义务 of this row; the post's own block is Head.rights
    extra: dict[str, str] = field(default_factory=dict)


Body = ScenarioRow | RiskRow | OperationRow | DutyRow

BODY_OF: dict[Kind, type[ScenarioRow] | type[RiskRow] | type[OperationRow] | type[DutyRow]] = {
    Kind.EMERGENCY: ScenarioRow,
    Kind.RISK: RiskRow,
    Kind.OPERATION: OperationRow,
    Kind.DUTY: DutyRow,
}


class Head(Strict):
    """What a card says about itself, beside its rows."""

    owner: str = ""  # 责任人
    jingle: list[str] = field(default_factory=list)  # 顺口溜, a line each
    contacts: list[Contact] = field(default_factory=list)  # emergency card
    rights: list[str] = field(default_factory=list)  # 权限与义务, one block for the whole post
    summary: str = ""  # the paragraph some duty tables open with
    notice: str = ""  # 示例，使用前请本单位安全人员核对
    extra: dict[str, str] = field(default_factory=dict)


class WireRow(Wire):
    """A row with the identity that survives versions."""

    id: str
    body: dict[str, object]


class WireEarlier(Wire):
    """What was different in an earlier version, so that a phone can show what changed to whoever learnt that one."""

    version: int
    mark: str
    rows: list[WireRow] = field(
        default_factory=list
    )  # as they were then: those that say something else now, or are gone
    added: list[str] = field(default_factory=list)  # rows that are new since
    moved: list[str] = field(default_factory=list)  # rows that say the same in another place
    head: Head | None = None  # as it was then, where it says something else now


class WireCard(Wire):
    """One published version of a card, as a phone holds it."""

    kind: Kind
    version: int
    effective_on: date
    head: Head
    rows: list[WireRow]
    mark: str = ""  # the first digits of its digest: what it says, word for word
    earlier: list[WireEarlier] = field(default_factory=list)  # the last few before it, latest first
    revising: bool = False  # 正在修订: it is being looked at anew, and holds until then


def body_from(kind: Kind, raw: object) -> Body:
    """Read one row of a card of `kind` from JSON-like data.

    Raises msgspec.ValidationError naming the path of the first thing that does not fit.
    """
    return msgspec.convert(raw, BODY_OF[kind])
