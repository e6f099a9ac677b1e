"""What a line above a table says: whose card it is, of which kind, in which situation."""

import re
import unicodedata
from dataclasses import dataclass

from app.cards.schemas import Kind
from app.exchange.pasted_cells import squash
from app.exchange.reading.text import marked
from app.exchange.reading.words import ACCIDENTS, HEAD, ROLES, many

LONGEST = 46  # characters of a line that can be a title
LONGEST_POST = 24
LONGEST_PAIRS = 400
_CLAUSE = re.compile(r"[。；;！!？?，,]")
_LEAD = re.compile(
    r"^(?:(附件|附表|附录|表|第)[\d一二三四五六七八九十\-—.]*[章节部分项]*[:：、.\s]*"
    r"|\d{1,2}(?:\.\d{1,2})*\s+(?=[一-鿿])(?![号级台班线期]))"
)
_METHOD = re.compile(r"[(\[【](?:JHA|SCL|LEC|LS|MES|PHA|HAZOP|[+/、和\s]|法)+[)\]】]")
_KINDS: tuple[tuple[Kind | None, str], ...] = (
    (None, r"(安全)?(生产)?(责任)?(工作)?[“\"]?(两单两卡|双单双卡|两单一卡|一单两卡|四张卡)[”\"]?(汇编|手册)?"),
    (
        Kind.EMERGENCY,
        r"(安全)?(事故)?(现场)?(突发事件)?(应急处置|应急救援|应急处理|应急|现场处置)"
        r"(措施|方案|程序|步骤|要点|流程|卡片|卡)+|(应急处置|现场处置)$",
    ),
    (
        Kind.RISK,
        r"(安全)?(生产)?(主要)?(风险点|风险|危险源|危险和有害因素|危险有害因素|危害因素|危险因素|工作危害|安全检查表?分析)"
        r"((和|与|及)?(分级|管控|辨识|评价|评估|分析|点|识别|因素|控制|告知|公告|信息|措施|排查|登记|汇总|基础|防控|记录))*"
        r"(清单|台账|一览表|登记表|告知卡|告知牌|告知书|公告栏|公示牌|记录表|信息卡|卡片|卡|表|辨识|分析|评价|评估|记录)"
        r"|^(JHA|LEC|SCL)?(安全)?(岗位)?风险$",
    ),
    (
        Kind.OPERATION,
        r"(标准)?(安全)?(技术)?(标准化)?(操作卡|操作规程|作业卡|作业指导书|操作程序|操作步骤|作业程序|作业步骤|操作流程|作业流程|操作票"
        r"|作业标准|操作标准|操作要点|作业指导卡|操作指导卡)(卡|票)?",
    ),
    (
        Kind.DUTY,
        r"(一岗双责)?(安全)?(生产)?(工作)?(职责|责任|履职|岗责)(任务|及到位标准|和到位标准|与到位标准|到位|落实)?(清单|制|一览表|表|卡|书)"
        r"|(安全|岗位|安全生产|工作|主要)(职责|责任)(清单|一览表|表|卡)?",
    ),
)  # fmt: skip
_KIND_OF = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_AFTER = re.compile(
    r"^(及.*|与.*|和.*|(表|卡|清单|一览表|汇总|示例|范本|样表|模板|内容|如下|\d+)?([（(]?续表?[)）]?)?)[:：]?$"
)
_OF = re.compile(r"^[-—–_:：·(（\[【]+(?P<post>[^()（）\[\]【】]+)[)）\]】]?$")
_COMPANY = re.compile(r"^.*?(有限责任公司|股份有限公司|有限公司|集团公司|分公司|公司|集团)")
_UNIT = re.compile(r"^(?P<unit>.{1,14}?(车间|部门|分厂|工段|工区|[部科厂矿队室]))[\s\-—_/·:：]+(?P<post>.+)$")
_UNIT_OF_POST = re.compile(
    r"^(?P<unit>[一-鿿\d]{2,8}?(?:车间|工区|工段|分厂))(?P<post>[一-鿿]{2,10})$"
)  # 采矿车间凿岩工
_LEADER = re.compile(
    r"^(?:正|副|常务)*(?:主任|厂长|经理|主管|领导|段长|区长|书记|负责人)$|^(?:员工|职工|人员)$"
)
_CALLED = re.compile(r"^(?:适用)?(?:岗位|工种)(?:名称)?[:：]")
_UNITS = re.compile(r"(车间|部门|分厂|[部科厂矿室]|中心|工段|工区)$")
_ENDS = re.compile(r"(岗位|作业岗位)?(安全)?(生产)?(的)?$")
_THING = re.compile(
    r"((?<!司)机|炉|泵|机床|车床|铣床|磨床|罐|釜|塔|窑|锅炉|设备|设施|装置|系统|压力容器"
    r"|作业|检修|维修|停送电|吊装|动火|拆装|拆除|清仓|有限空间|受限空间)$"
)
_VERBS = re.compile(
    r"执行|遵守|落实|建立|制定|熟悉|掌握|负责(?!人)|参加|学习|严格|及时|必须|做好|组织|进行|根据|履行|开展|接受|佩戴|对|按"
)
_EVENT = re.compile(
    r"(困人|被困|着火|起火|失火|漏[电气油水]|超[压温限]|晕倒|走失|涌水|突水|失控|溢出|伤人|咬伤|断[绳带电])$"
)
_ACTS = re.compile(r"立即|报告|通知|停止|停机|停电|关闭|切断|撤离|疏散|拨打|联系")
_NOT_A_POST = frozenset(
    many(
        "岗位 本岗位 各岗位 一线岗位 重点岗位 全员 企业 公司 安全 生产 作业 现场 班组 车间 部门 主要 单位 本单位 一线 从业人员 员工 岗位员工 一线岗位从业人员 "
        "标准 标准化 关键岗位 所有岗位 典型 常见 事故 突发事件 日常 一般 重大 通用"
    )
)  # fmt: skip


@dataclass(frozen=True)
class Title:
    """A line read as a title. `broad`: it names a post whose cards follow, not one card."""

    post: str = ""
    unit: str = ""
    kind: Kind | None = None
    situation: str = ""  # 触电事故
    company: str = ""
    broad: bool = False
    thing: str = ""  # a machine or a work, where it names no post: 和面机, 动火作业


def title_of(text: str, *, sure: bool = False) -> Title | None:
    """The line as a title: 皮带工岗位风险清单, 一、电工, 应急处置措施. `sure`: the file calls it a heading."""
    line = unicodedata.normalize("NFKC", text).strip().strip("《》〈〉*#")
    style, _, bare = marked(_METHOD.sub("", _LEAD.sub("", line)))
    if not bare or len(squash(bare)) > LONGEST or _CLAUSE.search(bare):
        return None
    found = _kind_in(bare)
    if found is not None:
        return _with_kind(*found)
    if bare.endswith((":", "：")):
        return None
    return _post_only(bare, sure=sure or style in ("han", "han_bracket") or bare.endswith("岗位"))


def _kind_in(bare: str) -> tuple[Kind | None, str, str] | None:
    """The kind that a line names last, what stands before it and what behind."""
    best: tuple[Kind | None, str, str] | None = None
    for kind, pattern in _KIND_OF:
        for found in pattern.finditer(squash_keep(bare)):
            before, after = squash_keep(bare)[: found.start()], squash_keep(bare)[found.end() :]
            if not _AFTER.match(after.strip()) and not _OF.match(after.strip()):
                continue
            if _VERBS.search(before):
                continue
            if best is None or len(before) < len(best[1]) or kind is None:
                best = (kind, before, after.strip())
    return best


def squash_keep(text: str) -> str:
    """The text with single blanks for its runs of white space; none between the characters of a spread title."""
    parts = text.split()
    return "".join(parts) if parts and all(len(part) <= 2 for part in parts) else " ".join(parts)


def _with_kind(kind: Kind | None, before: str, after: str) -> Title | None:
    behind = _OF.match(after)
    company, rest = _company(before)
    unit, post = _unit(_clean(rest))
    named = _clean(_CALLED.sub("", behind["post"])) if behind else ""
    if named and after.startswith((":", "：")) and not _may_follow(named):
        return None
    situation = ""
    if is_situation(post):
        post, situation = "", post
    if is_situation(named):
        named, situation = "", named
    elif named and (not post or not is_role(post)) and is_role(named):
        unit, post, named = unit or post, named, ""
    if len(post) > LONGEST_POST:
        return None
    if kind and not named and _THING.search(post) and not re.search(r"岗位?|工种", before + post):
        return Title("", unit, kind, situation, company, thing=post)
    return Title(post, unit, kind, situation, company, broad=kind is None and bool(post))


def _may_follow(named: str) -> bool:
    """Whether what stands behind a title's colon is a post or a situation, and no text of the card: 应急措施：立即停机."""
    return is_situation(named) or (is_role(named) and len(named) <= 10 and not _ACTS.search(named))


def _post_only(bare: str, *, sure: bool) -> Title | None:
    company, rest = _company(bare)
    unit, post = _unit(_clean(rest))
    if not sure or not post or len(post) > 15 or _VERBS.search(post) or is_situation(post):
        return None
    if not is_role(post) and not bare.endswith("岗位"):
        return None
    return Title(post, unit, None, "", company, broad=True)


def _company(text: str) -> tuple[str, str]:
    found = _COMPANY.match(text)
    return (squash(found.group()), text[found.end() :]) if found else ("", text)


def _unit(text: str) -> tuple[str, str]:
    """A department before a post, where a blank or a dash parts them; a bare department names no post."""
    found = _UNIT.match(text)
    if found:
        return found["unit"], _clean(found["post"])
    post = squash(text)
    within = _UNIT_OF_POST.match(post)
    if within and is_role(within["post"]) and not _LEADER.search(within["post"]):
        return within["unit"], within["post"]
    return (post, "") if _UNITS.search(post) else ("", post)


def post_and_unit(text: str) -> tuple[str, str]:
    """机电车间/电工 as a post and its department; any other text is a post."""
    found = _UNIT.match(text)
    return (found["post"].strip(), found["unit"]) if found and is_role(found["post"]) else (text, "")


def _clean(text: str) -> str:
    bare = re.sub(r"\d{4}年度?", "", text).strip(" -—–_:：·、“”\"'《》()（）[]【】")
    bare = _ENDS.sub("", bare).strip(" -—–_:：·、“”\"'")
    return "" if squash(bare) in _NOT_A_POST else bare


def is_role(text: str) -> bool:
    """Whether a text ends as the titles of posts do: 皮带工, 绞车司机, 班长."""
    bare = re.sub(r"[（(].*[)）]$", "", squash(text)).rstrip("0123456789")
    return len(bare) >= 2 and bare[-1] in ROLES


def is_company(text: str) -> bool:
    """Whether a line is the name of an enterprise and nothing else."""
    bare = squash(text)
    return (
        4 <= len(bare) <= 30
        and bare.endswith(("公司", "集团", "厂", "矿", "矿山"))
        and not _CLAUSE.search(bare)
    )


def is_situation(text: str) -> bool:
    """Whether a text names an accident, not a post."""
    bare = squash(text)
    if _EVENT.search(bare):
        return True
    return (
        bool(bare)
        and not is_role(bare)
        and (
            bare.endswith(("事故", "时", "事件", "伤害", "情况", "险情"))
            or any(one in bare for one in ACCIDENTS)
        )
    )


_LABELS = {name: key for key, names in HEAD.items() for name in names}
_INLINE = {**_LABELS, "责任人": "owner", "编号": "approval"}


def label_of(text: str) -> str:
    """What a label says of the whole card: 岗位名称 → post; "" for any other text."""
    return _INLINE.get(squash(text).rstrip(":*："), "")


_PAIR = re.compile(
    r"(?<![一-鿿])("
    + "|".join(r"\s*".join(map(re.escape, name)) for name in sorted(_INLINE, key=len, reverse=True))
    + r")\s*[:：]"
)


def pairs_of(text: str) -> list[tuple[str, str, str]]:
    """A line of labels with values, 岗位：电工  部门：机电队, as (key, label, value); [] for any other line."""
    line = text.strip().strip("()（）")
    if len(line) > LONGEST_PAIRS or not _PAIR.match(line):
        return []
    found = list(_PAIR.finditer(line))
    edges = [one.start() for one in found[1:]] + [len(line)]
    return [
        (_INLINE[squash(one.group(1))], squash(one.group(1)), line[one.end() : edge].strip(" \t\n；;，,、_"))
        for one, edge in zip(found, edges, strict=True)
    ]
