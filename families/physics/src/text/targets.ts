// What a sentence about an existing world speaks of: its bodies, fixed geoms, springs and ropes, found by name, kind and look.

import type { PhysicsInput } from '../document.ts';
import type { BodyInput } from '../spec/body.ts';
import { colors, materialWords, singulars } from './lexicon.ts';
import type { Sentence } from './sentence.ts';

/** An object as JSON that may be changed. */
export type Loose = Record<string, unknown>;

export interface Target {
  readonly kind: 'body' | 'geom' | 'spring' | 'rope';
  readonly name: string;
  readonly object: Loose;
  /** The list it is in. */
  readonly list: Loose[];
}

/** Everything with a name, bodies before what they carry. */
export function targetsOf(world: PhysicsInput): Target[] {
  const targets: Target[] = [];
  const walk = (bodies: readonly BodyInput[]) => {
    for (const body of bodies) {
      targets.push({
        kind: 'body',
        name: body.name,
        object: body as unknown as Loose,
        list: bodies as unknown as Loose[],
      });
      walk(body.bodies ?? []);
    }
  };
  walk(world.bodies ?? []);
  const rest = (
    kind: Target['kind'],
    list: readonly { readonly name?: string | undefined }[] | undefined,
  ) => {
    for (const object of list ?? [])
      if (object.name !== undefined)
        targets.push({
          kind,
          name: object.name,
          object: object,
          list: list as unknown as Loose[],
        });
  };
  rest('geom', world.geoms);
  rest('spring', world.springs);
  rest('rope', world.ropes);
  return targets;
}

/** The geoms of a body, or the geom itself. */
export function geomsOf({ kind, object }: Target): Loose[] {
  if (kind === 'body') return (object['geoms'] ?? []) as Loose[];
  return kind === 'geom' ? [object] : [];
}

/** Takes "the red ball", "both boxes", "box 2" and gives what it speaks of; undefined where it is nothing here. */
export function readTargets(sentence: Sentence, all: readonly Target[]): readonly Target[] | undefined {
  return sentence.attempt(() => {
    const plural =
      sentence.phrase('all [of] [the]', 'every', 'both [of] [the]', 'each [of] [the]') !== undefined;
    sentence.phrase('the', 'its', 'a');
    let left = all;
    for (; ; sentence.at += 1) {
      const word = sentence.word();
      const found = named(sentence, left);
      if (found !== undefined) return plural || found.plural ? found.targets : found.targets.slice(0, 1);
      const color = colors[word];
      const material = materialWords.get(word);
      if (color === undefined && material === undefined) return undefined;
      left = left.filter((target) =>
        geomsOf(target).some(
          (geom) =>
            JSON.stringify(geom['color']) === JSON.stringify(color) ||
            (material !== undefined && geom['material'] === material),
        ),
      );
    }
  });
}

function named(
  sentence: Sentence,
  all: readonly Target[],
): { readonly targets: readonly Target[]; readonly plural: boolean } | undefined {
  for (let words = 4; words > 0; words--) {
    const texts = sentence.tokens.slice(sentence.at, sentence.at + words).map(({ text }) => text);
    if (texts.length < words) continue;
    const noun = sentence.noun();
    for (const last of singulars(texts.at(-1)!)) {
      const name = [...texts.slice(0, -1), last].join(' ');
      const exact = all.filter((target) => target.name.replaceAll('-', ' ') === name);
      const kind = noun?.words === words ? noun.noun.kind : name;
      const like = all.filter((target) => new RegExp(`^${kind}( \\d+)?$`).test(target.name));
      const isPlural = last !== texts.at(-1);
      const targets = isPlural || exact.length === 0 ? like : exact;
      if (targets.length === 0) continue;
      sentence.at += words;
      return { targets, plural: isPlural };
    }
  }
  return undefined;
}
