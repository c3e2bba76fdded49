import type { Language } from "../views";

/* Each in its own words, as the switch shows them. */
export const NAMES: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
};

export const directionOf = (lang: string): "ltr" | "rtl" => (lang === "ar" ? "rtl" : "ltr");
