"""What an enterprise may set about signing in."""

from app.settings.registry import Setting, declare

KEY_MINUTES = declare(
    Setting(
        key="access.key_minutes",
        default=10,
        label="登录码几分钟内有效",
        help="班长给员工看的二维码和 6 位码，过了这个时间就作废。",
        group="登录",
        unit="分钟",
        low=1,
        high=60,
    )
)
SESSION_DAYS = declare(
    Setting(
        key="access.session_days",
        default=90,
        label="几天不用就要重新登录",
        group="登录",
        unit="天",
        low=1,
        high=365,
    )
)
PASSWORD_LENGTH = declare(
    Setting(
        key="access.password_length",
        default=8,
        label="密码最少几位",
        group="登录",
        unit="位",
        low=8,
        high=64,
    )
)
# Named after hazards, where they began: an enterprise may have set them already.
ROLE_DOUBT_HOURS = declare(
    Setting(
        key="hazards.role_doubt_hours",
        default=24,
        label="角色收回后多久以内做的还算数",
        help="没信号的手机可能不知道角色收回了：照记，标上“当时没有这个角色”。",
        group="权限",
        unit="小时",
        low=0,
        high=720,
    )
)
CLOCK_DOUBT_MINUTES = declare(
    Setting(
        key="hazards.clock_doubt_minutes",
        default=10,
        label="手机时间差多少就不拿它判断角色",
        group="权限",
        unit="分钟",
        low=1,
        high=1440,
    )
)
