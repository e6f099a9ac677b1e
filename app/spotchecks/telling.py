"""Telling whoever recited how it went: they alone, in words without blame."""

from collections.abc import Sequence

from app.access.queries import names_of
from app.core.clock import day_in
from app.notify.actions import tell
from app.org.models import Post
from app.org.queries import zone_of
from app.spotchecks.models import SpotAnswer, SpotCheck
from app.spotchecks.words import ABILITY_WORDS

TITLE = "抽背结果"


def of_result(made: SpotCheck, answers: Sequence[SpotAnswer], post: Post) -> None:
    """A message to the person, and to nobody else."""
    who = names_of([made.author_id]).get(made.author_id, "")
    day = day_in(zone_of(post.unit.path), made.held_at)
    body = f"{day.month} 月 {day.day} 日{who}抽背{post.title}。{_words(answers)}"
    tell(
        [made.account_id],
        enterprise_id=made.enterprise_id,
        kind="spotcheck",
        title=TITLE,
        body=body,
        about=made.id,
    )


def _words(answers: Sequence[SpotAnswer]) -> str:
    known = [ABILITY_WORDS[one.ability] for one in answers if one.passed]
    again = [ABILITY_WORDS[one.ability] for one in answers if not one.passed]
    parts = [f"{'、'.join(known)}都会了" if len(known) > 1 else f"{known[0]}会了"] if known else []
    parts += [f"{'、'.join(again)}再背一背"] if again else []
    return "，".join(parts) + "。"
