"""What an enterprise may set about 抽背."""

from app.settings.registry import Setting, declare

GROUP = "抽背"
PASS_PERCENT = declare(
    Setting(
        key="spotchecks.pass_percent",
        default=80,
        label="说到多少算会了",
        help="要紧的几条一条都不能少。",
        group=GROUP,
        unit="%",
        low=50,
        high=100,
    )
)
VALID_DAYS = declare(
    Setting(
        key="spotchecks.valid_days",
        default=90,
        label="抽背过了，几天内算数",
        help="算应知应会率用。全企业一个数。",
        group=GROUP,
        unit="天",
        low=7,
        high=730,
    )
)
ASKS_SIGNATURE = declare(
    Setting(
        key="spotchecks.asks_signature",
        default=False,
        label="抽背完要本人签名",
        help="不要签名，本人在手机上点一下“我确认”。",
        group=GROUP,
    )
)
