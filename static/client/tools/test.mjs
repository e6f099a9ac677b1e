// Runs every *.test.ts with node:test. Node 20 does not read TypeScript, so esbuild bundles them first.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import esbuild from "esbuild";
import { builtModules } from "./modules.mjs";

process.chdir(path.dirname(import.meta.dirname));
const rooms = ["model", "store", "outbox", "sync", "device", "sw", "public", "screens"];
const found = await Promise.all(rooms.map(async (room) => (await readdir(room, { recursive: true })).map((file) => `${room}/${file}`)));
const entryPoints = found.flat().filter((file) => file.endsWith(".test.ts"));
const outdir = await mkdtemp(path.join(tmpdir(), "client-tests-"));
const assets = { emergencyCss: "/emergency.css", scannerWasm: "/reader.wasm" };

await esbuild.build({
  entryPoints, outdir, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm", platform: "node", sourcemap: "inline",
  jsx: "automatic", jsxImportSource: "preact", plugins: [builtModules({ app: {}, all: {} }, assets)], logLevel: "warning",
});
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", outdir], { stdio: "inherit" });
await rm(outdir, { recursive: true });
process.exitCode = status ?? 1;
