/* Every text there is, for the compiler's look at all entry points at once; its look at one of them
 * (src/auth/tsconfig.json) knows only the texts that its script holds. */
import type auth from "./auth/en.json";
import type common from "./common/en.json";

declare const messages: typeof common & typeof auth;
export default messages;
