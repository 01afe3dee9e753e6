// The tokens as the colours a canvas needs, read from the stylesheet so that both can never disagree.

import { dashes, type Tone } from '@holdfast/pictures';

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
  'ok',
  'sunken',
  'water',
  'water-deep',
  'water-in',
  'air',
  'metal',
] as const;

export interface Palette {
  readonly token: Readonly<Record<(typeof names)[number] | Tone, string>>;
}

/** Resolves the tokens for the theme in force. */
export function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (name: string): readonly [string, string] => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  };
  const series = dashes.map((_, index) => `series-${index}`);
  const palette = { token: Object.fromEntries([...names, ...series].map(resolve)) as Palette['token'] };
  probe.remove();
  return palette;
}
