// Icons as single path data: the outline set joins into one `d` an icon, a third of the markup's size.
import { readFile } from "node:fs/promises";

const outline = (name) => `node_modules/@tabler/icons/icons/outline/${name}.svg`;

/** [name, whether the app itself draws it] */
async function names() {
  const lines = (await readFile("icons.txt", "utf8")).split("\n");
  const named = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return named.map((line) => line.split(" ")).map(([name, mark]) => [name, mark === "app"]);
}

function pathData(name, svg) {
  const paths = [...svg.matchAll(/<path d="([^"]+)"/g)].map((match) => match[1]);
  const joinable = paths.length > 0 && paths.every((path) => path.startsWith("M"));
  if (!joinable) throw new Error(`${name}: its paths do not join into one`);
  return paths.join("");
}

/** {name: path data}: `app` for what the app draws, `all` for every icon in icons.txt. */
export async function readIcons() {
  const own = JSON.parse(await readFile("own-icons.json", "utf8"));
  const draw = async (name) => own[name] ?? pathData(name, await readFile(outline(name), "utf8"));
  const drawn = await Promise.all((await names()).map(async ([name, isApps]) => ({ name, isApps, d: await draw(name) })));
  const table = (some) => Object.fromEntries(some.map(({ name, d }) => [name, d]));
  return { app: table(drawn.filter(({ isApps }) => isApps)), all: table(drawn) };
}

/** {name: inner SVG markup}, for pages that the server renders. */
export function iconMarkup(icons) {
  return Object.fromEntries(Object.entries(icons).map(([name, d]) => [name, `<path d="${d}"/>`]));
}
