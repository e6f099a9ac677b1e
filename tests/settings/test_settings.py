"""Settings: declared values, overrides down the tree, the console's pages."""

import pytest
from flask import g

from app.access.settings import KEY_MINUTES, PASSWORD_LENGTH
from app.core import db
from app.core.errors import Invalid
from app.settings.actions import override, reset
from app.settings.queries import value_of
from app.settings.registry import Setting
from tests.world import World

FLAG = Setting(key="t.flag", default=True, label="开关")
LEVELS = Setting(key="t.levels", default=["a"], label="等级", choices={"a": "甲", "b": "乙"})
NAMES = Setting(key="t.names", default=["x"], label="名单")
ZONE = Setting(key="t.zone", default="one", label="哪个", choices={"one": "一", "two": "二"})
TEXT = Setting(key="t.text", default="", label="说明")
COUNT = Setting(key="t.count", default=5, label="几个", high=9, unit="个")


@pytest.mark.parametrize(
    ("setting", "text", "many", "value"),
    [
        (FLAG, "on", ["on"], True),
        (FLAG, "", [], False),
        (LEVELS, "b", ["b", "a"], ["a", "b"]),
        (LEVELS, "", [], []),
        (NAMES, "张三、 李四、", [], ["张三", "李四"]),
        (ZONE, "two", [], "two"),
        (TEXT, " 话 ", [], "话"),
        (COUNT, " 7 ", [], 7),
    ],
)
def test_what_is_typed_becomes_a_value(setting: Setting, text: str, many: list[str], value: object) -> None:
    assert setting.parse(text, many) == value


@pytest.mark.parametrize(
    ("setting", "text", "many"),
    [
        (LEVELS, "c", ["c"]),
        (ZONE, "three", []),
        (COUNT, "ten", []),
        (COUNT, "10", []),
        (KEY_MINUTES, "0", []),
        (KEY_MINUTES, "61", []),
        (TEXT, "长" * 2001, []),
        (TEXT, "a\x00b", []),
    ],
)
def test_what_does_not_fit_is_refused(setting: Setting, text: str, many: list[str]) -> None:
    with pytest.raises(Invalid):
        setting.parse(text, many)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        (FLAG, True, "开"),
        (LEVELS, ["a", "b"], "甲、乙"),
        (ZONE, "two", "二"),
        (COUNT, 7, "7 个"),
        (TEXT, "", "空"),
    ],
)
def test_values_in_words(setting: Setting, value: object, words: str) -> None:
    assert setting.words(value) == words


def test_the_nearest_override_holds_and_a_reset_goes_back(world: World) -> None:
    def held() -> list[int]:
        return [
            value_of(KEY_MINUTES, unit.path)
            for unit in (world.mine, world.crushing, world.crew, world.hauling)
        ]

    def set_on(unit: object, value: int) -> None:
        override(KEY_MINUTES, value, unit_id=unit.id, enterprise_id=world.mine.id, by=world.admin.id)

    assert held() == [10, 10, 10, 10]
    set_on(world.mine, 20)
    assert held() == [20, 20, 20, 20]
    set_on(world.crushing, 5)
    assert held() == [20, 5, 5, 20]
    reset(KEY_MINUTES, unit_id=world.crushing.id, enterprise_id=world.mine.id, by=world.admin.id)
    assert held() == [20, 20, 20, 20]
    reset(KEY_MINUTES, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    assert held() == [10, 10, 10, 10]


def test_a_parks_setting_holds_for_enterprises_that_do_not_see_the_park(world: World) -> None:
    override(KEY_MINUTES, 7, unit_id=world.park.id, enterprise_id=world.park.id, by=world.admin.id)
    g.scope = frozenset({world.mine.id})
    assert value_of(KEY_MINUTES, world.crew.path) == 7
    g.scope = db.EVERYWHERE
    page = world.client("administrator").get(f"/console/settings/{world.mine.id}").text
    assert "跟着上级单位" in page


def test_the_page_says_where_each_value_comes_from(world: World) -> None:
    override(KEY_MINUTES, 20, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    admin = world.client("administrator")
    assert admin.get("/console/settings").location == f"/console/settings/{world.mine.id}"
    own = admin.get(f"/console/settings/{world.mine.id}").text
    assert "20 分钟" in own and "这里自己定的" in own and "系统默认" in own
    below = admin.get(f"/console/settings/{world.crushing.id}").text
    assert "20 分钟" in below and "跟着甲矿" in below


def test_changing_and_resetting(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/settings/{world.crew.id}/{KEY_MINUTES.key}"
    assert 'value="10"' in admin.get(where).text
    admin.post(where, data={"value": "15"})
    assert value_of(KEY_MINUTES, world.crew.path) == 15
    assert "恢复" in admin.get(where).text
    admin.post(f"{where}/reset")
    assert value_of(KEY_MINUTES, world.crew.path) == 10
    assert admin.get(f"/console/settings/{world.crew.id}/no.such").status_code == 404


def test_a_wrong_value_is_shown_again_with_the_reason(world: World) -> None:
    where = f"/console/settings/{world.mine.id}/{PASSWORD_LENGTH.key}"
    answer = world.client("administrator").post(where, data={"value": "4"})
    assert answer.status_code == 422
    assert "不能小于 8" in answer.text and 'value="4"' in answer.text


def test_officers_read_and_do_not_write(world: World) -> None:
    officer = world.client("safety_officer")
    assert officer.get(f"/console/settings/{world.mine.id}").status_code == 200
    where = f"/console/settings/{world.mine.id}/{KEY_MINUTES.key}"
    assert officer.get(where).status_code == 403
    assert officer.post(where, data={"value": "15"}).status_code == 403
    assert officer.post(f"{where}/reset").status_code == 403


def test_every_declared_setting_can_be_opened_and_saved_as_it_is(world: World) -> None:
    from app.settings.registry import declared

    admin = world.client("administrator")
    for setting in declared():
        where = f"/console/settings/{world.mine.id}/{setting.key}"
        assert admin.get(where).status_code == 200
        same = setting.default
        if isinstance(same, list) and not setting.choices:
            same = "、".join(same)
        data = {"value": "on" if same is True else same} if same is not False else {}
        assert admin.post(where, data=data).status_code == 302, setting.key
        assert value_of(setting, world.mine.path) == setting.default
