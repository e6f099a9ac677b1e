// Writes model/wire.ts from model/wire.schema.json (which `python -m app.sync.wire` writes).
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(await readFile("model/wire.schema.json", "utf8"));
const bannerComment = "// Generated from wire.schema.json by `npm run types`. Change app/*/schemas.py, never this file.";
const types = await compile(schema, "Wire", { additionalProperties: false, bannerComment, unreachableDefinitions: true });

const emptyRoot = /export interface Wire \{\n  \[k: string\]: unknown;\n\}\n/;
const references = /\/\*\*\n \* This interface was referenced by [\s\S]*?\*\/\n/g;
const lines = / \*\n \* This interface was referenced by [\s\S]*?\n \* via the `definition` "\w+"\.\n/g;
await writeFile("model/wire.ts", types.replace(lines, "").replace(references, "").replace(emptyRoot, ""));
