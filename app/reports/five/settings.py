"""What an enterprise may set about 今天五件事: how much each rule weighs, and from when on it speaks."""

from app.settings.registry import Setting, declare

GROUP = "今天五件事"


def _weight(rule: str, label: str, default: int, more: str = "") -> Setting[int]:
    text = f"越大越靠前，0 就不列。{more}"
    return declare(
        Setting(
            key=f"five.weight_{rule}",
            default=default,
            label=f"分量：{label}",
            help=text,
            group=GROUP,
            unit="分",
            low=0,
            high=100,
        )
    )


def _number(  # noqa: PLR0917 (what a setting is made of)
    key: str, label: str, default: int, unit: str, high: int, text: str = ""
) -> Setting[int]:
    return declare(
        Setting(
            key=f"five.{key}",
            default=default,
            label=label,
            help=text,
            group=GROUP,
            unit=unit,
            low=1,
            high=high,
        )
    )


WEIGHT_STOP = _weight("stop", "停工还没复工", 60)
WEIGHT_MISSED = _weight("missed", "红色、橙色岗位没检查", 50)
WEIGHT_OVERDUE = _weight("overdue", "隐患过了时限没改好", 40)
WEIGHT_GAP = _weight("gap", "手机上有记录没送到", 25)
WEIGHT_WAITING = _weight("waiting", "隐患等登记、验收、销号", 20)
WEIGHT_WEAK = _weight("weak", "班组题背得不熟", 8)
WEIGHT_SPOT = _weight("spot", "班组很久没抽背", 6)
WEIGHT_UNREAD = _weight("unread", "新卡没人看", 5)
WEIGHT_SILENT = _weight("silent", "手机很久没连上", 8)
WEIGHT_QUIET = _weight("quiet", "重点岗位的码没人扫", 5)

GAP_HOURS = _number(
    "gap_hours", "手机多少小时没连上，还有没送到的，才提", 12, "小时", 240, "刚做完的，等它自己送。"
)
GAP_DAYS = _number("gap_days", "停用的手机没送到的，提几天", 14, "天", 90, "过了就只在“还没送到的记录”里看。")
SILENT_DAYS = _number("silent_days", "手机几天没连上才提", 7, "天", 60)
WEAK_SHARE = _number("weak_share", "掌握不到多少算不熟", 60, "%", 100)
WEAK_DAYS = _number("weak_days", "上岗、换卡后几天才看背得熟不熟", 14, "天", 90, "题要背几天才背得完一遍。")
WEAK_REST = _number("weak_rest", "抽背过以后，背得不熟的几天不提", 7, "天", 60, "过了这些天还是不熟，再提。")
SPOT_DAYS = _number("spot_days", "班组几天没抽背才提", 30, "天", 365, "只提有重点岗位的班组。")
WAITING_DAYS = _number(
    "waiting_days",
    "隐患等几天没人办，上面的也提",
    2,
    "天",
    60,
    "先只提离得最近、能办的人；很危险的、重大的，能办的都提。",
)
UNREAD_DAYS = _number("unread_days", "卡生效几天还没看才提", 3, "天", 60)
QUIET_DAYS = _number("quiet_days", "重点岗位几天没人扫码、没人看卡才提", 7, "天", 60)
