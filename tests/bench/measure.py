"""The measurements. Each takes a site and gives one figure."""

import gzip
import http.client
import socket
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.bench import boards, importing, pasting, publishing, pushing
from tests.bench.server import Site
from tests.browser.conftest import CHROMIUM, PHONE, QUIET

ROUNDS = 9
SLOW_CPU = 4
THIN_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
UPLOADERS = 100
REQUESTS = 200
LARGEST_PAINT = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) last = one.startTime })
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(last), 600);
})"""


@contextmanager
def fresh_phone() -> Iterator[BrowserContext]:
    """A browser with nothing in it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_context(**PHONE)
        browser.close()


def _largest_paint(context: BrowserContext, address: str, *, thin_line: bool) -> float:
    """Milliseconds until the largest content stood, at a quarter of this CPU."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    if thin_line:
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", THIN_LINE)
    page.goto(address, wait_until="load")
    found: float = page.evaluate(LARGEST_PAINT)
    page.close()
    return found


def scan_ready_ratio(site: Site) -> float:
    """First visit on a thin line: the card over the bare page."""
    pairs = []
    for _ in range(ROUNDS):
        with fresh_phone() as bare:
            reference = _largest_paint(bare, site.bare, thin_line=True)
        with fresh_phone() as phone:
            pairs.append((_largest_paint(phone, site.card, thin_line=True), reference))
    return _ratio(pairs)


def _ratio(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)


def card_wire_bytes(site: Site) -> float:
    """The largest emergency card of the demo, gzipped as phones on plain HTTP get it, headers included."""
    return max(_wire_bytes(f"{site.url}/p/{token}") for token in site.tokens)


def _wire_bytes(address: str) -> int:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        return head + len(answer.read())


def offline_reopen_ratio(site: Site) -> float:
    """Reopened with the server gone, over the bare page online: the pages differ, the wait should not."""
    with fresh_phone() as phone:
        page = phone.new_page()
        page.goto(site.card)
        page.get_by_text("已可离线使用").wait_for()
        page.close()
        bare = [_largest_paint(phone, site.bare, thin_line=False) for _ in range(ROUNDS)]
        site.process.terminate()
        site.process.wait(timeout=20)
        offline = [_largest_paint(phone, site.card, thin_line=False) for _ in range(ROUNDS)]
    return statistics.median(offline) / statistics.median(bare)


def client_first_screen_gzip_bytes(site: Site) -> float:
    """HTML, scripts and styles that the app's first screen loads, gzipped; the scanner comes later."""
    with fresh_phone() as phone:
        page = phone.new_page()
        sizes: dict[str, int] = {}
        page.on("response", lambda answer: sizes.setdefault(answer.url, _gzipped(page, answer.url)))
        page.goto(f"{site.url}/", wait_until="load")
        page.get_by_text("扫岗位上的码").wait_for()
        return sum(sizes.values())


def _gzipped(_page: Page, address: str) -> int:
    if not address.endswith(("/", ".js", ".css")) or address.endswith("/sw.js"):
        return 0
    with urllib.request.urlopen(address) as answer:
        return len(gzip.compress(answer.read(), mtime=0))


def card_p95_under_slow_uploads_ratio(site: Site) -> float:
    """The card's p95 while 100 clients upload at 1 KB a quarter second, over its p95 at rest."""
    idle = _p95(site)
    stop = threading.Event()
    uploads = [
        threading.Thread(target=_upload_slowly, args=(site, stop), daemon=True) for _ in range(UPLOADERS)
    ]
    for one in uploads:
        one.start()
    time.sleep(1)  # until all are under way; a bench may wait, a test may not
    busy = _p95(site)
    stop.set()
    for one in uploads:
        one.join(timeout=10)
    return busy / idle


def _upload_slowly(site: Site, stop: threading.Event) -> None:
    parts = urlsplit(site.url)
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=10) as line:
        head = f"POST /signin HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 1000000\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        while not stop.wait(0.25):
            line.sendall(b"x" * 1024)


def _p95(site: Site) -> float:
    parts, path = urlsplit(site.url), urlsplit(site.card).path
    times = []
    for _ in range(REQUESTS):
        line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        began = time.perf_counter()
        line.request("GET", path)
        line.getresponse().read()
        times.append(time.perf_counter() - began)
        line.close()
    return statistics.quantiles(times, n=20)[-1]


@dataclass(frozen=True)
class Job:
    """One measurement on a site of its own: a figure, or several by name. `posts` is how large the mine is."""

    run: Callable[[Site], float | dict[str, float]]
    posts: int = 0


@dataclass(frozen=True)
class OwnSites:
    """Several measurements that bring their own servers."""

    run: Callable[[], dict[str, float]]


JOBS: dict[str, Job | OwnSites] = {
    "scan_ready_ratio": Job(scan_ready_ratio),
    "card_wire_bytes": Job(card_wire_bytes),
    "offline_reopen_ratio": Job(offline_reopen_ratio),
    "client_first_screen_gzip_bytes": Job(client_first_screen_gzip_bytes),
    "card_p95_under_slow_uploads_ratio": Job(card_p95_under_slow_uploads_ratio),
    "pushes": Job(pushing.pushes),
    "sign_and_store_ms": Job(pushing.sign_and_store_ms),
    "manifests": Job(pushing.manifests, posts=283),
    "paste_growth": OwnSites(pasting.paste_growth),
    "import_rows_per_s": OwnSites(importing.import_rows_per_s),
    "publish_283_posts_s": OwnSites(publishing.publish_283_posts_s),
    "boards": OwnSites(boards.boards),
    "boards_postgres": OwnSites(boards.boards_postgres),
}
