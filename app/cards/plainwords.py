"""The lexicon behind the advice on plain words: what says nothing, and what says it more simply. Pure data."""

import re
from collections.abc import Mapping, Sequence


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# A word that asks for effort > what to write in its place, where no thing follows it.
VAGUE: Mapping[str, str] = {
    "注意": "写清注意什么：看哪里，躲什么。",
    "重视": "写清做什么，多久做一次。",
    "加强": "写清做什么，多久做一次。",
    "强化": "写清做什么，多久做一次。",
    "认真": "写清做什么，做到什么样算好。",
    "做好": "写清做哪几件事。",
    "抓好": "写清做哪几件事。",
    "搞好": "写清做哪几件事。",
    "严格": "写清照哪一条做。",
    "切实": "写清做什么，做到什么样算好。",
    "确保": "写清怎么做，做到什么样算好。",
    "保证": "写清怎么做，做到什么样算好。",
    "提高": "写清学什么、练什么，多久一次。",
    "增强": "写清学什么、练什么，多久一次。",
    "落实": "写清谁做什么。",
    "杜绝": "写清不许做什么。",
}
# What may follow such a word without telling anybody what to do. A piece of a longer word leaves its rest over:
# of 安全带 the 带 remains, which is a thing.
EMPTY = _listed(
    "安全 生产 管理 工作 意识 责任 职责 措施 监督 监管 管控 防范 防护 警惕 要求 规定 制度 "
    "规程 规章 标准 规范 法律 法规 方针 政策 操作 作业 素质 按照 检查 巡检 巡查 巡视 排查 "
    "观察 执行 遵守 履行 贯彻 学习 负责 培训 教育 应急 处置 准备 健康 职业 环保 事故 违章 "
    "三违 发生 能力 水平 觉悟 思想 从业人员 人员 员工 职工 人身 个人 自己 自身 本职 本岗位 "
    "本岗 岗位 本单位 各项 各种 各类 一切 全面 有效 及时 到位 相关 有关 其他 方面 日常 "
    "现场 设备安全 设备正常 安全运行 正常运行 稳定运行 设施 国家 行业 上级 公司 单位 的 地 "
    "和 与 及 等 、 了 好 各"
)
# Doing words that need no 进行 in front of them.
ACTS = _listed(
    "检查 巡检 清理 清扫 清洗 维修 检修 维护 保养 处理 处置 更换 调整 操作 监测 检测 测量 "
    "确认 验收 救援 抢救 施救 急救 灭火 隔离 疏散 警戒 评估 试验 交接 登记 记录 考核 教育 "
    "培训 演练 报告 汇报 整改 通风 加固 断电"
)
# A stiff word (with what must not stand around it) > the word that is spoken.
STIFF: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"务必", "一定"),
        (r"切勿", "千万别"),
        (r"(?<![请切])勿", "别"),
        (r"(?<![地一双各对甲乙上下前官远])方可(?![以能])", "才能"),
        (r"如遇", "碰到"),
        (r"倘若", "如果"),
        (r"诸如", "比如"),
        (r"[无毋]须", "不用"),
        (r"(?<![必无毋胡触])须(?![知发根])", "要"),
        (r"(?<!平)均(?=[应须要需不已])", "都"),
        (r"亦(?=[不可应要须])", "也"),
        (r"(?<!立)即可", "就行"),
        (r"尚未", "还没"),
        (r"逐一", "一个一个"),
        (r"抵达", "到"),
        (r"何处", "哪里"),
        (r"(?<!安全|危害|风险)告知(?![书牌卡栏])", "告诉"),
    )
)
# What the act of an emergency step may not begin with: whoever does it, or the thing it is done to.
NOT_ACTS = _listed(
    "操作工 操作人员 班长 班组长 作业人员 现场 当班人员 值班人员 岗位人员 人员 员工 职工 工人 "
    "负责人 发现人 发现者 监护人 司机 主任 全体 所有 设备 机器 电源 阀门 事故 险情 情况 "
    "信息 伤员 伤者 火灾 应急处置 应急响应 应急救援 警戒区"
)
