"""The form as data: nothing of a row is lost on its way through it, and what does not fit is told by field."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.cards.desk.form import FIELDS, head_fields
from app.cards.desk.forms import Box, blank, changed, empty, read_head, read_row, renamed, shown, typed
from app.cards.desk.widgets import FieldProblem
from app.cards.schemas import (
    BODY_OF,
    Body,
    Contact,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
)
from app.core.ids import new_id
from app.risk.matrices import grade, stated
from app.risk.schemas import Grade
from tests.world import sample_row

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
WORDS = st.lists(TEXT, max_size=4)
EXTRA = st.dictionaries(TEXT, TEXT, max_size=3)
OLD = Grade(method="LS", matrix="LS-0", inputs={"L": 9, "S": 9}, value=81, level=1)
GRADES = st.sampled_from(
    [None, stated(3), OLD, grade("LS", {"L": 4, "S": 5}), grade("LEC", {"L": 0.5, "E": 3, "C": 15})]
)
BODIES: dict[Kind, st.SearchStrategy[Body]] = {
    Kind.EMERGENCY: st.builds(
        ScenarioRow,
        name=TEXT,
        steps=st.lists(st.builds(Step, id=TEXT, who=TEXT, act=TEXT, how=TEXT, icon=TEXT), max_size=3),
        never=WORDS,
        supplies=WORDS,
        notes=WORDS,
        icon=TEXT,
        extra=EXTRA,
    ),
    Kind.RISK: st.builds(
        RiskRow,
        point=TEXT,
        hazard=TEXT,
        accidents=WORDS,
        before=GRADES,
        after=GRADES,
        measures=st.lists(
            st.builds(Measure, id=TEXT, text=TEXT, kind=st.sampled_from(["", "管理", "应急处置"])), max_size=3
        ),
        signs=WORDS,
        extra=EXTRA,
    ),
    Kind.OPERATION: st.builds(
        OperationRow,
        procedure=TEXT,
        phase=st.sampled_from(["前", "中", "后", ""]),
        step=st.sampled_from(["做", "确认", ""]),
        forbidden=WORDS,
        extra=EXTRA,
    ),
    Kind.DUTY: st.builds(DutyRow, duty=TEXT, number=TEXT, rights=TEXT, extra=EXTRA),
}
ROWS = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), BODIES[kind]))


def sent(boxes: list[Box]) -> MultiDict[str, str]:
    """What a browser sends of a form: line breaks become two characters."""
    form: MultiDict[str, str] = MultiDict()
    for box in boxes:
        for part, texts in box.taken.items():
            name = f"{box.field.name}.{part}" if part else box.field.name
            form.setlist(name, [text.replace("\n", "\r\n") for text in texts])
    return form


def risk(**fields: Any) -> MultiDict[str, str]:
    form = sent(shown(FIELDS[Kind.RISK], sample_row(Kind.RISK)))
    for name, value in fields.items():
        form.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return form


@given(ROWS)
def test_a_row_that_is_only_looked_at_stays_exactly_as_it_is(found: tuple[Kind, Body]) -> None:
    kind, body = found
    assert read_row(kind, sent(shown(FIELDS[kind], body)), body) == body


@given(ROWS)
def test_what_was_typed_stands_in_the_form_when_it_comes_back(found: tuple[Kind, Body]) -> None:
    kind, body = found
    boxes = typed(FIELDS[kind], sent(shown(FIELDS[kind], body)))
    assert [box.text for box in boxes] == [
        box.text.replace("\n", "\r\n") for box in shown(FIELDS[kind], body)
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_a_row_has_its_place_in_the_form(kind: Kind) -> None:
    assert sorted(one.name for one in FIELDS[kind]) == sorted(BODY_OF[kind].__struct_fields__)


def test_every_field_of_a_head_has_its_place_where_it_says_something() -> None:
    full = Head(contacts=[Contact(name="a", number="1")], rights=["停"], summary="s")
    for kind in Kind:
        assert {one.name for one in head_fields(kind, full)} == set(Head.__struct_fields__)
        assert read_head(kind, sent(shown(head_fields(kind, full), full)), full) == full


def test_a_field_that_the_form_does_not_have_keeps_what_it_said() -> None:
    was = RiskRow(
        point="a", hazard="b", medium="煤气", extra={"场所": "机尾"}, measures=[Measure(id="m", text="t")]
    )
    read = read_row(Kind.RISK, MultiDict({"point": "改了"}), was)
    assert read == msgspec.structs.replace(was, point="改了")


def test_a_column_of_the_form_s_own_can_be_written_in() -> None:
    was = DutyRow(duty="a", extra={"依据": "第 3 条", "标准分": "5"})
    form = sent(shown(FIELDS[Kind.DUTY], was))
    form.setlist("extra.text", ["第 4 条", "5"])
    assert read_row(Kind.DUTY, form, was) == DutyRow(duty="a", extra={"依据": "第 4 条", "标准分": "5"})


def test_a_grade_is_scored_by_the_matrix_of_its_method() -> None:
    form = risk(after__method="LEC", after__LEC__L="0.5", after__LEC__E="6", after__LEC__C="15")
    read = read_row(Kind.RISK, form, sample_row(Kind.RISK))
    assert isinstance(read, RiskRow)
    assert read.after == grade("LEC", {"L": 0.5, "E": 6, "C": 15})
    assert read.before == grade("LS", {"L": 4, "S": 5})


def test_a_grade_can_be_given_directly_or_taken_away() -> None:
    form = risk(before__method="直接定级", before__level="2", after__method="")
    read = read_row(Kind.RISK, form, sample_row(Kind.RISK))
    assert isinstance(read, RiskRow)
    assert (read.before, read.after) == (stated(2), None)


def test_a_grade_of_an_older_matrix_is_kept_until_another_is_chosen() -> None:
    was = RiskRow(point="a", hazard="b", before=OLD)
    form = sent(shown(FIELDS[Kind.RISK], was))
    assert form["before.method"] == "keep"
    assert read_row(Kind.RISK, form, was) == was


@pytest.mark.parametrize(
    ("typed_in", "field", "words"),
    [
        ({"point": "长" * 101}, "point", "风险点太长了，最多 100 个字，现在 101 个"),
        ({"hazard": "坏\x00字"}, "hazard", "危险和有害因素里有不能用的字符"),
        ({"before__method": "LEC", "before__LEC__L": "1"}, "before", "固有风险还差 E、C 没选"),
        ({"after__LS__L": "9"}, "after", "现有风险：LS 的 L 只能是 1、2、3、4、5"),
        ({"after__method": "HAZOP"}, "after", "现有风险要重新选评价方法"),
        ({"after__method": "直接定级"}, "after", "现有风险还没选等级"),
        ({"after__method": "直接定级", "after__level": "9"}, "after", "现有风险没有这个等级"),
        ({"measures__kind": "别的"}, "measures", "管控措施第 1 条的哪一类没有这一项"),
        ({"signs": "\n".join(["当心"] * 61)}, "signs", "安全标志太多了，最多 60 条，现在 61 条"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(typed_in: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(FieldProblem) as told:
        read_row(Kind.RISK, risk(**typed_in), sample_row(Kind.RISK))
    assert (told.value.field, told.value.message) == (field, words)


def test_ticked_accidents_come_first_and_one_s_own_behind_them() -> None:
    box = next(
        one for one in shown(FIELDS[Kind.RISK], sample_row(Kind.RISK)) if one.field.name == "accidents"
    )
    assert (box.options[0], len(box.options)) == ("机械伤害", 20)
    read = read_row(
        Kind.RISK, risk(accidents=["机械伤害", "触电"], accidents__more="粉尘、噪声"), sample_row(Kind.RISK)
    )
    assert isinstance(read, RiskRow)
    assert read.accidents == ["机械伤害", "触电", "粉尘", "噪声"]


def test_a_measure_without_words_is_none_and_the_others_keep_their_identity() -> None:
    form = risk(measures__id=["m1", "x"], measures__text=["护罩拧紧", " "], measures__kind=["管理", "管理"])
    read = read_row(Kind.RISK, form, sample_row(Kind.RISK))
    assert isinstance(read, RiskRow)
    assert read.measures == [Measure(id="m1", text="护罩拧紧", kind="管理")]


def test_all_measures_can_be_taken_out() -> None:
    form = risk()
    for name in ("measures.id", "measures.text", "measures.kind"):
        del form[name]
    read = read_row(Kind.RISK, form, sample_row(Kind.RISK))
    assert isinstance(read, RiskRow)
    assert read.measures == []


@pytest.mark.parametrize(
    ("do", "acts"),
    [
        ("steps:up:1", ["大声喊人", "拉绳，停机", "断电，挂牌"]),
        ("steps:out:0", ["大声喊人", "断电，挂牌"]),
        ("steps:add", ["拉绳，停机", "大声喊人", "断电，挂牌", ""]),
        ("steps:out:9", ["拉绳，停机", "大声喊人", "断电，挂牌"]),
        ("nothing:add", ["拉绳，停机", "大声喊人", "断电，挂牌"]),
    ],
)
def test_without_a_script_the_buttons_of_steps_work_by_the_server(do: str, acts: list[str]) -> None:
    fields = FIELDS[Kind.EMERGENCY]
    form = changed(fields, sent(shown(fields, sample_row(Kind.EMERGENCY))), do)
    assert form.getlist("steps.act") == acts
    assert len(set(form.getlist("steps.id"))) == len(acts)


def test_a_row_under_a_new_identity_has_things_of_its_own_the_same_each_time() -> None:
    body, identity = sample_row(Kind.EMERGENCY), str(new_id())
    made = renamed(body, identity)
    assert isinstance(made, ScenarioRow)
    assert isinstance(body, ScenarioRow)
    assert made == renamed(body, identity)
    assert [one.act for one in made.steps] == [one.act for one in body.steps]
    assert not {one.id for one in made.steps} & {one.id for one in body.steps}


def test_an_empty_row_says_nothing() -> None:
    for kind in Kind:
        boxes = shown(FIELDS[kind], empty(kind))
        assert not any(box.says for box in boxes)
        assert read_row(kind, sent(boxes), empty(kind)) == empty(kind)
    group = next(one.group for one in FIELDS[Kind.RISK] if one.group)
    assert blank(group)["text"] == ""
