// Modules made by tools/modules.mjs during a build.

declare module "gangka:icons" {
  /** Icon name > SVG path data, on a 24 × 24 grid, stroked. */
  export const icons: Readonly<Record<string, string>>;
}

declare module "gangka:card-icons" {
  /** The same, of every icon that a card may name. */
  export const icons: Readonly<Record<string, string>>;
}

declare module "gangka:assets" {
  /** Addresses that carry a content hash. */
  export const assets: Readonly<{ emergencyCss: string; scannerWasm: string }>;
}
