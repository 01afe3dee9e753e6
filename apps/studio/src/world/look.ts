// The colours of a scene in light and dark. Bodies keep theirs in both, so that a pictured world is recognised.

import type { SceneColour } from '@holdfast/catalog';
import type { SceneLook } from './stage.ts';

const bodies = [
  '#3b82d6',
  '#e8833a',
  '#2fa67f',
  '#b463ad',
  '#d9aa2b',
  '#3ea3c4',
  '#7b78e2',
  '#d4587f',
  '#8aa53c',
  '#b07a52',
] as const;

export const lightLook: SceneLook = {
  dark: false,
  zenith: '#d5e3f1',
  horizon: '#f6f8fa',
  ground: '#f2f6fa',
  grid: '#c3cedb',
  fixed: '#c3ccd5',
  cord: '#6b7785',
  accent: '#0b5fc4',
  arrow: '#c4500b',
  force: '#b3126b',
  bodies,
};

export const darkLook: SceneLook = {
  dark: true,
  zenith: '#0b1017',
  horizon: '#1c2530',
  ground: '#2b3643',
  grid: '#46545f',
  fixed: '#5c6a78',
  cord: '#a3b0bd',
  accent: '#6fb0ff',
  arrow: '#ff9d5c',
  force: '#ff86c8',
  bodies,
};

export function lookOf(theme: 'light' | 'dark'): SceneLook {
  return theme === 'dark' ? darkLook : lightLook;
}

/** Red, green and blue, 0 .. 1, of a colour written #rrggbb. */
export function partsOfHex(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** What a geom is drawn in: its author's colour, else that of its body. */
export function colourOf(colour: SceneColour | undefined, body: number, look: SceneLook): SceneColour {
  if (colour !== undefined) return colour;
  const [red, green, blue] = partsOfHex(body < 0 ? look.fixed : look.bodies[body % look.bodies.length]!);
  return [red, green, blue, 1];
}
