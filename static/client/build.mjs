// Builds everything the server hands out: static/dist and its manifest. Same input, same bytes.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { iconMarkup, readIcons } from "./tools/icons.mjs";
import { builtModules } from "./tools/modules.mjs";
import { appPictures } from "./tools/pictures.mjs";

process.chdir(import.meta.dirname);
const DIST = path.resolve("../dist");
const PUBLIC_PATH = "/static/dist/";
const FONTS = "node_modules/@expo-google-fonts/noto-sans-sc";
const written = new Map(); // path below dist > bytes
const manifest = {}; // logical name > path below dist

const common = {
  bundle: true, minify: true, write: false, metafile: true, outdir: DIST, target: ["chrome79", "safari14.1"],
  charset: "utf8", legalComments: "none", logLevel: "warning", absWorkingDir: process.cwd(),
};
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);
const address = (logical) => PUBLIC_PATH + manifest[logical];

function put(file, bytes, logical) {
  written.set(file, Buffer.from(bytes));
  if (logical) manifest[logical] = file;
}

function putHashed(logical, bytes) {
  const { name, ext } = path.parse(logical);
  put(`${name}-${hashOf(bytes)}${ext}`, bytes, logical);
}

function putOutputs({ outputFiles, metafile }) {
  const entries = new Map(Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [path.resolve(file), output.entryPoint]));
  for (const { path: file, contents } of outputFiles) {
    const entry = entries.get(file);
    const isLazyChunk = entry && !(entry in ENTRIES);
    put(path.basename(file), contents, entry && !isLazyChunk ? ENTRIES[entry] : undefined);
  }
}

const STYLES = ["app", "emergency", "console", "public"];
const ENTRIES = {
  ...Object.fromEntries(STYLES.map((name) => [`styles/${name}.css`, `${name}.css`])),
  "main.tsx": "app.js",
  "public/public.ts": "public.js",
  "public/console.ts": "htmx.js",
  "console/board.ts": "board.js",
  "console/editor.ts": "editor.js",
  "console/upload.ts": "upload.js",
  "console/sign.ts": "sign.js",
  "console/sign-many.ts": "sign-many.js",
  "public/care.ts": "care.js",
};

async function buildStyles() {
  const entryPoints = STYLES.map((name) => `styles/${name}.css`);
  putOutputs(await esbuild.build({ ...common, entryPoints, outbase: "styles", entryNames: "[name]-[hash]" }));
}

async function buildScripts(icons) {
  const assets = { emergencyCss: address("emergency.css"), scannerWasm: address("zxing_reader.wasm") };
  const built = await esbuild.build({
    ...common, format: "esm", splitting: true, jsx: "automatic", jsxImportSource: "preact",
    entryPoints: [{ in: "main.tsx", out: "app" }, { in: "public/public.ts", out: "public" }, { in: "public/console.ts", out: "htmx" },
      { in: "console/board.ts", out: "board" }, { in: "console/editor.ts", out: "editor" }, { in: "console/upload.ts", out: "upload" },
      { in: "console/sign.ts", out: "sign" }, { in: "console/sign-many.ts", out: "sign-many" }],
    entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", plugins: [builtModules(icons, assets)],
  });
  putOutputs(built);
  return built.metafile;
}

/** By itself, not split: it stands in the head of every page of the console and waits for no other file. */
async function buildCare() {
  putOutputs(await esbuild.build({ ...common, entryPoints: ["public/care.ts"], format: "iife", entryNames: "[name]-[hash]" }));
}

/** Scripts that the phone needs: those of the shell and of the public card, not the console's. */
function phoneScripts(metafile) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const needed = new Set();
  const add = (file) => {
    if (needed.has(file)) return;
    needed.add(file);
    outputs.get(file).imports.filter(({ external }) => !external).forEach((used) => add(path.basename(used.path)));
  };
  [manifest["app.js"], manifest["public.js"]].forEach(add);
  return [...needed].sort();
}

async function buildWorker(metafile) {
  const files = [...phoneScripts(metafile), manifest["app.css"], manifest["emergency.css"], manifest["icon-192.png"]];
  const precache = files.map((file) => PUBLIC_PATH + file);
  const workerSources = await Promise.all((await readdir("sw")).sort().map((file) => readFile(`sw/${file}`, "utf8")));
  const define = {
    VERSION: JSON.stringify(hashOf(precache.join() + workerSources.join())),
    PRECACHE: JSON.stringify(precache),
    LATER: JSON.stringify([address("zxing_reader.wasm")]),
    APP_SCRIPT: JSON.stringify(address("app.js")),
    PUBLIC_SCRIPT: JSON.stringify(address("public.js")),
  };
  for (const [source, name] of [["sw/sw.ts", "sw.js"], ["sw/kill.ts", "sw-kill.js"]]) {
    const { outputFiles } = await esbuild.build({ ...common, entryPoints: [source], format: "iife", define });
    put(name, outputFiles[0].contents, name);
  }
}

async function copyParts() {
  putHashed("zxing_reader.wasm", await readFile("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"));
  for (const name of ["400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"]) {
    put(`fonts/${path.basename(name)}`, await readFile(`${FONTS}/${name}`), `fonts/${path.basename(name)}`);
  }
  for (const [name, bytes] of Object.entries(appPictures())) putHashed(name, bytes);
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
}

const MINUTE = 60_000; // ms
const DAY = 24 * 60 * MINUTE;

// A server that has not been started again, and pages that are open, still name the files of the build before.
async function removeOld(file) {
  const { mtimeMs } = await stat(path.join(DIST, file));
  if (Date.now() - mtimeMs > DAY) await rm(path.join(DIST, file));
}

/** What the build before made is in use until now: its day begins today. */
async function keepToday(files) {
  const before = await readFile(path.join(DIST, "manifest.json"), "utf8").catch(() => null);
  if (before === null || before === written.get("manifest.json")?.toString()) return;
  const { mtimeMs } = await stat(path.join(DIST, "manifest.json"));
  const now = new Date();
  for (const file of files) {
    const made = (await stat(path.join(DIST, file))).mtimeMs;
    if (made >= mtimeMs - MINUTE) await utimes(path.join(DIST, file), now, now);
  }
}

// New files first, the manifest after them: a server that reads meanwhile finds a whole set.
async function writeOut() {
  put("manifest.json", JSON.stringify(Object.fromEntries(Object.entries(manifest).sort()), null, 2) + "\n");
  await mkdir(path.join(DIST, "fonts"), { recursive: true });
  await keepToday(await filesBelow(DIST));
  for (const [file, bytes] of written) await writeFile(path.join(DIST, file), bytes);
  for (const file of await filesBelow(DIST)) if (!written.has(file)) await removeOld(file);
}

/** What a page's script needs at once, so that its head can name it and one round trip is saved. */
function preloads(metafile) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const needs = (file, found = []) => {
    const direct = outputs.get(file).imports.filter(({ kind }) => kind === "import-statement").map((used) => path.basename(used.path));
    return direct.reduce((all, used) => (all.includes(used) ? all : needs(used, [...all, used])), found);
  };
  return Object.fromEntries(["app.js", "public.js"].map((name) => [name, needs(manifest[name]).sort()]));
}

function report(preload) {
  const size = (file) => gzipSync(written.get(file)).length;
  const total = (...files) => files.reduce((sum, file) => sum + size(file), 0);
  const page = (name) => total(manifest[name], ...preload[name]);
  console.log(`gzip: first screen ${page("app.js") + size(manifest["app.css"])}, public.js ${page("public.js")}, `
    + `public.css ${size(manifest["public.css"])}, console.css ${size(manifest["console.css"])}, htmx.js ${size(manifest["htmx.js"])}`);
}

const icons = await readIcons();
put("icons.json", JSON.stringify(iconMarkup(icons.all), null, 1), "icons.json");
await Promise.all([copyParts(), buildStyles(), buildCare()]);
const metafile = await buildScripts(icons);
await buildWorker(metafile);
const preload = preloads(metafile);
put("preload.json", JSON.stringify(preload, null, 2), "preload.json");
await writeOut();
report(preload);
