/* Drawn on a grid of 24 in the text's colour; they repeat what words say, so that readers skip them. */
const SHAPES = {
  alert: "M12 7v6m0 3.5v.5M12 2.75a9.25 9.25 0 1 1 0 18.5 9.25 9.25 0 0 1 0-18.5Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
};

export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
