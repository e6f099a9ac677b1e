"""What an enterprise may set about hazards."""

from app.risk.matrices import LEVELS
from app.settings.registry import Setting, declare

GROUP = "隐患"
CATEGORIES = declare(
    Setting(
        key="hazards.categories",
        default=["机器防护", "用电", "高处", "防火", "通道", "别的"],
        label="隐患类型",
        help="报隐患时从这些里面选，用顿号隔开。",
        group=GROUP,
    )
)
LEADERS_TOLD = declare(
    Setting(
        key="hazards.leaders_told",
        default=10,
        label="一条隐患最多告诉几个管事的人",
        help="离得近的先告诉：先班组，再部门，再全矿。",
        group=GROUP,
        unit="人",
        low=1,
        high=100,
    )
)
_DAYS = {1: 1, 2: 3, 3: 7, 4: 15, 5: 30}
DUE_DAYS = {
    number: declare(
        Setting(
            key=f"hazards.due_days_{number}",
            default=_DAYS[number],
            label=f"{number} 级（{level.words}）的隐患几天内改好",
            help="登记时没填时限，就按这个算。没有等级的按 3 级算。" if number == 3 else "",
            group=GROUP,
            unit="天",
            low=1,
            high=365,
        )
    )
    for number, level in LEVELS.items()
}
UNGRADED = 3  # the level whose days hold for a hazard without one
CLOSED_DAYS = declare(
    Setting(
        key="hazards.closed_days",
        default=14,
        label="销号的隐患在手机上留几天",
        group=GROUP,
        unit="天",
        low=0,
        high=365,
    )
)
PHONE_MOST = declare(
    Setting(
        key="hazards.phone_most",
        default=200,
        label="一部手机最多放几条隐患",
        help="自己报的、交给自己改的先放。",
        group=GROUP,
        unit="条",
        low=20,
        high=2000,
    )
)
