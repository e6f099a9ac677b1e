// The public card's small script: it keeps the card on the phone, says so once it is true, and opens emergency mode.
// Without service workers, or without any of this, the card is whole.
import { comfort } from "../store/comfort";
import { printWords, readVersions, versionsIn } from "../model/print";
import { isWeChat } from "../model/wechat";
import { keepPages, offlineReady, register, tell } from "../sync/worker";

const { token, version } = document.body.dataset;
const here = location.pathname;

function line(words: string, onPress?: () => void): void {
  const box = document.getElementById("live");
  if (!box) return;
  const shown = document.createElement(onPress ? "button" : "p");
  shown.textContent = words;
  if (onPress) shown.addEventListener("click", onPress);
  box.textContent = "";
  box.append(shown);
  box.hidden = false;
}

/** In the header where it has room for it: what is being read must not move. */
function markReady(): void {
  const place = document.getElementById("offline");
  if (!place) return line("✓ 已可离线使用");
  place.textContent = "✓ 已可离线使用";
  place.hidden = false;
}

const cardPaths = (): string[] =>
  [here, ...[...document.querySelectorAll<HTMLAnchorElement>("a[data-card]")].map((link) => new URL(link.href).pathname)];

const kept = async (path: string): Promise<string> => (await (await caches.match(path))?.text()) ?? "";

/** Everything that opens without a signal, read back. */
async function isWhole(paths: readonly string[]): Promise<boolean> {
  const pages = await Promise.all(paths.map(kept));
  return pages.every((html) => html.includes("</html>")) && await offlineReady();
}

const versionOf = (html: string): string | undefined => /data-version="([^"]*)"/.exec(html)?.[1];

// The page under the reader is never swapped: the newer one waits for a tap.
async function sayWhatIsNew(): Promise<void> {
  const found = await caches.match(here);
  if (found?.headers.get("X-Gangka-Gone")) return line("这张码已停用。找班长要新码");
  const latest = found && versionOf(await found.text());
  if (latest !== undefined && latest !== version) line("卡有新版，点这里看", () => location.reload());
}

/** WeChat's browser keeps nothing for sure: no mark there, but the way out. */
function showWayOut(): void {
  const box = document.getElementById("mine");
  if (!box) return;
  const link = document.createElement("a");
  link.href = "/#/wechat";
  link.textContent = "微信里存不住，没信号看不到。点这里，换浏览器打开";
  box.append(link);
  box.hidden = false;
}

async function keepThisCard(): Promise<void> {
  const registration = await register();
  if (!registration) return;
  const paths = cardPaths();
  const isKept = await keepPages(paths, false);
  if (isKept && await isWhole(paths)) markReady();
  await tell({ type: "check" });
  await sayWhatIsNew();
}

/** Whoever scanned a print is told where it is older than the card, or the card here older than the print. */
function comparePrint(): void {
  const [print, here] = [versionsIn(location.search), readVersions(document.body.dataset["all"] ?? "")];
  const words = print && here ? printWords(print, here) : "";
  if (words !== "") line(words);
}

function offerSteps(): void {
  const button = document.getElementById("step-mode");
  if (!button || !document.querySelector("section.scenario li")) return;
  button.hidden = false;
  button.addEventListener("click", () => void import("./steps").then(({ openPageSteps }) => openPageSteps()));
}

async function signedInView(): Promise<void> {
  if (token === undefined) return;
  const { remember, showMine } = await import("./mine");
  await Promise.all([remember(token), showMine(token)]);
}

document.documentElement.toggleAttribute("data-care", comfort());
offerSteps();
comparePrint();
if (isWeChat(navigator.userAgent)) showWayOut();
else void keepThisCard().catch(() => undefined);
void signedInView().catch(() => undefined);
