"""Who gets in where: every route × every role, on a unit of one's own and on another department's.

To add a route, add one line to TABLE. The columns are the askers, in the order of WHO, twice: `own`, where
the unit is 破碎甲班 (every role of 甲矿 stands there or above), and `other`, where it is 运输车间, of another
department. `stranger` is 乙厂's administrator; the park's overseer looks into both enterprises.

    ok  let through: shown, done, or told that the empty form doesn't fit
    in  sent to sign in
    no  403, not theirs
    --  404, as if it weren't there

Leave `other` empty where the address names no row. What an address names is made by a method of Targets:
`<post_id>` by `a_post_id`, on the given unit. A POST that needs a form to get past 404 gets it in FORMS.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from app.access import actions as access
from app.access.phone_actions import end_keys
from app.access.phones import End
from app.access.policy import Role
from app.cards import reviewing
from app.cards.models import CardVersion, Stage
from app.cards.queries import mark_of, published_of
from app.cards.schemas import Kind
from app.changes.models import Change
from app.checks import actions as plans
from app.checks.models import Expectation
from app.core import blobs, db
from app.core.clock import now
from app.core.ids import new_id
from app.core.uploads import Photo
from app.exchange.bringing import carrying
from app.exchange.models import DutySheet
from app.exchange.schemas import DutyTable
from app.exchange.writing.workbook import template
from app.hazards import actions as hazards
from app.hazards.schemas import HazardReported, StopWorkDeclared
from app.labels import prints
from app.learning import actions as learning
from app.learning.schemas import CardLearnt
from app.org import actions as org
from app.org.models import Person, Post, Unit
from app.spotchecks import actions as spotchecks
from app.spotchecks.schemas import SpotcheckHeld
from app.sync.models import Op
from tests.changes import builders as changes
from tests.checks import builders as checks
from tests.conftest import make_app
from tests.hazards.stories import PHOTO
from tests.hazards.stories import by as made_by
from tests.spotchecks import builders as spot
from tests.sync.phones import Phone, hazard
from tests.world import PASSWORD, World

WHO = (
    "nobody",
    "worker",
    "team_leader",
    "department_head",
    "safety_officer",
    "principal",
    "administrator",
    "park_overseer",
    "stranger",
)
TABLE = """
#                                              own: nobody to stranger      other: nobody to stranger
GET  /                                        | ok ok ok ok ok ok ok ok ok |
GET  /sw.js                                   | ok ok ok ok ok ok ok ok ok |
GET  /manifest.webmanifest                    | ok ok ok ok ok ok ok ok ok |
GET  /healthz                                 | ok ok ok ok ok ok ok ok ok |

GET  /p/<token>                               | ok ok ok ok ok ok ok ok ok | ok ok ok ok ok ok ok ok ok
GET  /p/<token>/<kind>                        | ok ok ok ok ok ok ok ok ok | ok ok ok ok ok ok ok ok ok
GET  /c                                       | ok ok ok ok ok ok ok ok ok |
GET  /c/<code>                                | ok ok ok ok ok ok ok ok ok | ok ok ok ok ok ok ok ok ok

GET  /signin                                  | ok ok ok ok ok ok ok ok ok |
POST /signin                                  | ok ok ok ok ok ok ok ok ok |
GET  /signin/code                             | ok ok ok ok ok ok ok ok ok |
POST /signin/code                             | ok ok ok ok ok ok ok ok ok |
GET  /k/<secret>                              | ok ok ok ok ok ok ok ok ok |
POST /k/<secret>                              | ok ok ok ok ok ok ok ok ok |
POST /signout                                 | in ok ok ok ok ok ok ok ok |
GET  /password                                | in ok ok ok ok ok ok ok ok |
POST /password                                | in ok ok ok ok ok ok ok ok |
GET  /sessions                                | in ok ok ok ok ok ok ok ok |
POST /sessions/<session_id>/end               | in ok ok ok ok ok ok ok ok | in -- -- -- -- -- -- -- --
POST /sessions/end-others                     | in ok ok ok ok ok ok ok ok |

GET  /api/me                                  | ok ok ok ok ok ok ok ok ok |
GET  /api/five                                | in ok ok ok ok ok ok ok ok |
POST /api/five/later                          | in ok ok ok ok ok ok ok ok |
GET  /api/openapi.json                        | ok ok ok ok ok ok ok ok ok |
GET  /api/sync/manifest                       | in ok ok ok ok ok ok ok ok |
GET  /api/sync/bundles/<bundle>               | in ok ok ok ok ok ok ok ok | in -- -- -- -- -- -- -- --
POST /api/sync/keys                           | in ok ok ok ok ok ok ok ok |
POST /api/sync/keys/<key_id>/end              | in ok ok ok ok ok ok ok ok | in -- -- -- -- -- -- -- --
POST /api/sync/push                           | ok ok ok ok ok ok ok ok ok |
PUT  /api/blobs/<sha256>                      | -- -- -- -- -- -- -- -- -- | -- -- -- -- -- -- -- -- --

GET  /console/                                | in no ok ok ok ok ok ok ok |
GET  /console/units                           | in no ok ok ok ok ok ok ok |
GET  /console/units/<unit_id>                 | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/units/<unit_id>/children        | in no no no no no ok no -- | in no no no no no ok no --
POST /console/units/<unit_id>/children        | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/units/<unit_id>/name            | in no no no no no ok no -- | in no no no no no ok no --
POST /console/units/<unit_id>/name            | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/units/<unit_id>/place           | in no no no no no ok no -- | in no no no no no ok no --
POST /console/units/<unit_id>/place           | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/units/<unit_id>/closure         | in no no no no no ok no -- | in no no no no no ok no --
POST /console/units/<unit_id>/closure         | in no no no no no ok no -- | in no no no no no ok no --

GET  /console/posts                           | in no ok ok ok ok ok ok ok |
GET  /console/posts/new                       | in no no no no no ok no ok |
POST /console/posts/new                       | in no no no no no ok no ok |
GET  /console/posts/<post_id>                 | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/posts/<post_id>/details         | in no no no no no ok no -- | in no no no no no ok no --
POST /console/posts/<post_id>/details         | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/posts/<post_id>/closure         | in no no no no no ok no -- | in no no no no no ok no --
POST /console/posts/<post_id>/closure         | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/posts/<post_id>/holders         | in no no ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/holders         | in no no ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards           | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/posts/<post_id>/cards.<form>    | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/units/<unit_id>/cards.<form>    | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/posts/<post_id>/cards/<kind>    | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/posts/<post_id>/cards/<kind>/history | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/posts/<post_id>/cards/<kind>/changes | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
POST /console/posts/<post_id>/cards/<kind>/draft | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/head | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
PUT  /console/posts/<post_id>/cards/<kind>/draft/head | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/head | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/new | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/rows/<identity> | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
PUT  /console/posts/<post_id>/cards/<kind>/draft/rows/<identity> | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/rows/<identity> | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/rows/<identity>/place | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/rows/<identity>/removal | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/rows/<identity>/return | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/rows/<identity>/split | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/rows/<identity>/split | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/submission | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/submission | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/posts/<post_id>/cards/<kind>/draft/discard | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/posts/<post_id>/cards/<kind>/draft/discard | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/assignments/<assignment_id>/end | in no no ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/assignments/<assignment_id>/end | in no no ok ok ok ok no -- | in no no no ok ok ok no --

GET  /console/people                          | in no ok ok ok ok ok ok ok |
GET  /console/people/new                      | in no no no no no ok no ok |
POST /console/people/new                      | in no no no no no ok no ok |
GET  /console/people/<person_id>              | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/people/<person_id>/details      | in no no no no no ok no -- | in no no no no no ok no --
POST /console/people/<person_id>/details      | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/people/<person_id>/transfer     | in no no no no no ok no -- | in no no no no no ok no --
POST /console/people/<person_id>/transfer     | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/people/<person_id>/departure    | in no no no no no ok no -- | in no no no no no ok no --
POST /console/people/<person_id>/departure    | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/people/<person_id>/return       | in no no no no no ok no -- | in no no no no no ok no --
POST /console/people/<person_id>/return       | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/people/<person_id>/posts        | in no no ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/people/<person_id>/posts        | in no no ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/people/<person_id>/sign-out     | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/people/<person_id>/roles        | in no no no no no ok no -- | in no no no no no ok no --
POST /console/people/<person_id>/roles        | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/grants/<grant_id>/end           | in no no no no no ok no -- | in no no no no no ok no --
POST /console/grants/<grant_id>/end           | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/keys                            | in no ok ok ok ok ok no ok |
POST /console/people/<person_id>/key          | in no ok ok ok ok ok no -- | in no no no ok ok ok no --

GET  /console/roster                          | in no no no no no ok no ok |
GET  /console/roster/template                 | in no no no no no ok no ok |
POST /console/roster/preview                  | in no no no no no ok no ok |
POST /console/roster                          | in no no no no no ok no ok |

GET  /console/handin                          | in no ok ok ok ok ok no ok |
POST /console/handin                          | in no ok ok ok ok ok no ok |
GET  /console/gaps                            | in no ok ok ok ok ok ok ok |
GET  /console/review                          | in no no no ok ok ok no ok |
GET  /console/review/<row_id>                 | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/review/<row_id>/acceptance      | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/review/<row_id>/refusal         | in no no no ok ok ok no -- | in no no no ok ok ok no --

GET  /console/settings                        | in no no no ok ok ok ok ok |
GET  /console/settings/<unit_id>              | in no no no ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/settings/<unit_id>/<key>        | in no no no no no ok no -- | in no no no no no ok no --
POST /console/settings/<unit_id>/<key>        | in no no no no no ok no -- | in no no no no no ok no --
POST /console/settings/<unit_id>/<key>/reset  | in no no no no no ok no -- | in no no no no no ok no --
GET  /console/audit                           | in no no no no ok ok no ok |
GET  /console/audit/head                      | in no no no no ok ok no ok |

GET  /console/labels                          | in no ok ok ok ok ok no ok |
GET  /console/labels/<unit_id>                | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/labels/<unit_id>/sheet          | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/labels/<unit_id>/posters        | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/prints                          | in no ok ok ok ok ok no ok |
POST /console/prints/<print_id>/removal       | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/prints/<print_id>/return        | in no ok ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/labels/<unit_id>/missing        | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/labels/label/<label_id>/revocation | in no no no ok ok ok no -- | in no no no ok ok ok no --

GET  /console/hazards                         | in no ok ok ok ok ok ok ok |
GET  /console/hazards/<hazard_id>             | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
POST /console/hazards/<hazard_id>/steps       | in -- ok ok ok ok ok no -- | in -- -- -- ok ok ok no --
GET  /hazards/<hazard_id>/photos/<photo>      | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
GET  /console/stops                           | in no ok ok ok ok ok ok ok |
GET  /console/stops/<stop_id>                 | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
POST /console/stops/<stop_id>/lifting         | in -- ok ok ok ok ok no -- | in -- -- -- ok ok ok no --
GET  /stops/<stop_id>/photos/<photo>          | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
GET  /inbox                                   | in ok ok ok ok ok ok ok ok |
POST /inbox/read                              | in ok ok ok ok ok ok ok ok |

GET  /console/plans                           | in no no no ok ok ok no ok |
GET  /console/plans/new                       | in no no no ok ok ok no ok |
POST /console/plans/new                       | in no no no ok ok ok no ok |
GET  /console/plans/<plan_id>                 | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/plans/<plan_id>/details         | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/plans/<plan_id>/details         | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/plans/<plan_id>/items           | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/plans/<plan_id>/items           | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/plans/<plan_id>/preview         | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/plans/<plan_id>/on              | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/plans/<plan_id>/off             | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/plans/<plan_id>/off             | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/shifts                          | in no no no ok ok ok no ok |
GET  /console/shifts/new                      | in no no no ok ok ok no ok |
POST /console/shifts/new                      | in no no no ok ok ok no ok |
GET  /console/shifts/<system_id>              | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/shifts/<system_id>              | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/shifts/<system_id>/closure      | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/shifts/<system_id>/closure      | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/days                            | in no no no ok ok ok no ok |
POST /console/days                            | in no no no ok ok ok no ok |
GET  /console/days/<day>/return               | in no no no ok ok ok no ok | in no no no ok ok ok no ok
POST /console/days/<day>/return               | in no no no ok ok ok no ok | in no no no ok ok ok no ok
GET  /console/pauses                          | in no no ok ok ok ok no ok |
GET  /console/pauses/new                      | in no no ok ok ok ok no ok |
POST /console/pauses/new                      | in no no ok ok ok ok no ok |
GET  /console/pauses/<pause_id>/end           | in no no ok ok ok ok no -- | in no no no ok ok ok no --
POST /console/pauses/<pause_id>/end           | in no no ok ok ok ok no -- | in no no no ok ok ok no --
GET  /console/checks                          | in no ok ok ok ok ok ok ok |
GET  /console/checks/demanded                 | in no ok ok ok ok ok ok ok |
GET  /console/expectations/<expectation_id>/excuse | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /console/expectations/<expectation_id>/excuse | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /checks/<record_id>                      | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
GET  /checks/<record_id>.pdf                  | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
GET  /checks/<record_id>/photos/<photo>       | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --

GET  /console/five                            | in no ok ok ok ok ok ok ok |
POST /console/five/later                      | in no ok ok ok ok ok ok ok |
GET  /console/mastery                         | in no ok ok ok ok ok ok ok |
GET  /console/learning                        | in no ok ok ok ok ok ok ok |
GET  /console/learning/posts/<post_id>        | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/learning/posts/<post_id>/<kind>/<number> | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/learnings/<learning_id>/signature | in no ok ok ok ok ok ok -- | in no no no ok ok ok ok --
GET  /console/changes                         | in no ok ok ok ok ok no ok |
GET  /console/changes/new                     | in no no ok ok ok ok no ok |
POST /console/changes/new                     | in no no ok ok ok ok no ok |
GET  /console/changes/<change_id>             | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
POST /console/changes/<change_id>/withdrawal  | in -- no ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
GET  /console/changes/<change_id>/photos/<photo> | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
GET  /console/renewals                        | in no ok ok ok ok ok no ok |
GET  /console/renewals/<renewal_id>           | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
POST /console/renewals/<renewal_id>/closure   | in -- no ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
POST /console/renewals/<renewal_id>/owner     | in -- no ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
GET  /console/spotchecks                      | in no ok ok ok ok ok ok ok |
GET  /console/spotchecks/held                 | in no ok ok ok ok ok ok ok |
GET  /spotchecks/<spotcheck_id>               | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --
GET  /spotchecks/<spotcheck_id>/photos/<photo> | in -- ok ok ok ok ok ok -- | in -- -- -- ok ok ok ok --

GET  /console/board                           | in no ok ok ok ok ok ok ok |
GET  /console/board/list                      | in no ok ok ok ok ok ok ok |
GET  /console/board/window                    | in no -- -- -- -- -- -- -- |
GET  /console/ledgers/checks.xlsx             | in no ok ok ok ok ok ok ok |
GET  /console/ledgers/demanded.xlsx           | in no ok ok ok ok ok ok ok |
GET  /console/ledgers/hazards.xlsx            | in no ok ok ok ok ok ok ok |

GET  /cards/signing                           | in ok ok ok ok ok ok ok ok |
GET  /cards/signing/<version_id>              | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
POST /cards/signing/<version_id>/signoffs     | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
POST /cards/signing/<version_id>/return       | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
GET  /cards/signatures/<signoff_id>           | in -- ok ok ok ok ok -- -- | in -- -- -- ok ok ok -- --
GET  /cards/signing/<version_id>/publication  | in no no no ok ok ok no -- | in no no no ok ok ok no --
POST /cards/signing/<version_id>/publication  | in no no no ok ok ok no -- | in no no no ok ok ok no --
GET  /console/publishing                      | in no no no ok ok ok no ok |
POST /console/publishing                      | in no no no ok ok ok no ok |

GET  /console/import                          | in no no no ok ok ok no ok |
POST /console/import/preview                  | in no no no ok ok ok no ok |
POST /console/import                          | in no no no ok ok ok no ok |
GET  /console/import/sheets/<sheet_id>        | in no no no ok ok ok no -- |
POST /console/import/sheets/<sheet_id>/place  | in no no no ok ok ok no -- |
GET  /console/import/template                 | in no no no ok ok ok no ok |
POST /console/import/office                   | in no no no ok ok ok no ok |
GET  /console/import/office/<import_id>       | in no no no ok ok ok no -- |
POST /console/import/office/<import_id>/answers | in no no no ok ok ok no -- |
POST /console/import/office/<import_id>/carry | in no no no ok ok ok no -- |
POST /console/import/office/<import_id>/undo  | in no no no ok ok ok no -- |
"""


def _rows() -> dict[str, tuple[str, str]]:
    found = {}
    for line in TABLE.splitlines():
        if line.strip() and not line.startswith("#"):
            route, own, other = (part.strip() for part in line.split("|"))
            assert all(not cells or len(cells.split()) == len(WHO) for cells in (own, other)), line
            found[" ".join(route.split())] = (own, other)
    return found


ROWS = _rows()
SHEET = DutyTable(title="岗", of="post", section="", headings=[], summary="", rights="", duties=[], line=1)
PERSONAL = {"session_id", "bundle", "secret"}  # what is the asker's own, or can be used once


def routes(app: Flask) -> set[str]:
    """ "METHOD /address" of every route, with plain names for what is filled in."""
    return {
        f"{method} {_plain(rule.rule)}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def _plain(rule: str) -> str:
    for written, plain in (
        ("<any(risk, operation, duty):kind>", "<kind>"),
        ("<any(xlsx, docx):form>", "<form>"),
        ("bundles/<key>", "bundles/<bundle>"),
        ("<path:identity>", "<identity>"),
    ):
        rule = rule.replace(written, plain)
    return rule


class Targets:
    """Makes the rows that addresses name, anew for each request that may change them."""

    def __init__(self, world: World) -> None:
        self.world, self.number = world, 5000
        self.read: dict[tuple[str, UUID], str] = {}  # reading changes nothing, so its targets are kept

    def person(self, unit: Unit) -> Person:
        self.number += 1
        return self.world.person(f"p{self.number}", unit, str(self.number))

    def post(self, unit: Unit) -> Post:
        self.number += 1
        return org.add_post(unit=unit, title=f"岗 {self.number}", by=None)

    def fill(self, method: str, name: str, unit: Unit, who: str) -> str:
        if method == "GET" and name not in PERSONAL and (kept := self.read.get((name, unit.id))):
            return kept
        made = str(getattr(self, f"a_{name}")(unit, who))
        if method == "GET":
            self.read[name, unit.id] = made
        return made

    def a_unit_id(self, unit: Unit, _who: str) -> object:
        return unit.id

    def a_post_id(self, unit: Unit, _who: str) -> object:
        return self.post(unit).id

    def a_person_id(self, unit: Unit, _who: str) -> object:
        return self.person(unit).id

    def a_assignment_id(self, unit: Unit, _who: str) -> object:
        return org.assign(self.person(unit), self.post(unit), on=date(2026, 3, 2), by=None).id

    def a_grant_id(self, unit: Unit, _who: str) -> object:
        account = self.person(unit).account
        return access.grant_role(account, Role.TEAM_LEADER, unit_id=unit.id, unit_path=unit.path, by=None).id

    def a_print_id(self, unit: Unit, _who: str) -> object:
        post = self.post(unit)
        prints.note_prints({post: {"emergency": 1}}, prints.LABEL, by=None)
        return prints.hanging([post.id])[-1].id

    def a_label_id(self, unit: Unit, _who: str) -> object:
        return self.world.label(self.post(unit)).id

    def a_token(self, unit: Unit, _who: str) -> object:
        return self.world.label(self._with_cards(unit)).token

    def a_code(self, unit: Unit, _who: str) -> object:
        return self.world.label(self._with_cards(unit)).code

    def _with_cards(self, unit: Unit) -> Post:
        post = self.post(unit)
        self.world.publish_all(post)
        return post

    def a_kind(self, _unit: Unit, _who: str) -> object:
        return "risk"

    def a_identity(self, _unit: Unit, _who: str) -> object:
        return str(new_id())  # of a row that is not written yet

    def a_key(self, _unit: Unit, _who: str) -> object:
        return "access.key_minutes"

    def a_secret(self, unit: Unit, _who: str) -> object:
        return access.issue_key(self.person(unit).account, minutes=9, by=self.world.admin.id)[0]

    def a_session_id(self, unit: Unit, who: str) -> object:
        mine = unit is self.world.crew and who != "nobody"
        account = self.somebody(who).account if mine else self.person(unit).account
        return access.start_session(account, "password", "elsewhere").id

    def a_key_id(self, unit: Unit, who: str) -> object:
        mine = unit is self.world.crew and who != "nobody"
        phone = Phone(self.world, self.somebody(who) if mine else self.person(unit))
        return phone.key_id

    def a_sha256(self, _unit: Unit, _who: str) -> object:
        return "0" * 64  # a photo that nothing names

    def a_photo(self, _unit: Unit, _who: str) -> object:
        """A photo that has arrived, and that what is made here names."""
        blobs.save(self.world.mine_id, PHOTO, b"a photo")
        with db.writing():
            blobs.note(self.world.mine_id, PHOTO, media="image/jpeg", size=7)
        return PHOTO

    def a_hazard_id(self, unit: Unit, _who: str) -> object:
        body = HazardReported(id=str(new_id()), name="护罩松动", photos=[PHOTO])
        hazards.report(body, made_by(self.person(unit)))
        return body.id

    def a_stop_id(self, unit: Unit, _who: str) -> object:
        body = StopWorkDeclared(id=str(new_id()), why="顶板掉渣", photos=[PHOTO])
        hazards.declare_stop(body, made_by(self.person(unit)))
        return body.id

    def a_plan_id(self, unit: Unit, _who: str) -> object:
        return checks.plan_of(self.world, post=self.post(unit)).id

    def a_system_id(self, unit: Unit, _who: str) -> object:
        return plans.add_shift_system(unit=unit, terms=checks.shift_terms(), by=None).id

    def a_day(self, _unit: Unit, _who: str) -> object:
        return "2026-05-01"

    def a_pause_id(self, unit: Unit, _who: str) -> object:
        day = date(2026, 3, 2)
        return plans.add_stop(unit=unit, from_on=day, to_on=day, why="检修", by=None).id

    def a_expectation_id(self, unit: Unit, _who: str) -> object:
        """A window that has closed, and nobody did it."""
        plan = checks.plan_of(self.world, post=self.post(unit))
        checks.begin(self.world, plan, now() - timedelta(days=3))
        plans.freeze(self.world.mine_id, now())
        return db.session().scalar(select(Expectation.id).where(Expectation.plan_id == plan.id))

    def a_record_id(self, unit: Unit, _who: str) -> object:
        """A check that somebody of this unit made, with a photo."""
        plan = checks.plan_of(self.world, post=self.post(unit))
        body = checks.check(plan, "2026-03-02", results=checks.bad())
        plans.submit(body, checks.capture(self.person(unit), checks.utc("2026-03-02 08:00")))
        return body.id

    def a_spotcheck_id(self, unit: Unit, _who: str) -> object:
        """A 抽背 with somebody of this unit."""
        post, person = self.post(unit), self.person(unit)
        spot.publish_all(post)
        said = spot.body(self.world, person, post, signature=PHOTO, unit=str(unit.id))
        spotchecks.held(msgspec.convert(said, SpotcheckHeld), made_by(self.world.people["administrator"]))
        return said["id"]

    def a_learning_id(self, unit: Unit, _who: str) -> object:
        """What somebody of this unit learnt, with a signature that has arrived."""
        self.fill("GET", "photo", unit, _who)
        post = self._with_cards(unit)
        mark = mark_of(published_of(post.id)[Kind.RISK].digest)
        body = CardLearnt(
            id=str(new_id()), post=str(post.id), kind=Kind.RISK, version=1, mark=mark, signature=PHOTO
        )
        learning.learnt(body, made_by(self.person(unit)))
        return body.id

    def a_change_id(self, unit: Unit, _who: str) -> object:
        """A change at a post of this unit, with a photo for evidence."""
        evidence = [Photo(PHOTO, b"a photo")]
        return changes.record(self.world, changes.at(self.post(unit)), photos=evidence, who="principal").id

    def a_renewal_id(self, unit: Unit, who: str) -> object:
        made = db.session().get(Change, self.a_change_id(unit, who))
        return changes.opened(made)[0].id

    def a_version_id(self, unit: Unit, _who: str) -> object:
        """A version in review, that nobody of the cast wrote."""
        return self._in_review(unit).id

    def _in_review(self, unit: Unit) -> CardVersion:
        made = self.world.draft(self.post(unit), Kind.DUTY)
        reviewing.submit(made, by=self.world.admin.id)
        return made

    def a_signoff_id(self, unit: Unit, _who: str) -> object:
        """A signature by hand on a version in review, with the picture that has arrived."""
        made, worker = self._in_review(unit), self.person(unit)
        org.assign(worker, made.card.post, on=date(2026, 3, 2), by=None)
        self.a_photo(unit, _who)
        signed = reviewing.sign(
            made, Stage.IDENTIFY, worker.account, digest=made.digest or "", signature=PHOTO
        )
        return signed.id

    def a_number(self, _unit: Unit, _who: str) -> object:
        return 1

    def a_bundle(self, unit: Unit, who: str) -> object:
        mine = unit is self.world.crew and who != "nobody"
        return f"me:{(self.somebody(who) if mine else self.person(unit)).id}"

    def a_form(self, _unit: Unit, _who: str) -> object:
        return "xlsx"

    def a_import_id(self, _unit: Unit, _who: str) -> object:
        raw, mine = template(), self.world.mine
        sha256 = hashlib.sha256(raw).hexdigest()
        blobs.save(mine.id, sha256, raw)
        return carrying.keep(mine, "空表.xlsx", sha256, len(raw), by=None).id

    def a_sheet_id(self, _unit: Unit, _who: str) -> object:
        made = DutySheet(
            id=new_id(),
            enterprise_id=self.world.mine.id,
            of="post",
            title="岗",
            digest=str(new_id()),
            table=msgspec.to_builtins(SHEET),
            proposals=[],
        )
        with db.writing() as active:
            active.add(made)
        return made.id

    def a_row_id(self, unit: Unit, _who: str) -> object:
        """An op that was set aside, by somebody of this unit."""
        phone = Phone(self.world, self.person(unit))
        end_keys(phone.person.id, how=End.REVOKED, by=self.world.admin.id)
        answer = phone.push(self.world.client(None), phone.op("hazard.reported", hazard())).answers[0]
        assert answer.waits_for == "review"
        return db.session().scalar(select(Op.id).where(Op.op_id == UUID(answer.id)))

    def somebody(self, who: str) -> Person:
        return self.world.stranger if who == "stranger" else self.world.people[who]


def _code(made: Targets) -> dict[str, str]:
    account = made.person(made.world.crew).account
    return {
        "who": account.employee_no,
        "code": access.issue_key(account, minutes=9, by=made.world.admin.id)[1],
    }


FORMS: dict[str, Callable[[Targets], dict[str, Any]]] = {
    "POST /inbox/read": lambda _made: {"through": str(new_id())},
    "POST /signin": lambda made: {
        "who": made.person(made.world.crew).account.employee_no,
        "password": PASSWORD,
    },
    "POST /signin/code": _code,
    "POST /console/import/sheets/<sheet_id>/place": lambda made: {"place": made.post(made.world.crew).id},
}


@pytest.fixture(scope="module")
def targets(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Targets]:
    """One world for the whole matrix: what is decided here does not depend on the database."""
    folder = tmp_path_factory.mktemp("matrix")
    copy(sqlite_template, folder / "gangka.db")
    app = make_app(f"sqlite:///{folder / 'gangka.db'}", folder)
    with app.app_context():
        yield Targets(World(app))
    app.extensions["engine"].dispose()


def outcome(made: Targets, route: str, unit: Unit, who: str) -> str:
    method, address = route.split(" ")
    while "<" in address:
        name = address[address.index("<") + 1 : address.index(">")]
        address = address.replace(f"<{name}>", made.fill(method, name, unit, who), 1)
    form = FORMS[route](made) if route in FORMS else None
    browser = made.world.client(None if who == "nobody" else made.somebody(who))
    answer = browser.open(address, method=method, data=form)
    assert answer.status_code < 500, f"{who}: {answer.status}"
    if answer.status_code == 401 or (answer.location == "/signin" and route != "POST /signout"):
        return "in"
    return {403: "no", 404: "--"}.get(answer.status_code, "ok")


@pytest.mark.parametrize("route", ROWS)
def test_who_gets_in(targets: Targets, route: str) -> None:
    own, other = ROWS[route]
    assert " ".join(outcome(targets, route, targets.world.crew, who) for who in WHO) == own
    if other:
        assert " ".join(outcome(targets, route, targets.world.hauling, who) for who in WHO) == other


def test_every_route_has_a_row_and_every_row_a_route(targets: Targets) -> None:
    real = routes(targets.world.app)
    assert sorted(real - set(ROWS)) == [], "add a line to TABLE for these"
    assert sorted(set(ROWS) - real) == [], "these are gone: take their lines away"


def test_an_address_that_names_a_row_is_tried_on_another_unit_too() -> None:
    alone = {"/k/<secret>", "/console/import/sheets/<sheet_id>", "/console/import/sheets/<sheet_id>/place"}
    alone |= {f"/console/import/office/<import_id>{more}" for more in ("", "/answers", "/carry", "/undo")}
    bare = {route.split(" ")[1] for route, (_, other) in ROWS.items() if "<" in route and not other}
    assert bare == alone  # a key opens to whoever holds it; a sheet and a file belong to the enterprise
