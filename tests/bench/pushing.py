"""Records on their way in: push over a bare insert, the manifest's weight, and the phone's own part."""

import gzip
import statistics
import time

import msgspec

from app.core.ids import new_id
from tests.bench.phones import CREW, Device, drive, p95
from tests.bench.server import Site
from tests.simulate.__main__ import build_app

DEVICES = 8
EACH = 60  # requests a device
BATCH = 50
BATCHES = 3  # pushes a device
BARE_BYTES = 2048
ROUNDS = 3
RECORDS = 20
SLOW_CPU = 4


def pushes(site: Site) -> dict[str, float]:
    """Pushes of one check at 8 devices over bare inserts of 2 KB, round by round; then 50 checks a push over one.

    The medians of the rounds' ratios: requests a second, and the 95th percentile of the waits.
    """
    crew = [Device(site, number) for number in CREW[:DEVICES]]
    bare = [[b"x" * BARE_BYTES] * EACH for _ in crew]
    speed, waits, alone = [], [], 0.0
    for _ in range(ROUNDS):
        ones = [[_body(one, 1) for _ in range(EACH)] for one in crew]
        reference, reference_times = drive(site, "/bench/insert", bare)
        alone, times = drive(site, "/api/sync/push", ones)
        speed.append(alone / reference)
        waits.append(p95(times) / p95(reference_times))
    together, _ = drive(site, "/api/sync/push", [[_body(one, BATCH) for _ in range(BATCHES)] for one in crew])
    return {
        "push_one_ratio": statistics.median(speed),
        "push_p95_ratio": statistics.median(waits),
        "push_batch_gain": together * BATCH / alone,
    }


def _body(device: Device, count: int) -> bytes:
    return msgspec.json.encode({"ops": [device.check() for _ in range(count)]})


def _manifest(site: Site, number: str) -> tuple[float, float]:
    """(median milliseconds of a 304, bytes gzipped) of somebody's manifest."""
    who = Device(site, number)
    _, body, headers = who.ask("GET", "/api/sync/manifest")
    times = []
    for _ in range(30):
        began = time.perf_counter()
        status, *_ = who.ask("GET", "/api/sync/manifest", **{"If-None-Match": headers["ETag"]})
        times.append((time.perf_counter() - began) * 1000)
        assert status == 304
    return statistics.median(times), len(gzip.compress(body, 6, mtime=0))


def manifests(site: Site) -> dict[str, float]:
    """What asking costs when nothing is new, and how heavy the list is: a worker of 5 posts, an officer of all."""
    worker, officer = _manifest(site, "8001"), _manifest(site, "1003")
    return {
        "manifest_304_ms_worker": worker[0],
        "manifest_bytes_gzip_worker": worker[1],
        "manifest_304_ms_officer": officer[0],
        "manifest_bytes_gzip_officer": officer[1],
    }


RECORD = """async ([account, plan, records]) => {
  const app = window.bench;
  await app.start();
  await app.refresh();
  const { store } = app.session.get();
  const times = [];
  for (let place = 0; place < records; place++) {
    const results = Array.from({ length: 20 }, (_, item) => ({ item: `i${item}`, result: 'normal', note: '看过，好的' }));
    const body = { id: app.newId(), plan, revision: 1, window: `${plan}:2026-03-02:any`, started_at: new Date().toISOString(), results,
      versions: { risk: 1 }, measures: [], scan: null, position: null, signature: null };
    const began = performance.now();
    const said = await app.record(store, { kind: 'check.submitted', body, photos: [], about: { title: '班前检查' } });
    if (said.kind !== 'saved') throw new Error(JSON.stringify(said));
    times.push(performance.now() - began);
  }
  return times;
}"""


def sign_and_store_ms(site: Site) -> float:
    """Signing and strictly storing a check of 20 items on the phone, at a quarter of this CPU; median."""
    from tests.bench.measure import fresh_phone

    with fresh_phone() as phone:
        page = phone.new_page()
        page.goto(f"{site.url}/signin")
        page.locator("input[name=who]").fill("1203")
        page.locator("input[name=password]").fill("gangka-2026")
        page.locator("button").first.click()
        page.wait_for_url(f"{site.url}/")
        page.goto(f"{site.url}/healthz")  # same origin, no app of its own
        page.evaluate(build_app() + "; window.bench = globalThis.app")
        phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
        times: list[float] = page.evaluate(RECORD, ["", str(new_id()), RECORDS])
    return statistics.median(times)
