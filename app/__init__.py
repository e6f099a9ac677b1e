"""岗卡: the four cards of a post, on the phone of the person at the post."""

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from app import cli, config, errors, pwa
from app.access import login
from app.access.routes import blueprint as access_pages
from app.cards.desk import blueprint as card_desk
from app.cards.routes import blueprint as cards_pages
from app.cards.signing import blueprint as signing_pages
from app.changes.routes import blueprint as changes_pages
from app.checks.routes import blueprint as checks_pages
from app.core import assets, db, headers, throttle, web, words
from app.exchange.routes import blueprint as exchange_pages
from app.exchange.routes_office import blueprint as office_pages
from app.exchange.routes_take_out import blueprint as take_out
from app.hazards.routes import blueprint as hazards_pages
from app.health import blueprint as health_page
from app.learning.routes import blueprint as learning_pages
from app.notify.routes import blueprint as inbox_page
from app.org.queries import scope_of
from app.org.routes import blueprint as org_pages
from app.papers.routes import blueprint as papers_pages
from app.papers.routes_records import blueprint as record_papers
from app.papers.routes_wall import blueprint as wall_papers
from app.reports.routes import blueprint as reports_pages
from app.spotchecks.routes import blueprint as spotcheck_pages
from app.sync.routes import blueprint as sync_pages
from app.sync.routes_console import blueprint as records_pages
from app.sync.routes_push import blueprint as push_pages

ROOMS = (
    health_page,
    pwa.blueprint,
    access_pages,
    org_pages,
    cards_pages,
    sync_pages,
    push_pages,
    records_pages,
    exchange_pages,
    card_desk,
    signing_pages,
    office_pages,
    take_out,
    papers_pages,
    record_papers,
    wall_papers,
    reports_pages,
    checks_pages,
    hazards_pages,
    spotcheck_pages,
    learning_pages,
    changes_pages,
    inbox_page,
)


def create_app(overrides: dict[str, object] | None = None) -> Flask:
    """The application: configuration, database, rooms, error pages."""
    app = Flask(
        __name__,
        static_folder=str(assets.DIST),
        static_url_path="/static/dist",
        template_folder="../templates",
    )
    config.load(app, overrides)
    db.init_app(app)
    Migrate(app, db.Base, directory=str(config.ROOT / "migrations"))
    app.before_request(web.make_room)  # before the form is read for its token
    CSRFProtect(app)
    throttle.limiter.init_app(app)
    app.before_request(web.check_declaration)
    login.init_app(app, scope_of)
    headers.init_app(app)
    errors.init_app(app)
    app.jinja_env.globals.update(asset=assets.asset, icon=assets.icon, text_of=assets.text_of)
    words.init_app(app)
    for room in ROOMS:
        app.register_blueprint(room)
    cli.init_app(app)
    return app
