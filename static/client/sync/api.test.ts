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
