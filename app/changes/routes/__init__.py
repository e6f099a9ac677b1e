"""Pages of change records (变更) and of renewals (修订任务)."""

from app.changes.routes import changes, recording, renewals
from app.changes.routes.parts import blueprint

__all__ = ["blueprint", "changes", "recording", "renewals"]
