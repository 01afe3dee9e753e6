// Noun phrases and what is said about their thing: counts, adjectives, measures, materials.

import { colors, heaps, materialWords, sizes, weights, type Noun } from './lexicon.ts';
import type { Dimension } from './quantity.ts';
import type { MeasureName, Measures, Thing } from './scene.ts';
import type { Sentence } from './sentence.ts';

/** What a bare quantity of a dimension measures. */
const byDimension: Partial<Record<Dimension, MeasureName>> = {
  mass: 'mass',
  angle: 'angle',
  speed: 'speed',
  spin: 'spin',
  stiffness: 'stiffness',
  damping: 'damping',
  density: 'density',
};

const measureWords: readonly (readonly [string, MeasureName, readonly Dimension[]])[] = [
  ['mass|weight', 'mass', ['mass']],
  ['radius', 'radius', ['length', 'none']],
  ['diameter', 'diameter', ['length', 'none']],
  ['length', 'length', ['length', 'none']],
  ['height', 'height', ['length', 'none']],
  ['width', 'width', ['length', 'none']],
  ['size|edge|side', 'size', ['length', 'none']],
  ['thickness', 'thickness', ['length', 'none']],
  ['angle|inclination|slope|amplitude', 'angle', ['angle']],
  ['speed|velocity', 'speed', ['speed', 'none']],
  ['spin', 'spin', ['spin']],
  ['rotation speed', 'spin', ['spin']],
  ['angular velocity', 'spin', ['spin', 'none']],
  ['stiffness', 'stiffness', ['stiffness', 'none']],
  ['spring constant', 'stiffness', ['stiffness', 'none']],
  ['damping', 'damping', ['damping', 'none']],
  ['friction [coefficient]', 'friction', ['none', 'share']],
  ['coefficient of friction', 'friction', ['none', 'share']],
  ['bounce|bounciness|restitution|elasticity', 'bounce', ['none', 'share']],
  ['coefficient of restitution', 'bounce', ['none', 'share']],
  ['density', 'density', ['density', 'none']],
  ['spacing|gap', 'gap', ['length', 'none']],
];

const partWords =
  'link|links|segment|segments|joint|joints|dof|leg|legs|legged|storey|story|finger|fingers|axis|axes|body|bodies|pole|poles|blade|blades|stage|stages|level|levels|layer|layers|element|elements';

/** Adjectives behind a quantity: "2 m long". */
const afterLength: readonly (readonly [string, MeasureName])[] = [
  ['long', 'length'],
  ['tall|high', 'height'],
  ['wide', 'width'],
  ['thick', 'thickness'],
  ['in diameter', 'diameter'],
  ['across', 'diameter'],
  ['in radius', 'radius'],
  ['apart', 'gap'],
  ['in length', 'length'],
  ['in height', 'height'],
];

/** An adjective before a noun; false where the word is none. */
function adjective(sentence: Sentence, thing: Draft): boolean {
  const word = sentence.word();
  const { measures } = thing;
  if (word in sizes) measures.scale = (measures.scale ?? 1) * sizes[word]!;
  else if (word in weights) measures.weight = (measures.weight ?? 1) * weights[word]!;
  else if (materialWords.has(word)) thing.material = materialWords.get(word)!;
  else if (word in colors) thing.color = word;
  else if (/^(fixed|static|immovable|anchored|stationary)$/.test(word)) thing.fixed = true;
  else if (/^(frictionless|smooth)$/.test(word)) measures.friction = 0;
  else if (word === 'slippery') measures.friction = 0.05;
  else if (/^(rough|sticky)$/.test(word)) measures.friction = 1.2;
  else if (/^(bouncy|elastic|bouncing|superball)$/.test(word)) measures.bounce = 0.85;
  else if (word === 'spinning') measures.spin = 30;
  else if (/^(rolling|moving|flying|sliding)$/.test(word)) measures.speed = 3;
  else if (
    /^(falling|swinging|solid|homogeneous|rigid|uniform|standard|simple|single|round|square|flat|vertical|horizontal|free|metal|hanging|identical|equal|same|big|second|another|other|more|playground|inclined|tilted)$/.test(
      word,
    )
  )
    return take(sentence, /^(falling)$/.test(word) ? () => (measures.drop ??= 1.5) : undefined);
  else return false;
  return take(sentence);
}

function take(sentence: Sentence, effect?: () => void): true {
  effect?.();
  sentence.at += 1;
  return true;
}

interface Draft {
  count: number;
  measures: Measures;
  material?: string;
  color?: string;
  fixed: boolean;
}

/** Reads a noun phrase; a bare number is its count. */
export function readThing(sentence: Sentence): Thing | undefined {
  return sentence.attempt(() => {
    const start = sentence.at;
    const thing: Draft = { count: 0, measures: {}, fixed: false };
    const lengths: number[] = [];
    sentence.phrase('a', 'an', 'the', 'some', 'another', 'its', 'each');
    for (;;) {
      // "four-bar linkage": a number that is part of a name.
      const named = sentence.noun();
      if (named !== undefined && named.words > 1) return finish(sentence, thing, lengths, named, start);
      if (parts(sentence, thing.measures)) continue;
      const count = sentence.quantity('none');
      if (count !== undefined) {
        thing.count = count;
        sentence.phrase('of');
        continue;
      }
      if (sizedQuantity(sentence, thing.measures, lengths)) continue;
      const found = sentence.noun();
      if (found !== undefined && !isAdjectiveHere(sentence, found.words))
        return finish(sentence, thing, lengths, found, start);
      if (sentence.word() === 'several' || sentence.word() === 'many') {
        thing.count = sentence.word() === 'many' ? 10 : 4;
        sentence.at += 1;
        continue;
      }
      if (adjective(sentence, thing) || sentence.phrase('and', ',') !== undefined) continue;
      return undefined;
    }
  });
}

/** "rock", "metal" and the like before another noun. */
function isAdjectiveHere(sentence: Sentence, words: number): boolean {
  if (words > 1) return false;
  const word = sentence.word();
  if (!materialWords.has(word) && !(word in sizes)) return false;
  return true;
}

function finish(
  sentence: Sentence,
  draft: Draft,
  lengths: readonly number[],
  { noun, words, plural }: { noun: Noun; words: number; plural: boolean },
  start: number,
): Thing {
  sentence.at += words;
  const { count, measures, ...rest } = draft;
  for (const length of lengths) measures[noun.default] ??= length;
  const isRow = noun.kind === 'dominoes' || noun.kind === 'pins';
  if (isRow && count > 1) measures.parts ??= count;
  const number = isRow ? 1 : count >= 1 ? count : plural ? 3 : 1;
  const thing: Thing = {
    ...rest,
    kind: noun.kind,
    count: Math.floor(number),
    isCounted: count >= 1,
    measures,
    heading: 'forward',
    from: sentence.tokens[start]!.from,
    to: sentence.tokens[sentence.at - 1]!.to,
  };
  if (heaps.has(noun.kind)) readElement(sentence, thing);
  return thing;
}

/** "of 8 wooden blocks" behind a heap. */
function readElement(sentence: Sentence, thing: Thing): void {
  sentence.attempt(() => {
    if (sentence.phrase('of', 'made of', 'with', 'built from', 'built of', 'from') === undefined)
      return undefined;
    const element = readThing(sentence);
    if (element === undefined || element.kind === thing.kind) return undefined;
    const isSolid = /^(ball|box|cylinder|disc|capsule|egg|plank|dominoes|rod|pins)$/.test(element.kind);
    if (!isSolid) return undefined;
    thing.element = element;
    const many =
      element.kind === 'dominoes' ? (element.measures.parts ?? 0) : element.isCounted ? element.count : 0;
    if (many > 1) thing.measures.parts ??= many;
    return element;
  });
}

/** "5-link", "3 legged". */
function parts(sentence: Sentence, measures: Measures): boolean {
  const read = sentence.attempt(() => {
    const degrees = sentence.quantity('angle');
    if (degrees !== undefined)
      return sentence.phrase('of freedom') === undefined ? undefined : Math.round((degrees * 180) / Math.PI);
    const count = sentence.quantity('none');
    return count === undefined || sentence.phrase(partWords) === undefined ? undefined : count;
  });
  if (read === undefined) return false;
  measures.parts = read;
  return true;
}

/** "2 kg", "30 degree", "2 m long", before a noun. */
function sizedQuantity(sentence: Sentence, measures: Measures, lengths: number[]): boolean {
  const length = sentence.quantity('length');
  if (length !== undefined) {
    const named = afterLength.find(([word]) => sentence.phrase(word) !== undefined);
    if (named === undefined) lengths.push(length);
    else measures[named[1]] = length;
    return true;
  }
  for (const [dimension, measure] of Object.entries(byDimension) as [Dimension, MeasureName][]) {
    const value = sentence.quantity(dimension);
    if (value === undefined) continue;
    measures[measure] = value;
    if (measure === 'mass') sentence.phrase('heavy');
    return true;
  }
  return false;
}

/** "with a mass of 2 kg", "2 m long", "of steel", behind a noun. */
export function readMeasure(sentence: Sentence, thing: Thing, bareLength: MeasureName): boolean {
  const done = sentence.attempt(() => {
    const isOf = sentence.phrase('of', 'made [out] of', 'is', 'weighing', 'weighs') !== undefined;
    if (!isOf)
      sentence.phrase(
        'with [a|an|the]',
        'has [a|an|the]',
        'having [a|an]',
        'and [a|an]',
        'a',
        'an',
        'the',
        'whose',
      );
    if (parts(sentence, thing.measures)) return true;
    for (const [words, measure, dimensions] of measureWords) {
      const value = sentence.attempt(() => {
        if (sentence.phrase(words) === undefined) return undefined;
        sentence.phrase('of', 'is', 'equal to', 'about', '=');
        return sentence.quantity(...dimensions);
      });
      if (value === undefined) continue;
      thing.measures[measure] = value;
      return true;
    }
    const lengths: number[] = [];
    const token = sentence.tokens[sentence.at];
    if (token?.value !== undefined && sizedQuantity(sentence, thing.measures, lengths)) {
      const next = sentence.noun();
      // "and 2 kg box" begins another thing.
      if (next !== undefined && !isOf) return undefined;
      sentence.phrase('each');
      if (lengths.length > 0) thing.measures[bareLength] = lengths[0]!;
      return isOf || lengths.length === 0 || sentence.tokens[sentence.at - 1] !== token ? true : undefined;
    }
    const material = materialWords.get(sentence.word());
    if (isOf && material !== undefined) {
      thing.material = material;
      sentence.at += 1;
      return true;
    }
    return undefined;
  });
  return done === true;
}
