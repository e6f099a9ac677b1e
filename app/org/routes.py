"""Pages of this room."""

from flask import Blueprint

blueprint = Blueprint("org", __name__)
