import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { api } from "./api";

const real = globalThis.fetch;
afterEach(() => { globalThis.fetch = real; });

function answer(make: () => Response | Promise<Response>): void {
  globalThis.fetch = async () => make();
}

test("an answer", async () => {
  answer(() => Response.json({ account: "a", name: "王", csrf: "t" }));
  const got = await api.me();
  assert.equal(got.kind === "ok" && got.value.name, "王");
});

test("304", async () => {
  answer(() => new Response(null, { status: 304 }));
  assert.equal((await api.manifest("x")).kind, "same");
});

test("the server's own words are kept, its silence is put in words", async () => {
  answer(() => Response.json({ code: "locked", message: "账号停用了，找班长" }, { status: 403 }));
  const said = await api.manifest(null);
  assert.equal(said.kind === "refused" && said.problem.message, "账号停用了，找班长");
  answer(() => new Response("<h1>Bad Gateway</h1>", { status: 502 }));
  const silent = await api.manifest(null);
  assert.equal(silent.kind === "refused" && silent.problem.message, "服务器忙，等会儿再试");
});

test("no line, and a captive portal's page", async () => {
  answer(() => Promise.reject(new TypeError("failed")));
  assert.equal((await api.me()).kind, "unreached");
  answer(() => new Response("<html>请登录 Wi-Fi</html>"));
  assert.equal((await api.me()).kind, "unreached");
});

test("429 tells when to come back", async () => {
  answer(() => Response.json({ code: "too_many", message: "慢一点" }, { status: 429, headers: { "Retry-After": "30" } }));
  const said = await api.push({ ops: [] });
  assert.equal(said.kind === "refused" && said.retryAfter, 30_000);
  answer(() => new Response("", { status: 429, headers: { "Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT" } }));
  const odd = await api.push({ ops: [] });
  assert.equal(odd.kind === "refused" && odd.retryAfter, undefined);
});

test("an answer of another shape is none", async () => {
  for (const value of [null, [], { ok: true }, { epoch: "", server_ms: 1, backed_up_through: 0, answers: [] }, { epoch: "e", server_ms: "1", backed_up_through: 0, answers: [] }]) {
    answer(() => Response.json(value));
    assert.equal((await api.push({ ops: [] })).kind, "unreached");
    assert.equal((await api.registerKey({ id: "k", public_key: "p" }, "t")).kind, "unreached");
  }
});

test("a photo goes as its bytes to its own name; keys go with the token", async () => {
  const asked: [string, RequestInit][] = [];
  globalThis.fetch = async (path, init = {}) => {
    asked.push([path as string, init]);
    return Response.json({ sha256: "ab", arrival: 3, epoch: "e" });
  };
  const bytes = new ArrayBuffer(4);
  assert.equal((await api.putPhoto({ sha: "ab", type: "image/jpeg", bytes }, "ent 1")).kind, "ok");
  await api.endKey("k", 7, "token");
  const [[path, photo], [ending, key]] = asked as [[string, RequestInit], [string, RequestInit]];
  assert.deepEqual([path, photo.method, photo.body], ["/api/blobs/ab?enterprise=ent%201", "PUT", bytes]);
  assert.deepEqual([ending, key.body, new Headers(key.headers).get("X-CSRFToken")], ["/api/sync/keys/k/end", '{"top_n":7}', "token"]);
});
