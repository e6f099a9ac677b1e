"""Pages of hazards (隐患) and of stops of work (停工)."""

from app.hazards.routes import hazards, stops
from app.hazards.routes.parts import blueprint

__all__ = ["blueprint", "hazards", "stops"]
