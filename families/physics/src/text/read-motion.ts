// How things move at the start: speed, height, angle, spin, direction.

import { materialWords } from './lexicon.ts';
import type { MeasureName, Thing } from './scene.ts';
import type { Sentence } from './sentence.ts';

/** Reads how things move at the start; false where nothing of that is said here. */
export function readMotion(sentence: Sentence, things: readonly Thing[]): boolean {
  if (things.length === 0) return false;
  const set = (name: MeasureName, value: number) => {
    for (const thing of things) thing.measures[name] = value;
  };
  let up = false;
  const speed = sentence.attempt(() => {
    sentence.phrase(
      '[that|which] [is] moving|going|thrown|launched|fired|shot|rolling|sliding|travelling|traveling|flying|running|kicked|pushed|moves|rolls|slides|driving|drives',
    );
    if (sentence.phrase('[straight] up|upward|upwards', 'vertically') !== undefined) up = true;
    else sentence.phrase('horizontally', 'forward');
    sentence.phrase('at', 'with', 'with [a|an] [initial] speed|velocity [of]', 'by');
    return sentence.quantity('speed');
  });
  if (speed !== undefined) {
    set('speed', speed);
    if (up) for (const thing of things) thing.heading = 'up';
    return true;
  }
  const drop = sentence.attempt(() => {
    sentence.phrase('[that|which] [is] dropped|falling|falls|released|drops|let|starting|fall [go]');
    if (sentence.phrase('from [a|an] [height] [of]') === undefined) return undefined;
    return sentence.quantity('length');
  });
  if (drop !== undefined) {
    sentence.phrase('high', 'height', 'above [the] ground|floor', 'up');
    set('drop', drop);
    return true;
  }
  const angle = sentence.attempt(() => {
    sentence.phrase(
      '[that|which] [is] released|starting|inclined|tilted|sloped|raised|held|displaced|deflected|starts|sloping|angled|leaning|launched|thrown|fired',
    );
    sentence.phrase('at|from|by|to [an|the] [angle] [of]', 'with an angle of');
    const value = sentence.quantity('angle');
    sentence.phrase(
      'angle',
      'from [the] vertical',
      'from [the] horizontal',
      'above [the] horizontal',
      'elevation',
    );
    return value;
  });
  if (angle !== undefined) {
    set('angle', angle);
    return true;
  }
  const spin = sentence.attempt(() => {
    sentence.phrase('spinning|rotating|turning [at|with]', 'at');
    return sentence.quantity('spin');
  });
  if (
    spin !== undefined ||
    sentence.phrase('[that|which] [is] spinning|rotating|turning|spins|rotates [fast]') !== undefined
  ) {
    set('spin', spin ?? 30);
    return true;
  }
  return readHeading(sentence, things, set);
}

function readHeading(
  sentence: Sentence,
  things: readonly Thing[],
  set: (name: MeasureName, value: number) => void,
): boolean {
  const heading = (to: Thing['heading']) => {
    for (const thing of things) thing.heading = to;
    return true;
  };
  if (
    sentence.phrase('to the right', 'rightwards|rightward', 'forward|forwards', 'horizontally') !== undefined
  )
    return heading('forward');
  if (sentence.phrase('to the left', 'leftwards|leftward', 'backwards|backward') !== undefined)
    return heading('back');
  if (
    sentence.phrase('straight up', 'upwards|upward', 'into the air', 'up in the air', 'vertically') !==
    undefined
  )
    return heading('up');
  if (sentence.phrase('downwards|downward') !== undefined) return heading('down');
  if (sentence.phrase('[that|which] [is] thrown|launched|fired|shot|kicked|pushed') !== undefined) {
    for (const thing of things) thing.measures.speed ??= 5;
    return true;
  }
  if (sentence.phrase('[that|which] [is] dropped|falling|falls|released|drops [down]') !== undefined) {
    for (const thing of things) thing.measures.drop ??= 1;
    return true;
  }
  if (sentence.phrase('[that|which] bouncing|bounces') !== undefined) {
    set('bounce', 0.85);
    for (const thing of things) thing.measures.drop ??= 1;
    return true;
  }
  if (sentence.phrase('swinging|swings|oscillating|oscillates [freely]') !== undefined) {
    for (const thing of things) thing.measures.angle ??= 0.6;
    return true;
  }
  return (
    sentence.phrase('rolling|rolls|sliding|slides|toppling|collapsing|walking|driving|tumbling') !== undefined
  );
}

/** Reads "with a 2 kg bob" of a pendulum. */
export function readBob(sentence: Sentence, thing: Thing): true | undefined {
  if (!thing.kind.includes('pendulum') || sentence.phrase('with|and [a|an]', 'whose', 'with') === undefined)
    return undefined;
  const mass = sentence.quantity('mass');
  if (materialWords.has(sentence.word())) {
    thing.material = materialWords.get(sentence.word())!;
    sentence.at += 1;
  }
  if (sentence.phrase('bob|bobs|weight|mass|ball|weights') === undefined) return undefined;
  const told = mass ?? (sentence.phrase('of') === undefined ? undefined : sentence.quantity('mass'));
  if (told !== undefined) thing.measures.mass = told;
  return true;
}
