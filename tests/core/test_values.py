"""Ids, moments, words and icons: the small things that everything stands on."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.core import assets, clock, db, words
from app.core.ids import new_id, parse_id, random_digits
from app.org.models import Installation
from tests.world import World

MORNING = datetime(2026, 11, 3, 0, 5, tzinfo=UTC)  # 8:05 in China


def test_ids_are_version_7_and_sort_by_age() -> None:
    made = [new_id() for _ in range(2000)]
    assert {one.version for one in made} == {7}
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(one.hex < other.hex for one, other in pairwise(made)), "as text, too: SQLite keeps them so"


def test_an_id_tells_its_millisecond() -> None:
    with time_machine.travel(MORNING, tick=False):
        made = new_id()
    found = datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
    assert abs(found - datetime.now(UTC)) < timedelta(days=1) or found == MORNING


@pytest.mark.parametrize("odd", ["", "x", "1" * 31, "岗位", "../..", "\0", "None"])
def test_what_is_no_id_is_none(odd: str) -> None:
    assert parse_id(odd) is None


def test_an_id_in_an_address_is_read_back() -> None:
    made = new_id()
    assert parse_id(str(made)) == parse_id(str(made).upper()) == made


def test_random_digits_are_digits_and_keep_their_zeros() -> None:
    made = [random_digits(6) for _ in range(500)]
    assert all(len(one) == 6 and one.isascii() and one.isdigit() for one in made)
    assert any(one.startswith("0") for one in made)


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("hour", "day"),
    [(datetime(2026, 11, 2, 15, 59, tzinfo=UTC), 2), (datetime(2026, 11, 2, 16, 0, tzinfo=UTC), 3)],
)
def test_a_day_begins_at_midnight_of_the_enterprise(hour: datetime, day: int) -> None:
    assert clock.day_in("Asia/Shanghai", hour) == date(2026, 11, day)
    assert clock.day_in("UTC", hour) == date(2026, 11, 2)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8))])
def test_a_moment_comes_back_aware_and_the_same(world: World, zone: timezone) -> None:
    world.change(world.installation, made_at=MORNING.astimezone(zone))
    world.forget()
    found = db.session().scalar(select(Installation.made_at))
    assert found == MORNING
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(world: World) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        world.change(world.installation, made_at=datetime(2026, 11, 3, 8, 5))
    with pytest.raises(StatementError, match="without a zone"):
        db.session().scalars(select(Installation).where(Installation.made_at > datetime(2026, 1, 1))).all()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-03 09:00+08:00", "今天 8:05"),
        ("2026-11-04 00:00+08:00", "11 月 3 日 8:05"),
        ("2027-01-01 00:00+08:00", "2026 年 11 月 3 日 8:05"),
    ],
)
def test_a_moment_is_said_as_people_say_it(app: Flask, now: str, said: str) -> None:
    with app.app_context(), time_machine.travel(datetime.fromisoformat(now), tick=False):
        assert words.moment(MORNING) == said


def test_a_moment_is_said_in_the_zone_of_the_page(app: Flask) -> None:
    with app.app_context(), time_machine.travel(MORNING, tick=False):
        g.zone = "UTC"
        assert words.moment(MORNING) == "今天 0:05"


def test_a_day_has_its_year_unless_it_is_this_one() -> None:
    on = date(2026, 3, 2)
    assert (words.day(on), words.day(on, date(2026, 9, 1))) == ("2026 年 3 月 2 日", "3 月 2 日")
    assert words.day(on, date(2027, 1, 1)) == "2026 年 3 月 2 日"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Linux; Android 9) … MicroMessenger/8.0", "微信"),
        ("Mozilla/5.0 (Phone; OpenHarmony) … HarmonyOS", "华为手机"),
        ("Mozilla/5.0 (Linux; Android 9)", "安卓手机"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0)", "苹果手机"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux 电脑"),
        ("", "一部设备"),
        ("<script>", "一部设备"),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, said: str) -> None:
    assert words.device(agent) == said


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("0000-8110", "00008110"),
        (" 120 ", "120"),
        ("+86 (139) 0000-0000", "+8613900000000"),
        ("８１１０", "8110"),
        ("8110/8111", "8110"),
        ("8110 转 5", "8110"),
        ("内线 8110", "8110"),
        ("119、120", "119"),
        ("在现场", ""),
        ("", ""),
        ("٣٣٣", ""),
        ("javascript:alert(1)", "1"),
    ],
)
def test_a_number_is_dialled_as_digits(number: str, dialled: str) -> None:
    assert words.dial(number) == dialled


def test_an_unknown_icon_is_the_warning_triangle_and_never_nothing() -> None:
    assert assets.icon_shape("no-such-icon") == assets.icon_shape("alert-triangle") != ""
    assert not assets.has_icon("no-such-icon")


def test_an_icon_is_decoration() -> None:
    assert 'aria-hidden="true"' in assets.icon("phone")


def test_a_missing_build_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(assets, "DIST", tmp_path)
    with pytest.raises(assets.NotBuilt, match="make build"):
        assets._read("manifest.json")
