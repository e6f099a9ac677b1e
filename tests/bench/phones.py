"""Devices for the bench: people of the demo, signed in over HTTP, whose phones sign ops as the client does."""

import http.client
import http.cookies
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.ids import new_id
from app.demo.load import PASSWORD
from tests.bench.server import Site
from tests.sync.phones import web64

CREW = ("1202", "1203", "1204", "1205", "1302", "1303", "1404", "1502")  # each with a plan at their own post
JSON = {"Content-Type": "application/json"}


@dataclass
class Device:
    """One person's phone."""

    site: Site
    number: str
    cookies: dict[str, str] = field(default_factory=dict)
    n: int = 0

    def __post_init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.key = str(new_id())
        self._sign_in()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, Any]:
        """One request on a line of its own, with this phone's cookies."""
        parts = urlsplit(self.site.url)
        line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line.request(method, path, body or None, {**({"Cookie": cookie} if cookie else {}), **headers})
        answer = line.getresponse()
        data = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for morsel in http.cookies.SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        line.close()
        return answer.status, data, answer.headers

    def _sign_in(self) -> None:
        csrf = self._me()["csrf"]
        form = {"who": self.number, "password": PASSWORD, "csrf_token": csrf}
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        status, *_ = self.ask("POST", "/signin", urllib.parse.urlencode(form).encode(), **form_type)
        assert status == 302, status
        me = self._me()
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        sent = msgspec.json.encode({"id": self.key, "public_key": web64(point)})
        status, data, _ = self.ask("POST", "/api/sync/keys", sent, **JSON, **{"X-CSRFToken": me["csrf"]})
        assert status == 200, data
        answer = msgspec.json.decode(data)
        self.account, self.enterprise = answer["account"], answer["enterprise"]

    def _me(self) -> Any:
        return msgspec.json.decode(self.ask("GET", "/api/me")[1])

    def op(self, kind: str, body: dict[str, Any]) -> dict[str, str]:
        """A signed op."""
        self.n += 1
        payload = msgspec.json.encode(
            {
                "id": str(new_id()),
                "enterprise": self.enterprise,
                "author": self.account,
                "key": self.key,
                "kind": kind,
                "schema": 1,
                "captured_at": datetime.now(UTC),
                "offset_ms": 0,
                "n": self.n,
                "corrects": None,
                "body": body,
            }
        )
        r, s = decode_dss_signature(self._private.sign(payload, ec.ECDSA(hashes.SHA256())))
        return {"payload": payload.decode(), "signature": web64(r.to_bytes(32) + s.to_bytes(32))}

    def check(self) -> dict[str, str]:
        """A check of the first plan this person may answer, about 2 KB with its envelope."""
        plan, window = self._plan()
        results = [
            {"item": one["id"], "result": "normal", **_value(one), "note": "看过" * 8}
            for one in plan["items"]
        ]
        body = {
            "id": str(new_id()),
            "plan": plan["id"],
            "revision": plan["revision"],
            "window": window,
            "started_at": datetime.now(UTC),
            "results": results,
            "versions": {"risk": 1, "emergency": 1},
        }
        return self.op("check.submitted", body)

    def _plan(self) -> tuple[Any, str]:
        if not hasattr(self, "_known"):
            me = msgspec.json.decode(self.ask("GET", f"/api/sync/bundles/me:{self.account}")[1])
            window = me["windows"][0]
            plan = msgspec.json.decode(self.ask("GET", f"/api/sync/bundles/plan:{window['plan']}")[1])
            self._known = plan, window["key"]
        return self._known


def _value(item: Any) -> dict[str, float]:
    rule = item.get("value")
    return {"value": rule.get("high") or rule.get("low") or 1} if rule else {}


def drive(site: Site, path: str, bodies: list[list[bytes]]) -> tuple[float, list[float]]:
    """Post these bodies, a list a device, all devices at once: (requests a second, seconds of each)."""
    times: list[float] = []
    ready = threading.Barrier(len(bodies) + 1)

    def device(mine: list[bytes]) -> None:
        parts = urlsplit(site.url)
        line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)
        line.connect()
        ready.wait()
        for body in mine:
            began = time.perf_counter()
            line.request("POST", path, body, JSON)
            answer = line.getresponse()
            data = answer.read()
            times.append(time.perf_counter() - began)
            assert answer.status == 200, data[:300]
            assert b'"rejected"' not in data and b'"retry"' not in data, data[:600]

    threads = [threading.Thread(target=device, args=(mine,)) for mine in bodies]
    for one in threads:
        one.start()
    ready.wait()
    began = time.perf_counter()
    for one in threads:
        one.join()
    return len(times) / (time.perf_counter() - began), times


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]
