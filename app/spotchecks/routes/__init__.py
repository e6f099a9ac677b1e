"""Pages of 抽背: how many know their cards, what was held, one 抽背 with what was said."""

from app.spotchecks.routes import checks, people
from app.spotchecks.routes.parts import blueprint

__all__ = ["blueprint", "checks", "people"]
