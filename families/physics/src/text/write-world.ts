// A sentence becomes a world, or the questions that stand in the way.

import type { PhysicsInput } from '../document.ts';
import { worldOf } from './place-things.ts';
import { readScene, textMost } from './read-scene.ts';
import type { Question } from './scene.ts';

export type WrittenWorld =
  | { readonly ok: true; readonly world: PhysicsInput; readonly name: string }
  | { readonly ok: false; readonly questions: readonly Question[] };

/** Reads a sentence such as "a 2 kg ball on a 30 degree ramp". Same text, same world. What is not understood is asked about. */
export function worldFromText(text: string): WrittenWorld {
  if (text.length > textMost) {
    const message = `A text has at most ${textMost} characters, this one has ${text.length}. Say it shorter.`;
    return {
      ok: false,
      questions: [{ from: textMost, to: text.length, text: '', message, suggestions: [] }],
    };
  }
  const scene = readScene(text);
  if (scene.questions.length > 0) return { ok: false, questions: scene.questions };
  return { ok: true, world: worldOf(scene), name: text.trim().slice(0, 80) };
}
