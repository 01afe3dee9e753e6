// The contract of a model family: a simulator parses and compiles, a frozen model begins living simulations.

import type { ModelDocument, Parsed } from './document.ts';

/** A family's implementation. */
export interface Simulator<Spec = unknown> {
  readonly family: string;
  /** Version of the numbers: it changes whenever the same document and seed may give other bits. */
  readonly version: string;
  /** JSON Schema (draft 2020-12) of `ModelDocument.model`. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Names of the attachments the model refers to, found without validating it. */
  files(model: unknown): readonly string[];
  /** Finds every issue at once; a spec that comes back compiles. */
  parse(document: ModelDocument): Parsed<Spec>;
  /** Pure; may be slow; the result is frozen and may be shared. */
  compile(spec: Spec): Model;
  /** Present when simulations need code that is slow to load: gives the simulator whose models can begin. Checking and
   * compiling do without. Never present in a family whose simulations have chunks. */
  readonly load?: () => Promise<Simulator<Spec>>;
  /** Present when the family can compute changed copies of a model beside it. */
  readonly study?: Study;
}

/** A changed copy of a model. It draws the same random numbers as the original, but for the sources it redraws. */
export type Variant = Readonly<{ name: string; parameters: readonly Input[]; redraw: readonly string[] }>;

/** Outputs to look at, and with what. */
export type StudyAsk = Readonly<{
  subjects: readonly string[];
  variants: readonly Variant[];
  inputs: readonly string[];
}>;

/** Analyses of a family's own randomness, as documents. Takes documents that parse. */
export interface Study {
  /** Independent sources of randomness with the inputs that draw from them. */
  sources(document: ModelDocument): readonly { readonly name: string; readonly inputs: readonly string[] }[];
  /** A document whose result also has, for subject `s`, variant `v` and input `i`: figures of `s@v`, what the variant gives
   * less what the original gives, iteration by iteration; and figure `rank-correlation` of `s~i.out`. */
  document(document: ModelDocument, ask: StudyAsk): ModelDocument;
}

/** How a reader may draw a channel; generic code chooses panels by role, never by family. */
export type ChannelRole =
  | 'scalar'
  | 'count'
  | 'estimate'
  | 'quantiles'
  | 'histogram'
  | 'fan'
  | 'pose'
  | 'field'
  | 'graph';

/** A declared quantity of every frame. `count` is how many of something there were so far: said, not drawn.
 * `estimate` is [value, standard error]; `quantiles` one value per level; `histogram` [low, high, counts...]; `fan` a row
 * [mean, one value per level] for each place of its axis. */
export interface Channel {
  readonly name: string;
  readonly unit: string;
  /** Row-major; [] is one number. */
  readonly shape: readonly number[];
  readonly role: ChannelRole;
  /** What the channel describes, equal for channels that belong together. */
  readonly subject: string;
  /** What people call the subject, where its author says so. */
  readonly label?: string;
  /** Probability levels of a `quantiles` or `fan` channel. */
  readonly levels?: readonly number[];
  /** Places of the rows of a `fan` channel, ascending. */
  readonly axis?: { readonly unit: string; readonly at: readonly number[] };
}

/** A quantity that may be set when a run begins and changed while it runs. */
export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** Absent for one number; otherwise its value is an array of so many places, row-major, at most `PLACES_MAX`; `min`, `max` and `step` hold
   * for each of them. */
  readonly shape?: readonly number[];
  /** Whether it also takes changes of its list. */
  readonly changes?: boolean;
  /** What it is, or what every place holds, when nothing set it. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Granularity offered to sliders; 0 for continuous. */
  readonly step: number;
}

/** A change from outside, recorded so that a run can be replayed. */
export type Input = Readonly<{ parameter: string; value: InputValue }>;

/** An input that sets one number. */
export type NumberInput = Input & Readonly<{ value: number }>;

/** One number, one for each place of a parameter that has a shape, or what changes of that list, as numerics writes it. */
export type InputValue = number | readonly number[] | Readonly<{ change: string }>;

/** Seed, end of the run in the model's time unit, Infinity for an open end, and who may help. */
export type BeginOptions = Readonly<{ seed: number; until: number; team?: Team | undefined }>;

/** A function of a WebAssembly module and its words; whoever calls it adds the number of its lane as the last. */
export type Call = Readonly<{ name: string; words: readonly number[] }>;
type Tasks = readonly (readonly Call[])[];

/** Threads that compute beside a simulation, on one memory. They change no number: which lane computes what is left to chance. `lanes` counts that of
 * whoever asks too; `gather` gives all a compiled module, which imports the shared memory as `host.memory`, and others join as they get ready. */
export type Team = Readonly<{ lanes: number; gather(module: object, memory: object): Crew }>;

/** `run` has every task computed by some lane, and answers when all are done. False: a lane took a task and has not come back, so that it may still
 * write; gather anew, with another memory. @throws what a task threw, once nobody computes any more. What tasks write that is
 * `kept` cannot be written again: a lane has more time to come back. `close` lets go of the others; `why` is told where they were wrong. */
export type Crew = Readonly<{ run(tasks: Tasks, kept?: 'kept'): boolean; close(why?: string): void }>;

/** Compiled, immutable, shareable. */
export interface Model {
  readonly timeUnit: string;
  /** Proposed end of a run, in `timeUnit`. */
  readonly until: number;
  readonly channels: readonly Channel[];
  readonly parameters: readonly Parameter[];
  /** What may be offered to `step`, in `timeUnit`. */
  readonly step: { readonly initial: number; readonly min: number; readonly max: number };
  /** Closer looks its simulations allow; absent for none. */
  readonly details?: readonly DetailKind[];
  /** Whether its simulations can be harmed for a drill. */
  readonly harm?: true;
  /** Workers one run can make use of; 1 where nothing is said. */
  readonly workersMost?: number;
  begin(options: BeginOptions): Simulation;
  /** Present when simulations ask: the answer to a question, by this model and the question alone. @throws RangeError when it is none */
  answer?(question: Uint8Array): Uint8Array;
}

/** Has questions answered beside a simulation, by `Model.answer`. It changes no number: an answer that is not here when it is needed, or is none, the
 * simulation computes in place, from the question it keeps. */
export interface Assistant {
  /** Hands over a question, which nobody may change; the number it has from now on. Never waits. */
  ask(question: Uint8Array): number;
  /** Ends a question: its answer, if that is here. Never waits. */
  take(asked: number): Uint8Array | undefined;
  /** Says why what was taken cannot be the answer. */
  refuse(asked: number, reason: string): void;
}

/** A closer look at living state, for what frames are too small for: its name, and the numbers a query may hold. */
export type DetailKind = Readonly<{ name: string; query: readonly Parameter[] }>;

export interface StepReport {
  /** Time actually advanced; 0 is a rejected step that left the state untouched. */
  readonly advanced: number;
  /** Local error over tolerance, <= 1 when accepted; 0 for families without one. */
  readonly error: number;
  /** Time units still to go, as far as can be told; 0 when the run is over, Infinity for an open end. */
  readonly remaining: number;
  /** Whether it is over because its goals hold, wherever its end would have been. */
  readonly converged?: boolean;
}

/** A number the run concluded, with its error bar. */
export interface Metric {
  /** What it describes, for example `profit.value` (node and port). */
  readonly subject: string;
  /** For example `mean`, `p95`, `cvar-upper-0.95`. */
  readonly name: string;
  readonly value: number;
  /** One standard error; null where none can be estimated (extremes, counts). */
  readonly standardError: number | null;
  readonly unit: string;
}

/** A quantity that must stay near zero. */
export type Invariant = Readonly<{ name: string; residual: number; tolerance: number }>;

export type SnapshotField = number | string | Float64Array | Uint32Array | Int32Array | Uint8Array;

/** Complete state: modes, random counters and step controller included. */
export interface Snapshot {
  /** Names the meaning of the fields; a simulation refuses a layout it does not know. */
  readonly layout: string;
  readonly fields: Readonly<Record<string, SnapshotField>>;
}

/** What a repair did to a damaged state. */
export interface Repair {
  /** Whether the state is proven to be what it would be without the damage; where it is not, only a checkpoint is. */
  readonly sound: boolean;
  readonly changes: readonly { readonly what: string; readonly count: number }[];
}

/** Is told at the borders of a step's components: what is computed from now on counts for the one of this index. */
export type Probe = (component: number) => void;

/** Living state. Never touches another simulation of the same model. */
export interface Simulation {
  /** In the model's time unit, never decreasing. */
  readonly time: number;
  step(dt: number): StepReport;
  /** Takes effect at the current time. @throws SimulationError `input.unknown`, `input.out-of-range` */
  apply(input: Input): void;
  /** Fills `values` (all channels flattened in order); has no other effect. */
  observe(values: Float64Array): void;
  /** What can be said so far, with honest errors for the samples really used. */
  metrics(): readonly Metric[];
  invariants(): readonly Invariant[];
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Brings a damaged state back under its laws after `step` or `snapshot` threw `state.corrupt`; time stays. */
  repair?(): Repair;
  /** Present when a run that diverged may go on more strictly: the input that does so, applied where the run goes back to; undefined where
   * no more is allowed. Asked after `step` threw. */
  tighter?(): Input | undefined;
  /** Looks closer, with every number of the kind's query inside its bounds; has no other effect. The layout names the meaning of the fields. */
  detail?(name: string, query: Readonly<Record<string, number>>): Snapshot;
  /** Damages the living state the way a fault of memory would, the same for the same seed, and says where: a drill, never part of a run's
   * numbers. What was hit must be found before it is kept. */
  harm?(seed: number): string;
  /** Frees native memory; harmless when repeated. */
  dispose(): void;
  /** Present when a step has components that can be told apart: returns their names, and from now on tells `probe` of them; undefined ends that. Changes no number. */
  profile?(probe: Probe | undefined): readonly string[];
  /** Present when it has questions others may answer: asks them from now on, or nobody where undefined. Changes no number. */
  assist?(assistant: Assistant | undefined): void;
  /** Present when the work ahead splits into independent parts. */
  readonly chunks?: Chunks;
}

/** Work whose parts are independent: chunks that advance `Model.step.initial` each, only the last less. `run` is pure in the seed, the applied inputs and the chunks asked for; `absorb` takes
 * partials strictly in order of index, so the bits depend neither on who computed them nor on how they were cut. */
export interface Chunks {
  /** Spans end at multiples of this many chunks, because only there may the simulation find that it is over; Infinity when
   * it always goes on to its end. */
  readonly stride: number;
  /** Index of the next chunk to absorb. */
  readonly next: number;
  /** One past the last chunk. */
  readonly end: number;
  /** Computes the span of `count` chunks from `first` on. */
  run(first: number, count: number): Snapshot;
  /** Takes in the partial of a span that begins at `next`. */
  absorb(first: number, partial: Snapshot): StepReport;
  /** Computes and takes in the next `count` chunks in place: as `absorb` of `run`, without a partial. */
  advance(count: number): StepReport;
}
