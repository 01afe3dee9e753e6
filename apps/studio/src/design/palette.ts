// The tokens as the colours a canvas needs, read from the stylesheet so that both can never disagree.

const names = [
  'ink',
  'ink-2',
  'ink-3',
  'surface',
  'line',
  'line-strong',
  'grid',
  'accent',
  'band',
  'fill',
  'warn',
  'bad',
] as const;

/** Dashes that tell series apart without colour; CSS pixels on and off. */
export const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
  [1, 2],
  [6, 2, 1, 2, 1, 2],
  [3, 6],
  [10, 2],
];

export interface Palette {
  readonly token: Readonly<Record<(typeof names)[number], string>>;
  /** Ten colours that stay apart for every common colour vision, each to be used with the dash of its index. */
  readonly series: readonly string[];
}

/** Resolves the tokens for the theme in force. */
export function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    token: Object.fromEntries(names.map((name) => [name, resolve(name)])) as Palette['token'],
    series: dashes.map((_, index) => resolve(`series-${index}`)),
  };
  probe.remove();
  return palette;
}
