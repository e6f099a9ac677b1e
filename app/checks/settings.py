"""What an enterprise may set about its checks."""

from app.settings.registry import Setting, declare

AHEAD_DAYS = declare(
    Setting(
        key="checks.ahead_days",
        default=45,
        label="手机里提前放几天的检查",
        help="没信号的日子也要知道哪天该查什么。",
        group="检查",
        unit="天",
        low=2,
        high=60,
    )
)
BACK_HOURS = declare(
    Setting(
        key="checks.back_hours",
        default=48,
        label="过了时间的检查，手机里再留多久",
        help="留着还能补做，补做的算迟了。",
        group="检查",
        unit="小时",
        low=0,
        high=240,
    )
)
LATE_DELIVERY_HOURS = declare(
    Setting(
        key="checks.late_delivery_hours",
        default=24,
        label="做完多久才送到，要标出来",
        help="只是标出来：做得准时就算准时，什么时候有信号不怪人。",
        group="检查",
        unit="小时",
        low=1,
        high=720,
    )
)
ASKS_POSITION = declare(
    Setting(
        key="checks.asks_position",
        default=False,
        label="检查时记下手机的位置",
        help="手机可以不给，不给也能查。",
        group="检查",
    )
)
