"""What an enterprise may set about records that phones send."""

from app.settings.registry import Setting, declare

CLOCK_MINUTES = declare(
    Setting(
        key="sync.clock_minutes",
        default=5,
        label="手机时间差多少分钟要标出来",
        help="手机的钟和服务器差得比这多，记录照收，只是标上“手机时间不准”。",
        group="手机记录",
        unit="分钟",
        low=1,
        high=1440,
    )
)
AFTER_SIGN_OUT_HOURS = declare(
    Setting(
        key="sync.after_sign_out_hours",
        default=24,
        label="退出登录以后多少小时内做的记录照收",
        help="超过这么久的先搁置，等人核对。",
        group="手机记录",
        unit="小时",
        low=0,
        high=168,
    )
)
