// Bundles the simulator: `node tools/simulate.mjs OUTDIR [BUG]` writes main.mjs (the driver) and tab.js (the app).
// With the name of a planted bug, the app's source is spoilt in that one way before it is bundled.
import { readFile } from "node:fs/promises";
import path from "node:path";
import esbuild from "esbuild";
import { builtModules } from "./modules.mjs";

process.chdir(path.dirname(import.meta.dirname));
const [outdir, bug] = process.argv.slice(2);
const assets = { emergencyCss: "/emergency.css", scannerWasm: "/reader.wasm" };
const bugs = JSON.parse(await readFile("simulate/bugs.json", "utf8"));

/** Replace one piece of one file; a bug that no longer fits the source is an error, not a bug. */
function planting({ file, find, replace }) {
  const wanted = path.resolve(file);
  return {
    name: "planting",
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path: loaded }) => {
        if (loaded !== wanted) return undefined;
        const source = await readFile(loaded, "utf8");
        if (source.split(find).length !== 2) throw new Error(`${bug}: its place is not found once in ${file}`);
        return { contents: source.replace(find, () => replace), loader: "ts" };
      });
    },
  };
}

const spoil = bug !== undefined && bug in bugs ? [planting(bugs[bug])] : [];
const common = { bundle: true, logLevel: "warning" };
await esbuild.build({ ...common, entryPoints: ["simulate/tab.ts"], outfile: `${outdir}/tab.js`, format: "iife", plugins: [builtModules({ app: {}, all: {} }, assets), ...spoil] });
await esbuild.build({ ...common, entryPoints: ["simulate/main.ts"], outfile: `${outdir}/main.mjs`, format: "esm", platform: "node" });
