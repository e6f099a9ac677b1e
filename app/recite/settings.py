"""What an enterprise may set about practice (背一背)."""

from app.settings.registry import Setting, declare

GROUP = "背一背"
QUESTIONS_A_DAY = declare(
    Setting(
        key="recite.questions_a_day",
        default=8,
        label="一天背几题",
        help="背完了还想背，可以接着背。",
        group=GROUP,
        unit="题",
        low=1,
        high=30,
    )
)
NEW_A_DAY = declare(
    Setting(
        key="recite.new_a_day",
        default=5,
        label="一天最多几道新题",
        help="到时间该再背的先背，剩下的才是新题。",
        group=GROUP,
        unit="题",
        low=1,
        high=30,
    )
)
MINUTES = declare(
    Setting(
        key="recite.minutes",
        default=5,
        label="跟员工说一天背几分钟",
        help="只是一句话；背多少看“一天背几题”。",
        group=GROUP,
        unit="分钟",
        low=1,
        high=30,
    )
)
RETENTION_EMERGENCY = declare(
    Setting(
        key="recite.retention_emergency",
        default=95,
        label="应急处置卡的题要记住多少",
        help="越高，同一题回来得越勤。",
        group=GROUP,
        unit="%",
        low=70,
        high=97,
    )
)
LONGEST_EMERGENCY = declare(
    Setting(
        key="recite.longest_emergency",
        default=30,
        label="应急处置卡的题最多隔几天再背",
        group=GROUP,
        unit="天",
        low=1,
        high=365,
    )
)
RETENTION = declare(
    Setting(
        key="recite.retention",
        default=90,
        label="其他三张卡的题要记住多少",
        help="越高，同一题回来得越勤。",
        group=GROUP,
        unit="%",
        low=70,
        high=97,
    )
)
LONGEST = declare(
    Setting(
        key="recite.longest",
        default=90,
        label="其他三张卡的题最多隔几天再背",
        group=GROUP,
        unit="天",
        low=1,
        high=365,
    )
)
