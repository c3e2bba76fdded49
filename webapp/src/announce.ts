/* Says something to those who hear the page, in its live region (document.ts). */
export function announce(text: string) {
  document.getElementById("status")!.textContent = text;
}
