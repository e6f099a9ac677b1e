"""What a file would do: posts are matched or proposed, never guessed, and nothing of anybody's is overwritten unasked."""

import pytest

from app.cards import actions as cards
from app.cards import reviewing
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, cards_of, draft, published_of
from app.cards.schemas import DutyRow, Head, Kind, ScenarioRow, Step
from app.core.errors import Conflict, Invalid
from app.exchange.bringing.carrying import carry_out
from app.exchange.bringing.plan import BringPlan, CardFate, plan
from app.exchange.reading.schemas import Outcome, Question, Reading
from app.org import actions as org
from app.org.queries import posts
from tests.exchange.bringing.builders import card, duties, reading
from tests.exchange.test_importing import counts
from tests.world import World


def carry(world: World, found: Reading, **answers: str) -> BringPlan:
    made = carry_out(found, world.mine, answers=answers.get("given", answers), by=world.admin.id)
    assert made is not None
    return made


def drafted(world: World, post: object, kind: Kind = Kind.DUTY) -> CardVersion:
    """The draft that a card holds."""
    world.forget()
    found = next(one for one in cards_of(post.id) if one.kind == kind)
    made = draft(found)
    assert made is not None
    return made


def only(made: BringPlan) -> Question:
    (found,) = made.open
    return found


def test_a_post_is_found_by_its_title_however_it_is_spaced(world: World) -> None:
    made = plan(reading(card("一号 破碎机操作岗", duties("查罩"))), world.mine)
    assert (made.outcome, made.questions) == (Outcome.IMPORT, [])
    assert made.cards[0].target.post.id == world.crusher_id
    assert made.cards[0].fate is CardFate.NEW


def test_a_post_like_another_is_asked_about_and_never_taken_for_it(world: World) -> None:
    found = reading(card("一号破碎机岗", duties("查罩")))
    question = only(plan(found, world.mine))
    assert [one.value for one in question.options] == [str(world.crusher_id), "new", "skip"]
    with pytest.raises(Conflict, match="1 个问题"):
        carry(world, found)
    carry(world, found, given={question.key: str(world.crusher_id)})
    assert [body.duty for _, body in bodies_of(drafted(world, world.crusher))] == ["查罩"]


def test_a_post_like_no_other_is_made_unless_somebody_says_otherwise(world: World) -> None:
    found = reading(card("焊工", duties("动火办票"), unit="机修车间"))
    made = plan(found, world.mine)
    assert (made.outcome, [one.title for one in made.new_posts]) == (Outcome.IMPORT, ["焊工"])
    assert made.questions[0].answer == "new"
    left_out = plan(found, world.mine, {made.questions[0].key: "skip"})
    assert (left_out.changes, left_out.cards[0].fate) == (False, CardFate.SKIPPED)
    carry(world, found)
    world.forget()
    welder = next(one for one in posts([world.mine.path]) if one.title == "焊工")
    assert welder.unit.name == "机修车间"


def test_the_unit_tells_two_posts_of_one_title_apart(world: World) -> None:
    other = org.add_post(unit=world.hauling, title=world.crusher.title, by=None)
    question = only(plan(reading(card(world.crusher.title, duties("查罩"))), world.mine))
    assert {one.value for one in question.options} == {str(world.crusher_id), str(other.id), "skip"}
    made = plan(reading(card(world.crusher.title, duties("查罩"), unit="运输车间")), world.mine)
    assert made.cards[0].target.post.id == other.id


def test_a_post_of_that_title_in_another_unit_is_asked_about(world: World) -> None:
    question = only(plan(reading(card("自卸车司机岗", duties("查车"), unit="破碎车间")), world.mine))
    assert [one.value for one in question.options][-2:] == ["new", "skip"]
    assert question.options[0].value == str(world.truck.id)


def test_without_an_enterprise_every_post_is_new(world: World) -> None:
    made = plan(reading(card("电工", duties("查线"))), None)
    assert (made.outcome, made.cards[0].fate) == (Outcome.IMPORT, CardFate.NEW)


def test_what_is_said_already_changes_nothing(world: World) -> None:
    found = reading(card("自卸车司机岗", duties("查车", "系好带")))
    carry(world, found)
    before = counts()
    made = carry(world, found)
    assert (made.cards[0].fate, made.changes, counts() == before) == (CardFate.SAME, False, True)


def test_another_order_of_the_same_rows_is_a_change(world: World) -> None:
    carry(world, reading(card("自卸车司机岗", duties("查车", "系好带"))))
    rows = [DutyRow(number="2", duty="系好带"), DutyRow(number="1", duty="查车")]
    assert plan(reading(card("自卸车司机岗", rows)), world.mine).cards[0].fate is not CardFate.SAME


def test_rows_keep_their_identity_over_an_import(world: World) -> None:
    world.publish(world.truck, Kind.DUTY)
    carry(
        world,
        reading(card("自卸车司机岗", [DutyRow(duty="班前检查设备", standard="两次"), DutyRow(duty="新的")])),
    )
    identities = [identity for identity, _ in bodies_of(drafted(world, world.truck))]
    assert identities[0] == "r1"
    assert len(set(identities)) == 2
    assert published_of(world.truck.id)[Kind.DUTY].number == 1


def test_a_form_without_telephone_numbers_does_not_take_them_away(world: World) -> None:
    world.publish(world.truck, Kind.EMERGENCY)
    head = published_of(world.truck.id)[Kind.EMERGENCY].head
    row = ScenarioRow(name="着火", steps=[Step(id="", who="谁看见谁做", act="喊人")])
    found = reading(card("自卸车司机岗", [row], Kind.EMERGENCY, head=Head(owner="李队长")))
    carry(world, found)
    made = drafted(world, world.truck, Kind.EMERGENCY).head
    assert made == head | {"owner": "李队长"}


def test_our_own_export_takes_away_what_was_taken_out_of_it(world: World) -> None:
    world.publish(world.truck, Kind.DUTY)
    carry(world, reading(card("自卸车司机岗", duties("查车"), ids=["r1"])))
    assert drafted(world, world.truck).head == {}


def test_the_draft_of_somebody_else_is_kept_or_replaced_as_they_say(world: World) -> None:
    cards.write_draft(
        world.truck, Kind.DUTY, Head(), [("r1", DutyRow(duty="我写的"))], source="", by=world.admin.id
    )
    found = reading(card("自卸车司机岗", duties("查车")))
    question = only(plan(found, world.mine))
    assert {one.value for one in question.options} == {"keep", "replace"}
    assert not carry(world, found, given={question.key: "keep"}).changes
    assert bodies_of(drafted(world, world.truck))[0][1].duty == "我写的"
    carry(world, found, given={question.key: "replace"})
    assert bodies_of(drafted(world, world.truck))[0][1].duty == "查车"


def test_a_card_in_review_stays_as_it_is(world: World) -> None:
    version = world.draft(world.truck, Kind.DUTY)
    reviewing.submit(version, by=world.admin.id)
    found = reading(card("自卸车司机岗", duties("查车")), card("焊工", duties("办票")))
    question = only(plan(found, world.mine))
    assert ("正在评审" in question.ask, [one.value for one in question.options]) == (True, ["skip"])
    made = carry(world, found, given={question.key: "skip"})
    assert [one.fate for one in made.cards] == [CardFate.SKIPPED, CardFate.NEW]


def test_two_parts_of_a_file_for_one_card_are_one_card_and_named(world: World) -> None:
    made = plan(
        reading(card("自卸车司机岗", duties("查车")), card("自卸车 司机岗", duties("系好带"))), world.mine
    )
    assert [len(one.rows) for one in made.cards] == [2]
    assert [one.code for one in made.warnings] == ["joined"]


def test_it_is_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()
    wrote = cards.write_draft

    def second_fails(post: object, *args: object, **named: object) -> CardVersion:
        if post.title == "自卸车司机岗":
            raise Invalid("写不进去")
        return wrote(post, *args, **named)

    monkeypatch.setattr(cards, "write_draft", second_fails)
    with pytest.raises(Invalid):
        carry(world, reading(card("焊工", duties("办票")), card("自卸车司机岗", duties("查车"))))
    world.forget()
    assert counts() == before


def test_an_answer_that_fits_nothing_is_told(world: World) -> None:
    made = plan(reading(card("自卸车司机岗", duties("查车"))), world.mine, {"plan:post:没有": "new"})
    assert [one.code for one in made.warnings] == ["answer"]


def test_a_closed_posts_card_is_not_written(world: World) -> None:
    org.close_post(world.truck, by=None)
    made = plan(reading(card("自卸车司机岗", duties("查车"))), world.mine)
    assert made.cards[0].target is None or made.cards[0].target.post is None


def test_importing_writes_drafts_and_publishes_nothing(world: World) -> None:
    carry(world, reading(card("自卸车司机岗", duties("查车"))))
    assert published_of(world.truck.id) == {}
    assert drafted(world, world.truck).source == "import"
