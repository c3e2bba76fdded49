import type common from "../common/en.json";
import type own from "./en.json";

declare const messages: typeof common & typeof own;
export default messages;
