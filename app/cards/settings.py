"""What an enterprise may set about its cards."""

from app.access.policy import ROLES, Role
from app.cards.plain import Limits
from app.risk.matrices import LEVELS
from app.settings.queries import value_of
from app.settings.registry import Setting, declare

REVIEW = "卡的评审和修订"
PLAIN = "卡的写法"
PUBLIC_KINDS = declare(
    Setting(
        key="cards.public_kinds",
        default=["risk", "operation", "duty"],
        label="扫码不登录也能看的卡",
        help="应急处置卡谁都能看，不能关。其余三张默认和墙上挂的一样，谁都能看。",
        group="卡",
        choices={"risk": "岗位风险清单", "operation": "岗位操作卡", "duty": "岗位职责清单"},
    )
)
DUTY_LIMIT = declare(
    Setting(
        key="cards.duty_limit",
        default=10,
        label="一个岗位最多几条职责",
        help="超过时提醒，不拦。",
        group="卡",
        unit="条",
        source="S20",
        low=1,
        high=99,
    )
)
LONGEST_CELL = declare(
    Setting(
        key="cards.longest_cell",
        default=80,
        label="一格最多写几个字",
        help="超过时提醒分成几条，不拦。",
        group=PLAIN,
        unit="字",
        source="S5",
        low=20,
        high=500,
    )
)
LONGEST_SENTENCE = declare(
    Setting(
        key="cards.longest_sentence",
        default=40,
        label="一句话最多写几个字",
        help="超过时提醒断开，不拦。",
        group=PLAIN,
        unit="字",
        source="S5",
        low=10,
        high=200,
    )
)
LONGEST_STEP = declare(
    Setting(
        key="cards.longest_step",
        default=12,
        label="应急处置一步“做什么”最多写几个字",
        help="超过时提醒把细节写到“怎么做”，不拦。",
        group=PLAIN,
        unit="字",
        source="S5",
        low=4,
        high=40,
    )
)
ROLE_NAMES: dict[str, str] = {
    role.value: rule.name for role, rule in ROLES.items() if role is not Role.PARK_OVERSEER
}
MAY_ASSESS = declare(
    Setting(
        key="cards.may_assess",
        default=[Role.TEAM_LEADER.value, Role.DEPARTMENT_HEAD.value],
        label="谁能签“评”（班组评审）",
        help="“辨”由在这个岗位上班的人签。",
        group=REVIEW,
        source="S3",
        choices=ROLE_NAMES,
    )
)
MAY_DETERMINE = declare(
    Setting(
        key="cards.may_determine",
        default=[Role.SAFETY_OFFICER.value],
        label="谁能签“定”（专家评审）",
        help="安环部门收集、把关。",
        group=REVIEW,
        source="S3、S26",
        choices=ROLE_NAMES,
    )
)
MAY_ASSIGN = declare(
    Setting(
        key="cards.may_assign",
        default=[Role.PRINCIPAL.value],
        label="谁能签“责”（批准）",
        help="一把手批准。一个人写的卡，不能由他自己批准。",
        group=REVIEW,
        source="S26",
        choices=ROLE_NAMES,
    )
)
PARTICIPANTS = declare(
    Setting(
        key="cards.participants",
        default=1,
        label="发布前，至少几个在岗的人签过“辨”",
        help="岗位上的人没参加，卡不能发布。",
        group=REVIEW,
        unit="人",
        source="S5",
        low=1,
        high=20,
    )
)
LEAST_CONTROLLED = 2  # 橙: no setting lets it go without controls and an owner (S33)
CONTROLLED_LEVEL = declare(
    Setting(
        key="cards.controlled_level",
        default=2,
        label="几级以上的风险，必须写管控措施和责任人",
        help="1 级最重。没写的不能发布。",
        group=REVIEW,
        unit="级",
        source="S33",
        low=LEAST_CONTROLLED,
        high=5,
    )
)
RENEWAL_DAYS = {
    kind: declare(
        Setting(
            key=f"cards.renewal_days_{kind}",
            default=days,
            label=f"{name}隔多久重新看一遍",
            help="从发布那天算起，到日子自动开一个修订任务。0 表示不自动开。",
            group=REVIEW,
            unit="天",
            source=source,
            low=0,
            high=3650,
        )
    )
    for kind, name, days, source in (
        ("risk", "风险清单", 365, "S32"),
        ("duty", "职责清单", 365, "S26"),
        ("operation", "操作卡", 365, ""),
        ("emergency", "应急处置卡", 365, ""),
    )
}
RENEWAL_TIME = declare(
    Setting(
        key="cards.renewal_time",
        default=30,
        label="修订任务给几天做完",
        group=REVIEW,
        unit="天",
        low=1,
        high=365,
    )
)
LEVEL_ACTS = {
    number: declare(
        Setting(
            key=f"cards.level_{number}_acts",
            default=level.acts,
            label=f"{number} 级（{level.words}）由谁管",
            group="风险",
            source="S33",
        )
    )
    for number, level in LEVELS.items()
}


def limits_at(path: str) -> Limits:
    """From what length on a card of this unit is advised on (S5)."""
    return Limits(
        cell=value_of(LONGEST_CELL, path),
        sentence=value_of(LONGEST_SENTENCE, path),
        step=value_of(LONGEST_STEP, path),
        duties=value_of(DUTY_LIMIT, path),
    )
