"""Pages of review: what waits for whom, one version with its signatures, signing, giving back, publishing."""

from app.cards.signing import acting, looking, publishing
from app.cards.signing.parts import blueprint

__all__ = ["acting", "blueprint", "looking", "publishing"]
