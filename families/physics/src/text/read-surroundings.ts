// Where a scene is: on a moon, under water, in the wind, on ice.

import { media, places } from './lexicon.ts';
import type { Surroundings } from './scene.ts';
import type { Sentence } from './sentence.ts';

/** Reads where it happens: gravity, medium, wind, ground; false where nothing of that is said here. */
export function readSurroundings(sentence: Sentence, around: Surroundings): boolean {
  if (
    sentence.phrase(
      'in [outer|deep|empty] space',
      'in zero gravity',
      'in zero g',
      'in microgravity',
      'without [any] gravity',
      'no gravity',
      'weightless',
      'in weightlessness',
      'in free fall',
      'in orbit',
    ) !== undefined
  ) {
    around.gravity = 0;
    around.ground = false;
    return true;
  }
  if (sentence.attempt(() => isZeroGravity(sentence, around))) return true;
  if (sentence.phrase('without [a|the] ground|floor', 'no ground|floor') !== undefined)
    return ((around.ground = false), true);
  if (sentence.phrase('without [any] friction', 'no friction', 'with no friction') !== undefined)
    return ((around.friction = 0), true);
  if (
    sentence.phrase(
      'on [the] ice',
      'on [a|an|the] icy|frozen ground|floor|lake|surface',
      'on a slippery floor|surface|ground',
    ) !== undefined
  )
    return ((around.friction = 0.03), true);
  if (sentence.phrase('on a frictionless floor|surface|ground|table') !== undefined)
    return ((around.friction = 0), true);
  if (sentence.phrase('in a vacuum', 'in vacuum') !== undefined) return true;
  return world(sentence, around) || medium(sentence, around) || wind(sentence, around);
}

function isZeroGravity(sentence: Sentence, around: Surroundings): true | undefined {
  if (sentence.phrase('with|in|at') === undefined && sentence.word() !== '0') return undefined;
  if (sentence.quantity('none') !== 0 || sentence.phrase('gravity|g') === undefined) return undefined;
  around.gravity = 0;
  around.ground = false;
  return true;
}

function world(sentence: Sentence, around: Surroundings): boolean {
  const found = sentence.attempt(() => {
    sentence.phrase('with', 'under');
    if (sentence.phrase('[the] gravity [is|of|set] [to|at]') !== undefined) {
      return sentence.quantity('acceleration', 'none') ?? named(sentence);
    }
    if (sentence.phrase('lunar gravity') !== undefined) return places['moon'];
    if (sentence.phrase('martian gravity', 'mars gravity') !== undefined) return places['mars'];
    return sentence.phrase('on', 'at', 'to') === undefined ? undefined : named(sentence);
  });
  if (found === undefined) return false;
  around.gravity = found;
  return true;
}

function named(sentence: Sentence): number | undefined {
  sentence.phrase('the surface of', 'the', 'planet');
  const gravity = places[sentence.word()];
  if (gravity !== undefined) sentence.at += 1;
  return gravity;
}

function medium(sentence: Sentence, around: Surroundings): boolean {
  const medium = sentence.attempt(() => {
    if (
      sentence.phrase('in|under|through|inside [a|the] [pool|tank|bath|sea|bowl] [of]') === undefined &&
      sentence.word() !== 'underwater'
    )
      return undefined;
    const found = media[sentence.word()];
    if (found !== undefined) sentence.at += 1;
    return found;
  });
  if (medium === undefined) return false;
  around.medium = medium;
  return true;
}

function wind(sentence: Sentence, around: Surroundings): boolean {
  const wind = sentence.attempt(() => {
    sentence.phrase('in [a|an|the]', 'with [a|an]');
    const before = sentence.quantity('speed');
    const strength = sentence.phrase('strong') === undefined ? 5 : 15;
    if (sentence.phrase('wind|breeze') === undefined) return undefined;
    sentence.phrase('of');
    return before ?? sentence.quantity('speed') ?? strength;
  });
  if (wind === undefined) return false;
  around.wind = wind;
  around.medium ??= media['air']!;
  return true;
}
