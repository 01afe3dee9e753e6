// The plant's part of the run page, against frames of the family's own code.
import { readFileSync } from 'node:fs';
import { catalog } from '@holdfast/catalog';
import { frameSize, type Model, type ModelDocument, type Simulation } from '@holdfast/core';
import { RunNumbers } from '@holdfast/pictures';
import { beforeAll, describe, expect, it } from 'vitest';
import { standingOf } from '../src/views/balance.ts';
import { levelOf } from '../src/views/health.ts';
import { energyBalance, exergyBalance, yieldOf, type Read } from '../src/views/plant/plant-accounts.ts';
import { plantHealth } from '../src/views/plant/plant-health.ts';
import { loopLength, pointAt, type LoopShape } from '../src/views/plant/loop-path.ts';
import { sceneAt, stripOf } from '../src/views/plant/plant-scene.ts';
import { plantControls, plantStop } from '../src/views/plant/plant-presets.ts';
import { RunReader } from '../src/views/run-reader.ts';
import { Settings } from '../src/views/settings.ts';

const family = 'plant';

function example(name: string): ModelDocument {
  const file = new URL(`../../../examples/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ModelDocument;
}

/** Frames of the first seconds of a document. */
class Played {
  readonly document: ModelDocument;
  readonly model: Model;
  readonly settings: Settings;
  readonly numbers: RunNumbers;
  readonly reader: RunReader;
  readonly #simulation: Simulation;

  constructor(document: ModelDocument) {
    this.document = document;
    const simulator = catalog.get(family)!;
    const parsed = simulator.parse(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    this.model = simulator.compile(parsed.spec);
    this.settings = new Settings(document, { properties: { model: simulator.schema } });
    this.numbers = new RunNumbers(this.model.channels, 1e7);
    this.reader = new RunReader(this.numbers, this.model.channels);
    this.#simulation = this.model.begin({ seed: 1, until: 1e6 });
    this.#push();
  }

  to(time: number, frames: number): this {
    const from = this.#simulation.time;
    for (let frame = 1; frame <= frames; frame += 1) {
      const at = from + ((time - from) * frame) / frames;
      while (this.#simulation.time < at - 1e-9) this.#simulation.step(this.model.step.max);
      this.#push();
    }
    return this;
  }

  set(parameter: string, value: number): this {
    this.#simulation.apply({ parameter, value });
    return this;
  }

  readonly read: Read = (channel) => this.reader.now(channel);

  get fills(): Float64Array {
    return this.reader.field(this.numbers.shownIndex(), 'fill');
  }

  #push(): void {
    const values = new Float64Array(frameSize(this.model.channels));
    this.#simulation.observe(values);
    this.numbers.history.push({ sequence: this.numbers.history.count, time: this.#simulation.time, values });
  }
}

describe('the plant on the run page', () => {
  let plain: Played;
  let own: Played;
  let hot: Played;

  beforeAll(() => {
    plain = new Played(example('buoyancy-plant')).to(8, 16);
    own = new Played(example('can-it-power-itself')).to(12, 24);
    const document = example('buoyancy-plant');
    const model = document.model as Record<string, unknown>;
    hot = new Played({
      ...document,
      model: {
        ...model,
        water: { temperature: 283 },
        hypotheses: { dragCut: 0.1 },
        start: { speed: 1, filled: 'rising' },
      },
    })
      .to(4, 8)
      .set('voidFraction', 0.01)
      .to(8, 8);
  });

  it('shows accounts whose rows sum at every frame, within what the run itself tolerates', () => {
    for (const played of [plain, own, hot]) {
      for (let index = 0; index < played.numbers.history.count; index += 1) {
        const read: Read = (channel) => played.reader.at(index, channel);
        for (const balance of [energyBalance(read, 1e-6), exergyBalance(read, 1e-6)]) {
          const standing = standingOf(balance);
          expect(standing.closes, `${played.document.name} frame ${index}: ${standing.residual}`).toBe(true);
          expect(standing.givenSum).toBeGreaterThanOrEqual(0);
        }
      }
    }
    expect(standingOf(energyBalance(plain.read, 1e-6)).givenSum).toBeGreaterThan(1e5);
  });

  it('finds a joule that is missing', () => {
    for (const balanceOf of [energyBalance, exergyBalance]) {
      const lossy = balanceOf((channel) => plain.read(channel) - (channel === 'drag' ? 20 : 0), 1e-6);
      expect(standingOf(lossy).closes).toBe(false);
    }
  });

  it('says what it gives for what it gets, and calls more than everything a defect', () => {
    for (const { read } of [plain, own, hot]) expect(yieldOf(read).broken).toBe(false);
    expect(yieldOf(own.read).released).toBeGreaterThan(0);
    const most = 10 * plain.read('work into the compressor');
    expect(yieldOf((channel) => (channel === 'electricity' ? most : plain.read(channel))).broken).toBe(true);
  });

  it('reads every channel it names, and every parameter it offers', () => {
    const missing = new Set<string>();
    const read: Read = (channel) => {
      if (plain.reader.channel(channel) === undefined) missing.add(channel);
      return plain.read(channel);
    };
    energyBalance(read, 1);
    exergyBalance(read, 1);
    yieldOf(read);
    plantHealth(read, plain.fills, plain.settings, () => 1, 1e-6);
    expect([...missing]).toEqual([]);
    const known = new Map(plain.model.parameters.map((parameter) => [parameter.name, parameter]));
    const offered = [
      plantStop,
      ...plantControls.flatMap(({ controls, presets }) => [
        ...controls.map(({ parameter }) => parameter),
        ...presets.flatMap(({ values }) => Object.keys(values)),
      ]),
    ];
    expect(offered.filter((name) => !known.has(name))).toEqual([]);
    expect(plain.model.parameters.map(({ name }) => name).filter((name) => !offered.includes(name))).toEqual(
      [],
    );
    for (const { presets } of plantControls)
      for (const { values } of presets)
        for (const [name, value] of Object.entries(values)) {
          expect(value).toBeGreaterThanOrEqual(known.get(name)!.min);
          expect(value).toBeLessThanOrEqual(known.get(name)!.max);
        }
  });

  it('takes defaults from the schema, so that a document of two lines has a tank', () => {
    expect(plain.settings.number('chain/radius')).toBe(1.2);
    expect(plain.settings.number('start/speed')).toBe(0.2);
    expect(plain.settings.at('compressor/supply')).toBe('grid');
    expect(own.settings.at('compressor/supply')).toBe('own');
    expect(own.settings.number('compressor/receiver/volume')).toBe(20);
    expect(Number.isNaN(plain.settings.number('chain/nothing'))).toBe(true);
  });

  it('keeps a healthy plant inside its bounds, and says when one is passed', () => {
    const [fine, fast] = [
      plantHealth(plain.read, plain.fills, plain.settings, () => 39.27, 1e-6).map(levelOf),
      plantHealth(own.read, own.fills, own.settings, () => 1, 1e-6).map(levelOf),
    ];
    expect(fine.filter((level) => level === 'beyond' || level === 'unknown')).toEqual([]);
    expect(fast).toContain('beyond');
    expect(levelOf({ component: '', figure: '', unit: '', value: Number.NaN, bound: 1 })).toBe('unknown');
  });

  it('puts floaters where the family has them: at even distances, moved by the way of the chain', () => {
    const shape: LoopShape = { radius: 1.2, height: 22.1, submergence: 0.5 };
    const { history } = plain.numbers;
    const [before, after] = [history.timeAt(10), history.timeAt(11)];
    const [one, half, two] = [before, (before + after) / 2, after].map((time) =>
      sceneAt(plain.reader, shape, time),
    );
    expect(one?.floaters).toHaveLength(66);
    expect(half!.way).toBeCloseTo((one!.way + two!.way) / 2, 9);
    const length = loopLength(shape);
    one!.floaters.forEach(({ way, fill }, index) => {
      const exact = one!.way + (index * length) / 66;
      expect(way).toBeCloseTo(exact - Math.floor(exact / length) * length, 9);
      expect(fill).toBeGreaterThanOrEqual(0);
    });
    // What is filled lies on the rising side.
    const full = one!.floaters.filter(({ fill }) => fill > 0.5);
    expect(full.length).toBeGreaterThan(0);
    for (const { way } of full) expect(pointAt(shape, way).x).toBeGreaterThan(-0.2);
    expect(stripOf(one!.floaters, shape, 660).filter((fill) => fill > 0.5).length / 660).toBeCloseTo(
      full.length / 66,
      1,
    );
  });

  it('joins frames far apart by place: what is filled stays on the rising side', () => {
    const shape: LoopShape = { radius: 1.2, height: 22.1, submergence: 0.5 };
    const far = new Played(example('can-it-power-itself')).to(5, 1).to(20, 1).to(35, 1);
    const { history } = far.numbers;
    for (let time = 5.5; time < history.timeAt(history.count - 1); time += 1.7) {
      for (const { way, fill } of sceneAt(far.reader, shape, time)!.floaters) {
        // The bends are where floaters fill and empty.
        if (pointAt(shape, way).x < -1.1) expect(fill).toBeLessThan(0.2);
      }
    }
  });

  it('draws a closed loop without a jump', () => {
    const shape: LoopShape = { radius: 1.2, height: 22.1, submergence: 0.5 };
    const length = loopLength(shape);
    const step = length / 4000;
    for (let at = 0; at < 4000; at += 1) {
      const [from, to] = [pointAt(shape, at * step), pointAt(shape, (at + 1) * step)];
      expect(Math.hypot(to.x - from.x, to.z - from.z)).toBeLessThanOrEqual(step * (1 + 1e-9));
    }
    expect(pointAt(shape, 0).z).toBeCloseTo(-1.2, 12);
    expect(pointAt(shape, length / 4).x).toBeCloseTo(1.2, 12);
    expect(pointAt(shape, -length / 4).x).toBeCloseTo(-1.2, 12);
  });
});
