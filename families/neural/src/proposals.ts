// Which connections are to be made and given up: a pure function of a question, computed by whoever has the time. An answer names nodes by
// slot and generation, so that whatever happened since, nobody else is meant; its last word is a checksum.

import { connection, gateOf, learningOf, metaOf, typeOf, weightOf, type Connection } from './connection.ts';
import { Draws, type Choices } from './choices.ts';
import type { NeuralModel } from './document.ts';
import type { Places } from './places.ts';
import type { Handle } from './population.ts';
import { weightLeast, weightMost } from './quanta.ts';
import {
  crowdedDegree,
  fullCharge,
  isSealed,
  overcrowdedDegree,
  readQuestion,
  type Question,
} from './question.ts';
import { sumOf } from './seals.ts';
import { generationOf, isAlive, kind, kindOf } from './tag.ts';

/** What an answer is made with, beside the question. */
export interface Proposer {
  readonly model: NeuralModel;
  readonly places: Places;
  readonly choices: Choices;
}

/** A connection to be made, or given up where `what` is undefined. */
export interface Proposal {
  readonly from: Handle;
  readonly to: Handle;
  readonly what: Connection | undefined;
}

const answerMark = 0x41_4e_48_01;
/** Mark, checksum of the question, proposals. */
const headWords = 3;
/** From, to, both generations, and the connection: 0 where it is to be given up. */
const proposalWords = 4;

/** Slots looked at before a search for somebody is given up. */
const tries = 4;

/** A node that looks, with its row as it was. */
interface Looker {
  readonly slot: number;
  readonly looks: number;
  /** [target, meta] of each connection. */
  readonly row: Int32Array;
  /** Bands it leads to. */
  readonly acts: boolean;
  readonly burns: boolean;
  /** Targets of the connections it is to make. */
  readonly made: number[];
}

class Proposing {
  readonly #question: Question;
  readonly #proposer: Proposer;
  readonly #words: number[];

  constructor(question: Question, proposer: Proposer) {
    this.#question = question;
    this.#proposer = proposer;
    this.#words = [answerMark, question.words.at(-1)!, 0];
  }

  /** Lets every node look as often as it may. */
  answer(): Int32Array {
    const { lookers, rows } = this.#question;
    for (let each = 0, at = 0; each < lookers.length; each += 3) {
      const end = at + 2 * lookers[each + 2]!;
      this.#look(this.#lookerOf(lookers[each]!, lookers[each + 1]!, rows.subarray(at, end)));
      at = end;
    }
    this.#words[2] = (this.#words.length - headWords) / proposalWords;
    const words = Int32Array.from([...this.#words, 0]);
    words[words.length - 1] = sumOf(words.subarray(0, -1));
    return words;
  }

  #lookerOf(slot: number, looks: number, row: Int32Array): Looker {
    const { tags } = this.#question;
    let [acts, burns] = [false, false];
    for (let at = 0; at < row.length; at += 2) {
      const what = kindOf(tags[row[at]!]!);
      acts ||= what === kind.workspace;
      burns ||= what === kind.sensory;
    }
    return { slot, looks, row, acts, burns, made: [] };
  }

  #look(looker: Looker): void {
    const draws = new Draws(this.#question.key + 1, looker.slot);
    for (let look = 0; look < looker.looks; look++) this.#seek(looker, draws);
    this.#giveUp(looker, draws);
  }

  /** Looks for one new connection; what was lawful when the copy was made is proposed. */
  #seek(looker: Looker, draws: Draws): void {
    const { choices, places } = this.#proposer;
    const { slot } = looker;
    const way = choices.way(draws);
    const meta = metaOf(choices.connection(draws));
    if (way === 'sense') {
      if (this.#takesIn(slot)) this.#propose(draws.pick(places.sensory), slot, meta);
      return;
    }
    const to = this.#targetOf(looker, way, draws);
    if (to < 0) return;
    looker.made.push(to);
    this.#propose(slot, to, meta);
  }

  /** Somebody this node may lead to, or -1. */
  #targetOf(looker: Looker, way: 'within' | 'act' | 'burn', draws: Draws): number {
    const { tags, outgoing, highway, high } = this.#question;
    const { dynamicAt, workspaceAt, workspace, sensory } = this.#proposer.places;
    const { slot, row, made, acts, burns } = looker;
    const most = kindOf(tags[slot]!) === kind.highway ? highway : outgoing;
    const leadsBoth = (way === 'act' && burns) || (way === 'burn' && acts);
    if (row.length / 2 + made.length >= most || leadsBoth) return -1;
    for (let attempt = 0; attempt < tries; attempt++) {
      const within = way === 'within';
      let to = within ? dynamicAt + draws.pick(high - dynamicAt) : draws.pick(sensory);
      if (way === 'act') to = workspaceAt + draws.pick(workspace);
      if (to !== slot && (within ? this.#takesIn(to) : !this.#isCrowded(to)) && !leadsTo(looker, to))
        return to;
    }
    return -1;
  }

  #isCrowded(slot: number): boolean {
    return this.#question.degrees[slot]! >= crowdedDegree;
  }

  /** Whether a node lives, and more energy and one more connection find room in it. */
  #takesIn(slot: number): boolean {
    const { tags, charges } = this.#question;
    return isAlive(tags[slot]!) && charges[slot]! < fullCharge && !this.#isCrowded(slot);
  }

  /** Gives up connections, each with the chance of its kind at every look, and those whose target holds more than it may. */
  #giveUp({ slot, row, looks }: Looker, draws: Draws): void {
    const { prune, wither } = this.#proposer.model.growth;
    const { tags, degrees } = this.#question;
    for (let at = 0; at < row.length; at += 2) {
      const [to, word] = [row[at]!, row[at + 1]!];
      const idle = typeOf(word) === connection.plastic && weightOf(word) <= weightLeast;
      const chance = idle ? prune : wither;
      let goes = degrees[to] === overcrowdedDegree;
      for (let look = 0; look < looks && !goes; look++) goes = draws.next() < chance;
      // the sweep takes those that lead to the dead
      if (goes && isAlive(tags[to]!)) this.#propose(slot, to, 0);
    }
  }

  #propose(from: number, to: number, meta: number): void {
    const { tags } = this.#question;
    this.#words.push(from, to, generationOf(tags[from]!) | (generationOf(tags[to]!) << 16), meta);
  }
}

function leadsTo({ row, made }: Looker, to: number): boolean {
  for (let at = 0; at < row.length; at += 2) if (row[at] === to) return true;
  return made.includes(to);
}

/** Computes the answer to a question. */
export function propose(question: Int32Array, proposer: Proposer): Int32Array {
  return new Proposing(readQuestion(question), proposer).answer();
}

/** Words of bytes, which may lie anywhere. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(buffer, byteOffset, length >>> 2);
}

/** The same with bytes. @throws RangeError when these are no question */
export function answerOf(question: Uint8Array, proposer: Proposer): Uint8Array {
  const words = wordsOf(question);
  if (question.length % 4 !== 0 || !isSealed(words)) throw new RangeError('the question is damaged');
  const { buffer } = propose(words, proposer);
  return new Uint8Array(buffer);
}

/** Reads an answer; a word about what is wrong where it cannot be the answer to the question. */
export function readAnswer(bytes: Uint8Array, questionWords: Int32Array): Int32Array | string {
  if (bytes.length % 4 !== 0) return 'it is no whole number of words';
  const words = wordsOf(bytes).slice();
  if (!isAnswer(words)) return 'its checksum is wrong';
  const question = readQuestion(questionWords);
  if (words[1] !== questionWords.at(-1)) return 'it answers another question';
  const against = proposalsOf(words).find((each) => !isLawful(each, question));
  if (against === undefined) return words;
  return `node ${against.from.slot} and node ${against.to.slot} are against the rules`;
}

/** Whether words are an answer, as it was written. */
export function isAnswer(words: Int32Array): boolean {
  const size = headWords + proposalWords * (words[2] ?? 0) + 1;
  return words[0] === answerMark && words.length === size && isSealed(words);
}

/** What an answer proposes, in order. */
export function proposalsOf(words: Int32Array): readonly Proposal[] {
  const proposals: Proposal[] = [];
  for (let at = headWords; at + proposalWords < words.length; at += proposalWords) {
    const generations = words[at + 2]!;
    const meta = words[at + 3]!;
    const what = {
      type: typeOf(meta),
      weight: Math.abs(weightOf(meta)),
      gate: gateOf(meta),
      learning: learningOf(meta),
    };
    proposals.push({
      from: { slot: words[at]!, generation: generations & 0xffff },
      to: { slot: words[at + 1]!, generation: generations >>> 16 },
      what: meta === 0 ? undefined : what,
    });
  }
  return proposals;
}

/** Whether both ends are who they were in the copy and may lead to each other, by a connection that may exist. */
function isLawful({ from, to, what }: Proposal, { tags, high }: Question): boolean {
  const known = [from, to].every(({ slot, generation }) => {
    const tag = tags[slot];
    return slot >= 0 && slot < high && isAlive(tag!) && generationOf(tag!) === generation;
  });
  if (!known || from.slot === to.slot) return false;
  const [source, target] = [kindOf(tags[from.slot]!), kindOf(tags[to.slot]!)];
  const lives = target === kind.dynamic || target === kind.highway;
  if (source === kind.workspace || (source === kind.sensory && !lives)) return false;
  return what === undefined || (what.weight >= weightLeast && what.weight <= weightMost);
}
