"""What an enterprise may set about its units and people."""

from zoneinfo import available_timezones

from app.settings.registry import Setting, declare

ZONE = declare(
    Setting(
        key="org.zone",
        default="Asia/Shanghai",
        label="时区",
        help="班次、日期按这个时区算。",
        group="单位",
        choices={zone: zone for zone in sorted(available_timezones()) if zone.startswith("Asia/")},
    )
)
