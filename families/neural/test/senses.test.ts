import type { InputValue } from '@holdfast/core';
import { neural } from '@holdfast/neural';
import { writeChange } from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { quantaPerUnit } from '../src/quanta.ts';
import { parametersOf } from '../src/rules.ts';
import { levelsMost, readFrames } from '../src/series.ts';
import { NeuralSimulation, openNetwork } from '../src/simulation.ts';
import { documentOf, lively, networkOf, specOf } from './scene.ts';

const { width, height } = lively.sensory;
const senses = width * height;
const cap = 244;
const dark = Array.from({ length: senses }, () => 0);
const away = Array.from({ length: senses }, () => -1);
const ramp = Array.from({ length: senses }, (_, at) => Math.round((255 * at) / (senses - 1)));

function open(model: unknown = lively) {
  const network = networkOf(model);
  const simulation = new NeuralSimulation(network, parametersOf(network.parts.model), 1000);
  const seen = (): number[] => {
    // what is seen is written over the energies a step begins with
    const energy = new Int32Array(network.parts.graph.layout.nodes);
    network.senses.show(network.steps, network.parts.controls, energy);
    return [...energy.subarray(0, senses)];
  };
  const show = (value: InputValue): void => simulation.apply({ parameter: 'picture', value });
  return { network, simulation, seen, show };
}

const light = (level: number): number =>
  Math.round(0.4 * (1 + 0.5 * ((2 * level) / 255 - 1)) * cap * quantaPerUnit);

const names = (across: number): string[] =>
  parametersOf(
    specOf({ ...lively, sensory: { width: across, height: 256 }, capacity: { nodes: 70_000 } }).model,
  ).map(({ name }) => name);

describe('a picture', () => {
  it('is light from brightness times one less contrast to brightness times one more, in whole quanta', () => {
    const { seen, show, simulation } = open();
    show(ramp);
    expect(seen()).toEqual(ramp.map(light));
    // full contrast: level / 255 of a gain that is twice the brightness, and never more than the cap
    simulation.apply({ parameter: 'contrast', value: 1 });
    simulation.apply({ parameter: 'brightness', value: 1 });
    const whole = ramp.map((level) => Math.round(Math.min(1, (2 * level) / 255) * cap * quantaPerUnit));
    for (const [at, each] of seen().entries()) expect(Math.abs(each - whole[at])).toBeLessThanOrEqual(1);
  });

  it('leaves each sense that has no level what the document shows it, and goes without a trace', () => {
    const { seen, show, network } = open();
    const pattern = seen();
    show(ramp.map((level, at) => (at % 2 === 0 ? level : -1)));
    const mixed = seen();
    expect(mixed.filter((_, at) => at % 2 === 1)).toEqual(pattern.filter((_, at) => at % 2 === 1));
    expect(mixed).not.toEqual(pattern);
    show(away);
    expect(seen()).toEqual(pattern);
    expect(network.senses.picture.places).toBeUndefined();
  });

  it('is booked to the quantum, and changes what lives on', () => {
    const [lit, unlit] = [open(), open()];
    for (let step = 0; step < 60; step++) {
      if (step % 7 === 0) lit.show(step % 2 === 0 ? ramp : dark);
      for (const { simulation, network } of [lit, unlit]) {
        simulation.step(1);
        expect(network.mismatch).toBe(0);
      }
    }
    expect(lit.simulation.snapshot()).not.toEqual(unlit.simulation.snapshot());
  });

  it('is kept by a snapshot, and taken away by one that has none', () => {
    const [one, other] = [open(), open()];
    const bare = one.simulation.snapshot();
    expect(Object.keys(bare.fields)).not.toContain('picture');
    one.show(ramp);
    one.simulation.step(5);
    other.simulation.restore(one.simulation.snapshot());
    for (const { simulation } of [one, other]) simulation.step(5);
    expect(other.simulation.snapshot()).toEqual(one.simulation.snapshot());
    other.simulation.restore(bare);
    expect(other.network.senses.picture.places).toBeUndefined();
    const short = { ...bare, fields: { ...bare.fields, picture: new Int32Array(3) } };
    expect(() => other.simulation.restore(short)).toThrow('cannot be restored');
  });

  it('of another size is refused with the size that is expected', () => {
    const { show } = open();
    expect(() => show(ramp.slice(1))).toThrow('takes a list of 35 (5 x 7), it was given a list of 34');
    expect(() => show(ramp.map((level) => level + 1))).toThrow('picture[34] = 256');
  });

  it('may be told by what changes of it, from nothing on; the network then is the same to the bit', () => {
    const [whole, told] = [open(), open()];
    const pictures = [ramp, ramp.map((level, at) => (at % 9 === 0 ? 255 - level : level)), dark, dark];
    let before = away;
    for (const after of pictures) {
      whole.show(after);
      told.show({ change: writeChange(before, after)! });
      before = after;
      for (const { simulation } of [whole, told]) simulation.step(3);
      expect(told.simulation.snapshot()).toEqual(whole.simulation.snapshot());
    }
    const kept = told.simulation.snapshot();
    expect(() => told.show({ change: 'AAE' })).toThrow('picture takes what changes of a list of 35');
    expect(() => told.show({ change: writeChange([...away, 1], [...away, 2])! })).toThrow('a list of 35');
    expect(() => told.simulation.apply({ parameter: 'brightness', value: { change: '' } })).toThrow(
      'brightness takes one number, it was given a change',
    );
    expect(told.simulation.snapshot()).toEqual(kept);
  });

  it('is no parameter of a network with more senses than an input has places', () => {
    expect(names(256)).toContain('picture');
    expect(names(257)).not.toContain('picture');
  });
});

const table = 'a,b,c,d\n0,1,2,3\n\n252,253,254,255\r\n';
const watching = {
  ...lively,
  sensory: { width: 2, height: 2, contrast: 1, series: { file: 'table.csv', period: 3 } },
};

function parsed(model: unknown, files: Record<string, string>) {
  return neural.parse({ ...documentOf(model), files });
}

const seenAt = (again: boolean): number[][] => {
  const sensory = { ...watching.sensory, series: { ...watching.sensory.series, again } };
  const read = parsed({ ...watching, sensory }, { 'table.csv': table });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  expect(read.spec.series?.frames.map((frame) => [...frame])).toEqual([
    [0, 1, 2, 3],
    [252, 253, 254, 255],
  ]);
  const { senses, parts } = openNetwork(read.spec, parametersOf(read.spec.model), 1);
  const energy = new Int32Array(parts.graph.layout.nodes);
  return Array.from({ length: 9 }, (_, step) => {
    senses.show(step, parts.controls, energy);
    return [...energy.subarray(0, 4)];
  });
};

describe('a series', () => {
  it('shows each picture for its period, from the first again or the last for good', () => {
    const [again, once] = [seenAt(true), seenAt(false)];
    expect(again[2]).not.toEqual(again[3]);
    expect(again[0]).toEqual(again[2]);
    expect(again.slice(6, 9)).toEqual(again.slice(0, 3));
    expect(once.slice(6, 9)).toEqual(once.slice(3, 6));
  });

  it('gives way to a picture that is set', () => {
    const read = parsed(watching, { 'table.csv': table });
    const simulation = neural.compile((read as Extract<typeof read, { ok: true }>).spec).begin({
      seed: 1,
      until: 100,
    });
    simulation.apply({ parameter: 'picture', value: [255, -1, -1, -1] });
    simulation.step(1);
    const [first = 0, second = 0] = simulation.snapshot().fields['energy'] as Int32Array;
    expect(first).toBeGreaterThan(10 * second);
  });

  it.each([
    [{}, '/model/sensory/series/file', 'no attachment is named "table.csv"'],
    [{ 'table.csv': '' }, '/files/table.csv', 'no frame'],
    [{ 'table.csv': '1,2,3\n' }, '/files/table.csv', 'line 1: 3 columns, not 4'],
    [{ 'table.csv': 'a,b,c,d\n1,2,3,4\n1,2,256,4\n' }, '/files/table.csv', 'line 3: "256" is no level'],
    [{ 'table.csv': '1,2,,4\n' }, '/files/table.csv', 'line 1: "" is no level'],
  ])('is refused where the mistake is: %j', (files, path, message) => {
    const read = parsed(watching, files);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.issues[0]).toMatchObject({ path });
    expect(read.issues[0]?.message).toContain(message);
  });

  it('says at most 20 mistakes, each with line and column, and bounds what it holds', () => {
    const { issues } = readFrames('1,x\n'.repeat(50), 2);
    expect(issues).toHaveLength(20);
    expect(issues[1]).toMatchObject({ line: 2, column: 2 });
    const long = readFrames('0\n'.repeat(levelsMost / 65_536 + 1), 65_536);
    expect(long.issues[0]?.message).toBe('65 frames, at most 64 of 65536 senses');
  });

  it('is an attachment of its model', () => {
    expect(neural.files(watching)).toEqual(['table.csv']);
    expect(neural.files({ ...watching, topology: 'net.csv' })).toEqual(['net.csv', 'table.csv']);
    expect(neural.files({ sensory: { series: 7 } })).toEqual([]);
  });
});
