// One living network: its graph, its account and its events, advanced step by step. Everything up to the commit works on
// arrays that the next step overwrites; structure changes in the commit only.

import { Choices } from './choices.ts';
import type { NeuralModel } from './document.ts';
import { keyOf, stream } from './draws.ts';
import { flowsClose, type Flow } from './flow.ts';
import type { Graph } from './graph.ts';
import { Growth } from './growth.ts';
import { inspectAll, inspectRows, usedSlots, type Finding } from './inspection.ts';
import { countAt, sumAt } from './layout.ts';
import { Ledger } from './ledger.ts';
import { areScattered, orderPeriod, orderRows } from './order.ts';
import { lessonSlots, type Moment, type Phases } from './phases.ts';
import type { Places } from './places.ts';
import { endNode, freeDying, type Bounds } from './population.ts';
import { rulesOf, writeCoefficients, type Controls, type Rules } from './rules.ts';
import { sumOf } from './seals.ts';
import { compactSome } from './rows.ts';
import { Senses } from './senses.ts';
import type { Series } from './series.ts';
import { bear, type Events, type Society } from './society.ts';
import { isAlive } from './tag.ts';

/** A row is inspected once in this many steps. */
export const inspectionPeriod = 64;

/** Share of the slots a compaction looks at in one step. */
const compactionShare = 1 / 128;

export interface NetworkParts {
  readonly model: NeuralModel;
  readonly places: Places;
  readonly graph: Graph;
  readonly phases: Phases;
  readonly flow: Flow;
  readonly seed: number;
  readonly controls: Controls;
  /** What the senses see instead of a pattern. */
  readonly series?: Series | undefined;
}

export function noEvents(): Events {
  return {
    births: 0,
    deaths: 0,
    grown: 0,
    pruned: 0,
    swept: 0,
    birthsRefused: 0,
    refused: { stale: 0, forbidden: 0, twice: 0, full: 0, crowded: 0 },
  };
}

function damage(what: Finding['what'], derived = false): Finding {
  return { what, slot: -1, derived };
}

export class Network {
  readonly parts: NetworkParts;
  readonly ledger = new Ledger();
  readonly events = noEvents();
  readonly society: Society;
  readonly growth: Growth;
  readonly senses: Senses;
  #rules: Rules;
  /** Steps done. */
  steps = 0;
  /** True between the first change of structure and the end of a step: whoever finds it set found a torn state. */
  committing = false;
  /** Whether the last step was given up before it changed anything that is kept. */
  undone = false;
  readonly lastStep = { births: 0, deaths: 0 };
  /** What the senses took in that no finished step has booked yet, quanta: a step that is done again books it once. */
  #seen = 0;
  #constantsSeal = 0;

  constructor(parts: NetworkParts) {
    const { model, places, graph, seed, controls, series } = parts;
    this.parts = parts;
    this.society = { graph, model, places, choices: new Choices(model), events: this.events };
    this.growth = new Growth(this.society);
    this.senses = new Senses(model, seed, series);
    this.#rules = rulesOf(model, controls);
    this.revise();
  }

  /** Takes a state for granted that was written over this one. */
  resume(steps: number): void {
    this.steps = steps;
    this.committing = false;
    this.undone = false;
    this.#seen = 0;
    this.revise();
  }

  /** Takes over the controls as they are now. */
  revise(): void {
    const { model, graph, controls } = this.parts;
    this.#rules = rulesOf(model, controls);
    writeCoefficients(graph, model, controls);
    this.#constantsSeal = sumOf(graph.constants);
  }

  get bounds(): Bounds {
    const { connections, outgoing, highway } = this.parts.model.capacity;
    return { connections, outgoing, highway, incoming: this.#rules.incomingMost };
  }

  get cap(): number {
    return this.#rules.cap;
  }

  /** The energies as they are now. */
  get energy(): Int32Array {
    return this.parts.graph.energy[this.#front];
  }

  /** Stored energy less what the ledger leads to, quanta; 0 in a sound network. */
  get mismatch(): number {
    const { high } = this.parts.graph.tally;
    let stored = 0;
    for (let slot = 0; slot < high; slot++) stored += this.energy[slot]!;
    return Number(BigInt(stored) - this.ledger.stored[0]! - BigInt(this.#seen));
  }

  /** After a repair: what is stored counts, where energies were changed; and no commit is under way. */
  settleAccount(changed: boolean): void {
    if (changed) this.ledger.stored[0]! += BigInt(this.mismatch);
    this.ledger.seal();
    this.committing = false;
  }

  /** Whether coefficients and rates are as they were written. */
  get #constantsHold(): boolean {
    return sumOf(this.parts.graph.constants) === this.#constantsSeal;
  }

  get #front(): 0 | 1 {
    return (this.steps & 1) as 0 | 1;
  }

  /** Takes one step. @returns what was found to be wrong: nothing in a sound network */
  advance(): readonly Finding[] {
    const { graph, seed } = this.parts;
    const { ledger, steps } = this;
    const moment: Moment = {
      front: this.#front,
      noiseKey: keyOf(seed, stream.noise, steps),
      learningKey: keyOf(seed, stream.learning, steps),
    };
    if (!ledger.holds) return [damage('ledger')];
    if (!this.senses.picture.holds) return [damage('picture')];
    ledger.open();
    this.#seen += this.senses.show(steps, this.parts.controls, this.energy);
    this.#flow(moment);
    const findings = this.#balance();
    this.undone = findings.length > 0;
    if (this.undone) return findings;
    ledger.book('sensor', this.#seen);
    ledger.bookSums(graph);
    this.#seen = 0;
    // in place, where nobody else has done it, and before anything changes
    if (this.growth.isTurn(steps)) this.growth.settled();
    this.committing = true;
    if (!this.#learn(moment) || !this.#commit()) return [damage('torn commit')];
    // learnt from: nothing can be proven about this step
    if (!this.#constantsHold) return [damage('coefficients')];
    ledger.close();
    this.steps++;
    this.committing = false;
    return this.#inspectSome();
  }

  /** Everything that is kept, checked. */
  inspect(): readonly Finding[] {
    const { graph, phases } = this.parts;
    if (usedSlots(graph) !== graph.tally.high) return [damage('counts')];
    const stored = this.ledger.stored[0]! + BigInt(this.#seen);
    const reach = { first: 0, end: graph.tally.high };
    const rowsSound = phases.check(reach, graph.tally, this.cap, this.#front) === 0;
    const growth = this.growth.isSound ? [] : [damage('copy under way')];
    const torn = this.committing ? [damage('torn commit')] : [];
    const ledger = this.ledger.holds ? [] : [damage('ledger')];
    const picture = this.senses.picture.holds ? [] : [damage('picture')];
    const constants = this.#constantsHold ? [] : [damage('coefficients', true)];
    return [
      ...torn,
      ...growth,
      ...ledger,
      ...picture,
      ...constants,
      ...inspectAll(graph, rowsSound, this.cap, this.energy, stored),
    ];
  }

  #flow(moment: Moment): void {
    const { flow, graph, places } = this.parts;
    const { workspaceAt, dynamicAt } = places;
    const end = graph.tally.high;
    const reaches = [
      { first: 0, end: workspaceAt },
      { first: workspaceAt, end: dynamicAt },
      { first: dynamicAt, end },
    ];
    flow.run(reaches, moment, () => this.#readsWhatIsStored && flowsClose(graph));
  }

  #learn(moment: Moment): boolean {
    const { flow, graph, model } = this.parts;
    const { period } = model.plasticity;
    const first = lessonSlots * (this.steps % period);
    return flow.learn({ first, end: graph.tally.high, stride: lessonSlots * period }, moment);
  }

  /** Whether the step read the energies the one before left. */
  get #readsWhatIsStored(): boolean {
    return this.parts.graph.sums[sumAt.read] === this.ledger.stored[0]! + BigInt(this.#seen);
  }

  /** The accounts a flipped bit cannot pass: stored energy as it was left, and flows as they were sent. */
  #balance(): readonly Finding[] {
    const findings: Finding[] = [];
    if (!this.#readsWhatIsStored) findings.push(damage('energy account'));
    if (!flowsClose(this.parts.graph)) findings.push(damage('flow account', true));
    // what they led to since the last step is scratch
    if (!this.#constantsHold) findings.push(damage('coefficients', true));
    if (this.growth.isTurn(this.steps) && !this.growth.isSound) findings.push(damage('copy under way'));
    return findings;
  }

  /** Deaths, births and connections, in this order: one change of structure that happens whole or not at all.
   * @returns false where it stopped half-way */
  #commit(): boolean {
    const { graph, seed, model } = this.parts;
    const { ledger, events, society, steps, bounds } = this;
    const rules = this.#rules;
    const after = graph.energy[this.#front ^ 1]!;
    const [deathsBefore, birthsBefore] = [events.deaths, events.births];
    for (let each = 0; each < graph.counts[countAt.fallen]!; each++) {
      const slot = graph.fallen[each]!;
      if (!isAlive(graph.tag[slot]!)) continue;
      ledger.book('death', -after[slot]!);
      after[slot] = 0;
      endNode(graph, slot);
      events.deaths++;
    }
    if ((steps + 1) % model.life.sweep === 0 && graph.tally.dying > 0 && !this.#sweep()) return false;
    const keys = [keyOf(seed, stream.birth, steps), keyOf(seed, stream.child, steps)] as const;
    ledger.book('birth', -bear(society, rules, bounds, after, steps, keys));
    const isTurn = this.growth.isTurn(steps);
    if (isTurn) this.growth.apply(graph, bounds, events);
    this.lastStep.deaths = events.deaths - deathsBefore;
    this.lastStep.births = events.births - birthsBefore;
    if ((steps + 1) % orderPeriod === 0 && areScattered(graph)) orderRows(graph);
    else compactSome(graph, 16 + Math.floor(graph.tally.high * compactionShare));
    if (isTurn) this.#ask(after);
    return true;
  }

  #ask(energy: Int32Array): void {
    const { steps, bounds, cap } = this;
    const asker = { ...this.society, energy, cap, bounds, rate: this.#rules.growth };
    this.growth.ask(asker, steps, keyOf(this.parts.seed, stream.growth, steps));
  }

  #sweep(): boolean {
    const { flow, graph } = this.parts;
    if (!flow.sweep({ first: 0, end: graph.tally.high })) return false;
    const swept = graph.counts[countAt.swept]!;
    graph.tally.connections -= swept;
    this.events.swept += swept;
    freeDying(graph, swept);
    return true;
  }

  /** Inspects the part of the rows whose turn it is. */
  #inspectSome(): readonly Finding[] {
    const { graph, phases } = this.parts;
    const { high } = graph.tally;
    const turn = this.steps % inspectionPeriod;
    const first = Math.floor((high * turn) / inspectionPeriod);
    const end = Math.floor((high * (turn + 1)) / inspectionPeriod);
    const findings: Finding[] = [];
    if (phases.check({ first, end }, graph.tally, this.cap, this.#front) > 0) {
      inspectRows(graph, first, end, this.cap, this.energy, findings);
    }
    return findings;
  }
}
