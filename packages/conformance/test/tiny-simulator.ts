// The smallest simulator that has everything a law looks at, and a way to break each thing on purpose.

import { SimulationError } from '@holdfast/core';
import type {
  Chunks,
  Input,
  Invariant,
  Issue,
  Metric,
  Model,
  ModelDocument,
  Parameter,
  Parsed,
  Simulation,
  Simulator,
  Snapshot,
  StepReport,
} from '@holdfast/core';

/** What is broken on purpose; each names the law it breaks in `simulator-laws.test.ts`. */
export type Fault =
  | 'shared random state'
  | 'ignores the seed'
  | 'snapshot leaves a field out'
  | 'snapshot is the living state'
  | 'restore keeps the snapshot'
  | 'restore keeps what was there'
  | 'snapshot means something here only'
  | 'takes any layout'
  | 'rejected step counts'
  | 'negative step goes back'
  | 'advances more than asked'
  | 'reports more than it advances'
  | 'time goes backwards'
  | 'never ends'
  | 'goes on after the end'
  | 'observe draws a number'
  | 'look draws a number'
  | 'look answers anything'
  | 'harm is kept'
  | 'observe skips a number'
  | 'observe writes one number more'
  | 'channels share a name'
  | 'estimate without an error'
  | 'metric twice'
  | 'invariant off'
  | 'model can be changed'
  | 'initial step too small'
  | 'models share a simulation'
  | 'dispose twice throws'
  | 'dispose clears the others'
  | 'takes any input'
  | 'takes NaN'
  | 'takes a list for a number'
  | 'refused input counts'
  | 'parameter without effect'
  | 'snapshot forgets inputs'
  | 'chunk depends on who computes it'
  | 'chunk depends on what was computed before'
  | 'chunk ignores inputs'
  | 'merge depends on the process'
  | 'step differs from chunk'
  | 'span differs from its chunks'
  | 'advance differs from absorb'
  | 'accepts unknown keys'
  | 'accepts text for numbers'
  | 'issue without a place'
  | 'issue at no place'
  | 'refuses without an issue'
  | 'parse throws';

interface TinySpec {
  readonly start: number;
  readonly noise: number;
  readonly drift: number;
  readonly until: number;
}

const chunkLength = 4;
const shared = { draws: 0, kept: [] as Float64Array[], living: new Set<TinySimulation>() };

/** A number in -0.5 .. 0.5 from three whole ones. */
function noiseAt(seed: number, stream: number, index: number): number {
  let hash =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(stream + 1, 0xc2b2ae35) ^
    Math.imul(index + 1, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296 - 0.5;
}

class TinySimulation implements Simulation {
  readonly chunks: Chunks;
  readonly #spec: TinySpec;
  readonly #parameter: Parameter;
  readonly #seed: number;
  readonly #end: number;
  readonly #is: (fault: Fault) => boolean;
  /** Position, sum, sum of squares, carry. */
  #state: Float64Array;
  #absorbed = 0;
  #drift: number;
  #computed = 0;
  #disposed = false;
  #rejections = 0;
  #harmed = false;

  constructor(
    spec: TinySpec,
    parameter: Parameter,
    options: { readonly seed: number; readonly until: number },
    is: (fault: Fault) => boolean,
  ) {
    this.#spec = spec;
    this.#parameter = parameter;
    this.#is = is;
    this.#seed = is('ignores the seed') ? 1 : options.seed;
    this.#end = Math.ceil(options.until / chunkLength);
    this.#drift = spec.drift;
    this.#state = Float64Array.of(spec.start, 0, 0, 0);
    const absorbed = (): number => this.#absorbed;
    this.chunks = {
      get next() {
        return absorbed();
      },
      end: this.#end,
      stride: Infinity,
      run: (first, count) => this.#run(first, count),
      absorb: (first, partial) => this.#absorb(first, partial),
      advance: (count) => this.#advance(count),
    };
    shared.living.add(this);
  }

  get time(): number {
    if (this.#is('time goes backwards')) return 4 * (this.#absorbed % 5);
    return chunkLength * this.#absorbed;
  }

  step(dt: number): StepReport {
    const chunks = Math.floor(dt / chunkLength) + (this.#is('advances more than asked') ? 1 : 0);
    if (dt < 0 && this.#is('negative step goes back') && this.#absorbed > 0) {
      this.#absorbed--;
      return { advanced: -chunkLength, error: 0, remaining: 1 };
    }
    if (!(chunks >= 1)) {
      if (this.#is('rejected step counts')) this.#rejections++;
      return { advanced: 0, error: 2, remaining: this.#remaining };
    }
    let advanced = this.#is('reports more than it advances') ? 0.5 : 0;
    for (let i = 0; i < chunks; i++) {
      if (this.#absorbed >= this.#end && !this.#is('goes on after the end') && !this.#is('never ends')) break;
      const partial = this.#run(this.#absorbed, 1);
      if (this.#is('step differs from chunk')) (partial.fields['sums'] as Float64Array)[0] += 1e-12;
      advanced += this.#absorb(this.#absorbed, partial).advanced;
    }
    return { advanced, error: 0, remaining: this.#remaining };
  }

  apply({ parameter, value }: Input): void {
    const { name, min, max } = this.#parameter;
    const any = this.#is('takes any input');
    if (parameter !== name && !any) throw new SimulationError('input.unknown', { parameter, known: name });
    if (typeof value !== 'number') {
      if (any || this.#is('takes a list for a number')) return;
      const details = {
        parameter,
        expected: 'one number',
        given: 'length' in value ? `a list of ${value.length}` : 'a change',
      };
      throw new SimulationError('input.wrong-length', details);
    }
    const inside = value >= min && value <= max;
    const before = this.#drift;
    if (!this.#is('parameter without effect')) this.#drift = value;
    if (inside || any || (this.#is('takes NaN') && Number.isNaN(value))) return;
    if (!this.#is('refused input counts')) this.#drift = before;
    throw new SimulationError('input.out-of-range', { parameter, value, min, max });
  }

  observe(values: Float64Array): void {
    const [position = 0, sum = 0, squares = 0] = this.#state;
    if (this.#is('observe draws a number')) this.#state[3]++;
    const count = Math.max(1, chunkLength * this.#absorbed);
    const error = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2) / count);
    const shown = [position, this.#state[3] ?? 0, sum / count, error];
    if (this.#is('observe writes one number more')) shown.push(7);
    if (this.#is('observe skips a number')) shown.pop();
    shown.forEach((value, index) => (values[index] = value));
  }

  detail(name: string, query: Readonly<Record<string, number>>): Snapshot {
    if (name !== 'draws' && !this.#is('look answers anything')) {
      throw new SimulationError('detail.unknown', { name, known: 'draws' });
    }
    if (this.#is('look draws a number')) this.#state[3]++;
    return { layout: 'tiny-draws/1', fields: { draws: new Float64Array(query['count'] ?? 1) } };
  }

  harm(seed: number): string {
    this.#state[seed % 4]++;
    this.#harmed = true;
    return `number ${seed % 4}`;
  }

  metrics(): readonly Metric[] {
    const metric: Metric = {
      subject: 'walk',
      name: 'position',
      value: this.#state[0] ?? 0,
      standardError: null,
      unit: 'm',
    };
    return this.#is('metric twice') ? [metric, metric] : [metric];
  }

  invariants(): readonly Invariant[] {
    const off = this.#is('invariant off') && this.#absorbed > 2 ? 1 : 0;
    return [{ name: 'count', residual: off, tolerance: 0.5 }];
  }

  snapshot(): Snapshot {
    if (this.#harmed && !this.#is('harm is kept')) {
      throw new SimulationError('state.corrupt', { time: this.time, findings: 'harm' });
    }
    const state = this.#is('snapshot is the living state') ? this.#state : this.#state.slice();
    if (this.#is('snapshot means something here only')) {
      shared.kept.push(Float64Array.of(...state, this.#drift, this.#absorbed));
      // The same number for the same state, so that only another process can tell.
      const same = shared.kept.findIndex((kept) =>
        kept.every((value, i) => Object.is(value, shared.kept.at(-1)![i])),
      );
      return { layout: 'tiny/1', fields: { kept: same } };
    }
    if (this.#is('snapshot leaves a field out')) state[3] = 0;
    const drift = this.#is('snapshot forgets inputs') ? this.#spec.drift : this.#drift;
    return {
      layout: 'tiny/1',
      fields: { state, drift, absorbed: this.#absorbed, rejections: this.#rejections },
    };
  }

  restore({ layout, fields }: Snapshot): void {
    if (layout !== 'tiny/1') {
      if (this.#is('takes any layout')) return;
      throw new SimulationError('state.unknown-layout', { layout, expected: 'tiny/1' });
    }
    if (this.#is('snapshot means something here only')) {
      const kept = shared.kept[fields['kept'] as number] ?? new Float64Array(6);
      this.#state = kept.slice(0, 4);
      this.#drift = kept[4];
      this.#absorbed = kept[5];
      return;
    }
    this.#harmed = false;
    const state = fields['state'] as Float64Array;
    this.#state = this.#is('restore keeps the snapshot') ? state : state.slice();
    if (!(this.#is('restore keeps what was there') && this.#absorbed > 0))
      this.#drift = fields['drift'] as number;
    if (this.#is('restore keeps what was there') && this.#absorbed > 0) this.#state[3] = 0.5;
    this.#absorbed = fields['absorbed'] as number;
    this.#rejections = fields['rejections'] as number;
  }

  dispose(): void {
    if (this.#disposed && this.#is('dispose twice throws')) throw new Error('disposed twice');
    this.#disposed = true;
    if (this.#is('dispose clears the others')) for (const other of shared.living) other.#state.fill(0);
    shared.living.delete(this);
  }

  get #remaining(): number {
    if (this.#is('never ends')) return 1;
    return Math.max(0, chunkLength * (this.#end - this.#absorbed));
  }

  #run(first: number, count: number): Snapshot {
    const stream = this.#is('chunk depends on what was computed before') ? this.#computed++ : 0;
    const sums = new Float64Array(2 * count);
    for (let place = 0; place < count; place++) this.#chunk(first + place, stream, sums.subarray(2 * place));
    if (this.#is('chunk depends on who computes it') && this.#absorbed === first) sums[0] += 1e-9;
    if (this.#is('span differs from its chunks') && count > 1) sums[2] += 1e-9;
    return { layout: 'tiny-span/1', fields: { sums, first } };
  }

  /** Adds the chunk's sum and its sum of squares. */
  #chunk(index: number, stream: number, sums: Float64Array): void {
    const drift = this.#is('chunk ignores inputs') ? this.#spec.drift : this.#drift;
    for (let i = 0; i < chunkLength; i++) {
      const draw = this.#is('shared random state') ? shared.draws++ : index * chunkLength + i;
      const value = drift + this.#spec.noise * noiseAt(this.#seed, stream, draw);
      sums[0] += value;
      sums[1] += value * value;
    }
  }

  #absorb(first: number, { fields }: Snapshot): StepReport {
    const sums = fields['sums'] as Float64Array;
    const count = sums.length / 2;
    for (let place = 0; place < count; place++) {
      const [sum, squares] = sums.subarray(2 * place);
      this.#state[0] += sum;
      this.#state[1] += sum;
      this.#state[2] += squares;
      this.#state[3] = (this.#state[3] * 0.5 + sum * (first + place + 1)) % 1024;
    }
    // Alignment is what tells a partial that was carried from one that was not.
    if (this.#is('merge depends on the process') && sums.byteOffset > 0) this.#state[0] += 1e-9;
    this.#absorbed += count;
    return { advanced: chunkLength * count, error: 0, remaining: this.#remaining };
  }

  #advance(count: number): StepReport {
    const partial = this.#run(this.#absorbed, count);
    if (this.#is('advance differs from absorb')) (partial.fields['sums'] as Float64Array)[0] += 1e-9;
    return this.#absorb(this.#absorbed, partial);
  }
}

const keys = ['start', 'noise', 'drift'] as const;

function check(model: unknown, is: (fault: Fault) => boolean): readonly Issue[] {
  const issue = (path: string, message: string): Issue => ({
    path: is('issue without a place') ? '' : is('issue at no place') ? '/model/no/such/place' : path,
    code: 'tiny.wrong',
    message,
  });
  if (typeof model !== 'object' || model === null || Array.isArray(model)) {
    if (is('parse throws')) throw new TypeError('not an object');
    return [issue('/model', 'has to be an object')];
  }
  const members = model as Record<string, unknown>;
  const unknown = is('accepts unknown keys')
    ? []
    : Object.keys(members).filter((key) => !keys.some((known) => known === key));
  const wrong = keys.filter((key) => {
    const value = members[key];
    return !Number.isFinite(is('accepts text for numbers') && typeof value === 'string' ? 1 : value);
  });
  return [
    ...unknown.map((key) => issue(`/model/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'is unknown')),
    ...wrong.map((key) => issue(`/model/${key}`, 'has to be a number')),
  ];
}

function parse(document: ModelDocument, is: (fault: Fault) => boolean): Parsed<TinySpec> {
  const issues = [...check(document.model, is)];
  if (document.version !== 1) issues.push({ path: '/version', code: 'tiny.version', message: 'has to be 1' });
  if (issues.length > 0) return { ok: false, issues: is('refuses without an issue') ? [] : issues };
  const { start, noise, drift } = document.model as TinySpec;
  return { ok: true, spec: { start, noise, drift, until: document.run?.until ?? 400 } };
}

function compile(spec: TinySpec, is: (fault: Fault) => boolean): Model {
  if (typeof spec.start === 'string') throw new TypeError('text reached the compiler');
  const parameter: Parameter = {
    name: 'drift',
    label: 'Drift',
    unit: 'm',
    value: spec.drift,
    min: Math.min(-10, spec.drift),
    max: Math.max(10, spec.drift),
    step: 0,
  };
  const scalar = { unit: 'm', shape: [], role: 'scalar', subject: 'walk' } as const;
  const mean = { name: 'mean', unit: 'm', shape: [2], role: 'estimate', subject: 'walk' } as const;
  const flat = [
    { ...scalar, name: 'mean' },
    { ...mean, name: 'error', shape: [1] },
  ] as const;
  let only: Simulation | undefined;
  const model: Model = {
    timeUnit: 'draw',
    until: spec.until,
    channels: [
      { ...scalar, name: 'position' },
      { ...scalar, name: is('channels share a name') ? 'position' : 'carry' },
      ...(is('estimate without an error') ? flat : [mean]),
    ],
    parameters: [parameter],
    details: [{ name: 'draws', query: [{ ...parameter, name: 'count', value: 1, min: 1, max: 8, step: 1 }] }],
    harm: true,
    step: { initial: is('initial step too small') ? 1 : chunkLength, min: chunkLength, max: 3 * chunkLength },
    begin: (options) => {
      if (!is('models share a simulation')) return new TinySimulation(spec, parameter, options, is);
      return (only ??= new TinySimulation(spec, parameter, options, is));
    },
  };
  return is('model can be changed') ? model : Object.freeze(model);
}

/** The sound simulator, or one with a fault. */
export function tiny(broken?: Fault): Simulator<TinySpec> {
  const is = (fault: Fault): boolean => fault === broken;
  return {
    family: 'tiny',
    version: '1',
    schema: { type: 'object' },
    files: () => [],
    parse: (document) => parse(document, is),
    compile: (spec) => compile(spec, is),
  };
}

export const sound = tiny();
export const homesick = tiny('snapshot means something here only');

export const tinyDocuments: readonly ModelDocument[] = [
  { family: 'tiny', version: 1, name: 'calm', model: { start: 0, noise: 1, drift: 0.25 } },
  {
    family: 'tiny',
    version: 1,
    name: 'wild',
    model: { start: -3, noise: 100, drift: 0 },
    run: { until: 100, seed: 3 },
  },
];
