"""What tests of pages share."""

import re
from urllib.parse import urlsplit

from werkzeug.test import TestResponse


def ends_at(answer: TestResponse) -> str:
    """The path a successful act leads to."""
    assert answer.status_code == 302, answer.text
    return urlsplit(answer.location).path


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]
