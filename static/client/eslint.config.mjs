// Strict TypeScript, and the walls between the rooms.
import tseslint from "typescript-eslint";

const BROWSER = ["window", "document", "navigator", "location", "localStorage", "history", "fetch", "indexedDB", "caches"];
const noGlobals = (names, message) => ["error", ...names.map((name) => ({ name, message }))];
const noImports = (...patterns) => ["error", { patterns }];

const onlyApi = noGlobals(["fetch", "XMLHttpRequest", "EventSource", "WebSocket", "indexedDB"], "sync/api.ts calls the server, store/ opens IndexedDB.");
const idb = { group: ["idb"], message: "Only store/ opens IndexedDB." };
const drawing = { regex: "^(\\.\\./)+screens/(?!((learn|recite)/(entry|read)|spot/entry)$)", message: "Only what screens reckon without drawing." };
const upwards = (...rooms) => ({ group: rooms.flatMap((room) => [`../${room}/*`, `../../${room}/*`]), message: "Imports run down: simulate | screens > sync > outbox > store, device > model." });

export default tseslint.config(
  { ignores: ["node_modules", "model/wire.ts"] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts", "**/*.tsx"] })),
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./sw/tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 45, skipBlankLines: true, skipComments: true }],
      "no-restricted-globals": onlyApi,
      "no-restricted-imports": noImports(idb),
      "no-restricted-properties": ["error", { object: "window", property: "fetch", message: "Through sync/api.ts." }],
      "@typescript-eslint/no-confusing-void-expression": "off", // `return say(…)` ends a function and says so
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unnecessary-condition": "off", // old browsers lack what the DOM types promise
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["model/**"],
    rules: {
      "no-restricted-globals": noGlobals(BROWSER, "model/ is pure: values in, values out."),
      "no-restricted-imports": noImports(idb, upwards("store", "outbox", "sync", "device", "screens", "simulate")),
    },
  },
  { files: ["store/**"], rules: { "no-restricted-imports": noImports(upwards("outbox", "sync", "device", "screens", "simulate")) } },
  { files: ["device/**"], rules: { "no-restricted-imports": noImports(idb, upwards("store", "outbox", "sync", "screens", "simulate")) } },
  { files: ["outbox/**"], rules: { "no-restricted-imports": noImports(idb, upwards("sync", "device", "screens", "simulate")) } },
  { files: ["sync/**"], rules: { "no-restricted-imports": noImports(idb, upwards("screens", "simulate")) } },
  { files: ["console/editor_send.ts", "console/upload.ts"], rules: { "no-restricted-globals": "off" } }, // the console's own pages, not the API
  { files: ["sync/api.ts", "sw/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["console/**"], rules: { "no-restricted-globals": noGlobals(["indexedDB"], "Only store/ opens IndexedDB.") } }, // its own pages' addresses, no phone's
  {
    files: ["simulate/**"], // Node, not a browser: it plays the phone, so the network and the storage are its own
    rules: { "no-restricted-globals": "off", "no-restricted-imports": noImports(idb, upwards("device", "sw", "public"), drawing) },
  },
  {
    files: ["**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "off", // node:test waits for its own
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines-per-function": "off",
      "no-restricted-imports": "off",
      "no-restricted-globals": "off",
    },
  },
);
