"""What an enterprise may set about learning new versions of cards."""

from app.settings.registry import Setting, declare

LEARN_DAYS = declare(
    Setting(
        key="learning.days",
        default=7,
        label="新卡几天内要学完",
        help="从起用那天算，后来上岗的从上岗那天算。过了没学，名单里标“过期”。不拦人干活。",
        group="学新卡",
        unit="天",
        source="S5、S26",
        low=1,
        high=365,
    )
)
