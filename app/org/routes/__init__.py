"""The console (管理后台): pages of units, posts, people, roles, sign-in keys, settings and the audit."""

from app.org.routes import audit, holders, home, keys, people, posts, roles, roster, settings, stays, units
from app.org.routes.parts import blueprint

__all__ = [
    "audit",
    "blueprint",
    "holders",
    "home",
    "keys",
    "people",
    "posts",
    "roles",
    "roster",
    "settings",
    "stays",
    "units",
]
