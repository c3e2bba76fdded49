/* For tests of the sources' text: every file below src/, and its syntax tree. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

const SRC = fileURLToPath(new URL(".", import.meta.url));

/* [{name: "auth/SignIn.tsx", text}] of the files with one of these endings. */
export function sources(...endings) {
  const inside = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? inside(file) : file;
    });
  return inside(SRC)
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => ({ name: path.relative(SRC, file), text: readFileSync(file, "utf8") }));
}

/* Every node of the file's syntax tree, in order. */
export function* nodesOf({ name, text }) {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const open = [file];
  while (open.length > 0) {
    const node = open.pop();
    yield node;
    open.push(...node.getChildren().reverse());
  }
}

export const placeOf = ({ name, text }, node) => `${name}:${text.slice(0, node.getStart()).split("\n").length}`;
