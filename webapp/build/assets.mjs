/* Files for browsers: named by their contents, so that they may be cached for ever, and compressed
 * once here instead of at each answer. */
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const HASH_CHARACTERS = 12;

export const brotli = (data) =>
  brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });

/* "auth.de.js" becomes {name: "auth.de.HASH.js", integrity, data}. */
export function named(plain, data) {
  const digest = createHash("sha384").update(data).digest();
  const hash = digest.toString("hex").slice(0, HASH_CHARACTERS);
  const dot = plain.lastIndexOf(".");
  return {
    plain,
    name: `${plain.slice(0, dot)}.${hash}${plain.slice(dot)}`,
    integrity: `sha384-${digest.toString("base64")}`,
    data,
  };
}

export const compressed = ({ name, data }) => [
  [`assets/${name}`, data],
  [`assets/${name}.br`, brotli(data)],
  [`assets/${name}.gz`, gzipSync(data, { level: 9 })],
];
