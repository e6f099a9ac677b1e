// Judging what the server says a phone should hold, and what a phone keeps of a post for its lists.
import type { CrewBundle, HazardBundle, Manifest, PersonalBundle, PlanBundle, PostBundle, ReciteBundle } from "./wire";

export type Bundle = PostBundle | PlanBundle | HazardBundle | PersonalBundle | ReciteBundle | CrewBundle;

export interface PostSummary {
  id: string;
  title: string;
  units: string[];
  level: number | null;
  acts: string;
  tokens: string[];
  codes: string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const isBundleKey = (key: string): boolean => /^[a-z]+:[\w-]+$/.test(key);

export function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || typeof value["epoch"] !== "string" || typeof value["account"] !== "string") return false;
  const { bundles } = value;
  return isRecord(bundles) && Object.entries(bundles).every(([key, hash]) => isBundleKey(key) && typeof hash === "string" && hash !== "");
}

const KNOWN: ReadonlySet<string> = new Set(["post", "plan", "hazard", "recite", "crew", "me"]);

/** A newer server may list kinds that only a newer app can read: these wait for it, and hold up nothing else. */
export function readable({ bundles, ...rest }: Manifest): Manifest {
  const isKnown = ([key]: [string, string]): boolean => KNOWN.has(key.slice(0, key.indexOf(":")));
  return { ...rest, bundles: Object.fromEntries(Object.entries(bundles).filter(isKnown)) };
}

/** Another person's list, or an empty one where there was something, is a server's mistake and no reason to drop cards. */
export function isPlausible(manifest: Manifest, account: string, held: number): boolean {
  return manifest.account === account && (held === 0 || Object.keys(manifest.bundles).length > 0);
}

/** Is this the bundle that `key` asked for? */
export function isBundle(value: unknown, key: string): value is Bundle {
  if (!isRecord(value) || value["id"] !== key.slice(key.indexOf(":") + 1)) return false;
  switch (key.slice(0, key.indexOf(":"))) {
    case "me": return typeof value["name"] === "string";
    case "plan": return Array.isArray(value["items"]);
    case "recite": return isRecord(value["rules"]);
    case "crew": return isRecord(value["rules"]) && Array.isArray(value["people"]);
    case "hazard": return typeof value["state"] === "string" && Array.isArray(value["steps"]);
    default: return Array.isArray(value["cards"]) && Array.isArray(value["labels"]);
  }
}

export const isPost = (bundle: Bundle): bundle is PostBundle => "cards" in bundle;

export function summaryOf({ id, title, units, level, acts, labels }: PostBundle): PostSummary {
  return { id, title, units, level, acts, tokens: labels.map(({ token }) => token), codes: labels.map(({ code }) => code) };
}

/** The posts of a list whose title or unit holds every word that was typed. */
export function matching(posts: readonly PostSummary[], typed: string): PostSummary[] {
  const words = typed.trim().split(/\s+/);
  return posts.filter(({ title, units }) => words.every((word) => `${units.join(" ")} ${title}`.includes(word)));
}
