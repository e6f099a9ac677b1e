"""Pages of this room."""

from flask import Blueprint

blueprint = Blueprint("papers", __name__)
