"""What an enterprise may set about its cards."""

from app.risk.matrices import LEVELS
from app.settings.registry import Setting, declare

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
