/* Drawn on a grid of 24 in the text's colour; they repeat what words say, so that readers skip them. */
const EYE = "M2.75 12S6 5.75 12 5.75 21.25 12 21.25 12 18 18.25 12 18.25 2.75 12 2.75 12Z";
const PUPIL = "M12 9.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5Z";
const RING = "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z";

const SHAPES = {
  alert: `${RING}m0 4.5v5.25m0 3.5v.25`,
  check: "m5 12.5 4.5 4.5L19 7.5",
  eye: EYE + PUPIL,
  eye_closed: `${EYE}${PUPIL}M4 20 20 4`,
  down: "m7 10 5 5 5-5",
  globe: `${RING}c5 5 5 13 0 18-5-5-5-13 0-18ZM3.5 9h17m-17 6h17`,
} as const;

interface Props {
  name: keyof typeof SHAPES;
  size?: 16 | 20 | 24;
}

/* It grows with the text. */
export function Icon({ name, size = 20 }: Props) {
  const length = `${size / 16}rem`;
  return (
    <svg class="icon" viewBox="0 0 24 24" width={length} height={length} aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
