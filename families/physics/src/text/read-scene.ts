// A sentence becomes a scene: phrases are tried in order, and what none of them takes is asked about, never dropped.

import { askAboutCounts } from './counts.ts';
import { nouns } from './lexicon.ts';
import { readBob, readMotion } from './read-motion.ts';
import { readSurroundings } from './read-surroundings.ts';
import { readMeasure, readThing } from './read-things.ts';
import type { Measures, Relation, RelationKind, Scene, Surroundings, Thing, Tie } from './scene.ts';
import { Sentence } from './sentence.ts';

/** Longest text that is read, in characters. */
export const textMost = 10_000;

const tieKinds: Readonly<Record<string, Tie['kind']>> = {
  spring: 'spring',
  rope: 'rope',
  rod: 'rod',
  hinge: 'hinge',
};

export function readScene(text: string): Scene {
  return new Reader(text).read();
}

class Reader {
  readonly #sentence: Sentence;
  readonly #things: Thing[] = [];
  /** Indices of what the last noun phrase said. */
  #last: number[] = [];
  #relations: Relation[] = [];
  #ties: { readonly tie: Tie; readonly thing: Thing }[] = [];
  #pending:
    | { kind: RelationKind; of: number[]; distance?: number; reversed?: boolean; tie?: Tie }
    | undefined;
  #lastThing: Thing | undefined;
  #ordered: Measures = {};
  readonly #surroundings: Surroundings = { ground: true };

  constructor(text: string) {
    this.#sentence = new Sentence(text);
  }

  read(): Scene {
    const sentence = this.#sentence;
    while (!sentence.isOver) {
      if (
        readSurroundings(sentence, this.#surroundings) ||
        this.#relation() ||
        readMotion(sentence, this.#lastThings()) ||
        this.#measure() ||
        this.#thing()
      )
        continue;
      if (!sentence.isOver && !this.#order() && !sentence.filler()) sentence.unknown();
    }
    this.#settleTies();
    this.#settlePending();
    askAboutCounts(sentence, this.#things);
    if (this.#things.length === 0 && sentence.questions.length === 0)
      sentence.ask(0, 0, '', 'What should there be? For example "a ball on a ramp".');
    return {
      things: this.#things,
      relations: this.#relations,
      surroundings: this.#surroundings,
      questions: sentence.questions,
    };
  }

  /** "drop a ball", "throw it": what is named next moves so, unless more is said. */
  #order(): boolean {
    const order = this.#sentence.phrase('drop', 'throw|launch|fire|shoot|kick|push');
    if (order !== undefined) this.#ordered = order === 'drop' ? { drop: 1.5 } : { speed: 5 };
    return order !== undefined;
  }

  #relation(): boolean {
    const sentence = this.#sentence;
    if (this.#last.length === 0 && this.#ties.length === 0) return false;
    if (
      sentence.phrase(
        'on|onto [the|a] ground|floor',
        'to [the] ground|floor',
        'from|to|on [the|a] ceiling|roof',
      ) !== undefined
    )
      return true;
    if (this.#hanging() || this.#joined() || this.#hitting()) return true;
    const distance = sentence.attempt(() => {
      const length = sentence.quantity('length');
      return length !== undefined && /^(above|over|below|under)$/.test(sentence.word()) ? length : undefined;
    });
    if (sentence.phrase('above|over [the] ground|floor') !== undefined) {
      for (const thing of this.#lastThings()) thing.measures.drop = distance ?? 1;
      return true;
    }
    const kind = this.#placing();
    if (kind === undefined) return false;
    this.#pending = { ...kind, of: [...this.#last], ...(distance === undefined ? {} : { distance }) };
    return true;
  }

  #placing(): { readonly kind: RelationKind; readonly reversed?: boolean } | undefined {
    const sentence = this.#sentence;
    const movement =
      '[rolling|rolls|roll|sliding|slides|slide|running|runs|moving|moves|going|skidding|balanced|balancing|balances|standing|placed|put|resting|sitting|lying|landing|dropped|falling|falls|drops|released|starting|stacked|bouncing|bounces|perched|mounted]';
    if (
      sentence.phrase(
        '[stacked] on [top] [of] each other',
        '[stacked] on top of one another',
        'stacked',
        'side by side',
      ) !== undefined
    ) {
      const kind = this.#sentence.tokens[sentence.at - 1]!.text === 'side' ? undefined : 'stacked';
      if (kind !== undefined) this.#stackLast();
      return undefined;
    }
    if (
      sentence.phrase(
        'next to',
        'beside',
        'near',
        'behind',
        'in front of',
        '[to] [the] left|right of',
        'alongside',
        'besides',
      ) !== undefined
    )
      return { kind: 'beside' };
    if (sentence.phrase(`${movement} above|over`) !== undefined) return { kind: 'above' };
    if (sentence.phrase('[placed] under|below|beneath|underneath') !== undefined)
      return { kind: 'above', reversed: true };
    const isOn = sentence.attempt(() => {
      if (
        sentence.phrase(
          `${movement} on top of`,
          `${movement} on|onto|atop|down|upon`,
          `${movement} at|from the top of`,
          'atop',
          `${movement} off [of]`,
        ) === undefined
      )
        return undefined;
      return this.#leadsToThing() ? true : undefined;
    });
    return isOn ? { kind: 'on' } : undefined;
  }

  #stackLast(): void {
    for (const [i, index] of this.#last.entries())
      if (i > 0) this.#relations.push({ kind: 'on', a: index, b: this.#last[i - 1]! });
  }

  #leadsToThing(): boolean {
    const start = this.#sentence.at;
    const thing = readThing(this.#sentence);
    this.#sentence.at = start;
    return thing !== undefined && thing.kind !== 'ground';
  }

  /** "hanging from a 1 m rope", "on a spring", "suspended from the ceiling by a string". */
  #hanging(): boolean {
    const sentence = this.#sentence;
    const found = sentence.attempt(() => {
      const isVerb =
        sentence.phrase(
          '[that|which] [is] hanging|hangs|hung|suspended|suspends|dangling|dangles|swinging [freely] from|by|on|at',
          '[is] attached to [the|a] ceiling',
        ) !== undefined;
      if (!isVerb && sentence.phrase('on|at [the] [end] [of]') === undefined) return undefined;
      const ceiling = sentence.phrase('[the|a|an] ceiling|roof|hook|nail') !== undefined;
      if (ceiling) sentence.phrase('by', 'with', 'on', 'from', 'via');
      const thing = sentence.attempt(() => {
        const next = readThing(sentence);
        return next !== undefined && next.kind in tieKinds && next.kind !== 'hinge' ? next : undefined;
      });
      if (thing !== undefined) return { tie: this.#tieOf(thing), ceiling: true };
      if (ceiling) return { tie: { kind: 'rope' as const, measures: {} }, ceiling: true };
      return isVerb && this.#leadsToThing() ? { tie: undefined, ceiling: false } : undefined;
    });
    if (found === undefined) return false;
    sentence.phrase('from [the|a] ceiling|roof|hook');
    if (!found.ceiling)
      this.#pending = { kind: 'hanging', of: [...this.#last], tie: { kind: 'rope', measures: {} } };
    else if (
      this.#last.length > 0 &&
      sentence.attempt(() =>
        sentence.phrase('from') !== undefined && this.#leadsToThing() ? true : undefined,
      )
    )
      this.#pending = { kind: 'hanging', of: [...this.#last], tie: found.tie! };
    else
      for (const index of this.#last)
        this.#relations.push({ kind: 'hanging', a: index, b: -1, tie: found.tie! });
    return true;
  }

  /** "connected by a spring", "tied to a wall with a rope", "joined". */
  #joined(): boolean {
    const sentence = this.#sentence;
    const verb =
      '[that|which] [is|are] connected|attached|tied|joined|linked|coupled|fastened|glued|welded|hinged|bound|connects|connecting|joining [together] [to|with|by|via|through|using|at] [each|one] [other|another] [by|with|via|through|using]';
    const start = sentence.at;
    if (
      sentence.phrase(verb) === undefined &&
      !(this.#ties.length > 0 && sentence.phrase('between') !== undefined)
    )
      return false;
    const words = new Set(sentence.tokens.slice(start, sentence.at).map(({ text }) => text));
    let tie: Tie | undefined = words.has('hinged') ? { kind: 'hinge', measures: {} } : undefined;
    const targets: number[][] = [];
    let isHung = false;
    const isBetween =
      words.has('between') || words.has('connecting') || words.has('joining') || words.has('connects');
    for (let more = true; more;) {
      const thing = readThing(sentence);
      if (thing === undefined) break;
      if (thing.kind in tieKinds && tie === undefined) {
        tie = this.#tieOf(thing);
        while (readMeasure(sentence, thing, 'length'));
      } else if (thing.kind === 'ceiling' || thing.kind === 'ground') isHung = thing.kind === 'ceiling';
      else targets.push(this.#add(thing));
      const limit = isBetween ? 2 : 1;
      more =
        sentence.attempt(() =>
          sentence.phrase('to', 'by', 'with', 'via', 'and', 'from') !== undefined &&
          (targets.length < limit || tie === undefined) &&
          this.#leadsToTieOr(targets.length < limit)
            ? true
            : undefined,
        ) === true;
    }
    if (tie === undefined && this.#ties.length > 0) tie = this.#ties.pop()!.tie;
    if (isHung) this.#hangLast(tie);
    else this.#join(targets, tie ?? { kind: 'weld', measures: {} });
    return true;
  }

  /** From the ceiling, unless it hangs already. */
  #hangLast(tie: Tie = { kind: 'rope', measures: {} }): void {
    for (const a of this.#last)
      if (this.#relations.every((relation) => relation.a !== a))
        this.#relations.push({ kind: 'hanging', a, b: -1, tie });
  }

  #leadsToTieOr(any: boolean): boolean {
    const start = this.#sentence.at;
    const thing = readThing(this.#sentence);
    this.#sentence.at = start;
    return thing !== undefined && (any || thing.kind in tieKinds);
  }

  #join(targets: readonly (readonly number[])[], tie: Tie): void {
    const before = this.#things.map((_, i) => i).filter((i) => !targets.flat().includes(i));
    const ends = targets.flat();
    if (ends.length === 0) {
      const all = this.#last.length > 1 ? this.#last : before.slice(-2);
      for (let i = 1; i < all.length; i++)
        this.#relations.push({ kind: 'joined', a: all[i]!, b: all[i - 1]!, tie });
    } else if (ends.length === 1) {
      const a = before.at(-1);
      if (a !== undefined) this.#relations.push({ kind: 'joined', a, b: ends[0]!, tie });
    } else {
      for (let i = 1; i < ends.length; i++)
        this.#relations.push({ kind: 'joined', a: ends[i]!, b: ends[i - 1]!, tie });
    }
  }

  #hitting(): boolean {
    const sentence = this.#sentence;
    const found = sentence.attempt(() => {
      const hit = sentence.phrase(
        '[that|which] hits|hitting|hit|strikes|striking|smashes|smashing|ramming|rams|demolishes|demolishing [into]',
        '[that|which] crashes|crashing|colliding|collides|flying|thrown|shot|fired|launched|driving|drives|rolling|rolls|bumping|bumps into|with|towards|toward|against|at',
        '[that|which] knocks|knocking [over|down]',
        '[about] to hit',
        'into',
        'towards|toward',
        'against',
      );
      return hit !== undefined && this.#leadsToThing() ? true : undefined;
    });
    if (found === undefined) return false;
    this.#pending = { kind: 'hitting', of: [...this.#last] };
    return true;
  }

  #measure(): boolean {
    const thing = this.#lastThing;
    if (thing === undefined) return false;
    const sentence = this.#sentence;
    const noun = nouns.get(thing.kind.replaceAll('-', ' '))!;
    if (
      sentence.attempt(() =>
        sentence.phrase('[is] fixed|static|anchored [in|to] [the] [place|ground]') === undefined
          ? undefined
          : true,
      )
    ) {
      thing.fixed = true;
      return true;
    }
    if (sentence.attempt(() => readBob(sentence, thing))) return true;
    if (!readMeasure(sentence, thing, noun.default)) return false;
    for (const other of this.#lastThings()) Object.assign(other.measures, thing.measures);
    if (thing.material !== undefined) for (const other of this.#lastThings()) other.material = thing.material;
    return true;
  }

  #thing(): boolean {
    const sentence = this.#sentence;
    const thing = readThing(sentence);
    if (thing === undefined) return false;
    if (thing.kind === 'ground' || thing.kind === 'ceiling') return true;
    if (thing.kind === 'spring' || thing.kind === 'rope' || thing.kind === 'hinge') {
      this.#ties.push({ tie: this.#tieOf(thing), thing });
      this.#lastThing = thing;
      return true;
    }
    const added = this.#add(thing);
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return true;
    for (const a of pending.of) {
      const { kind, distance, tie } = pending;
      const [from, to] = pending.reversed ? [added[0]!, a] : [a, added[0]!];
      this.#relations.push({
        kind,
        a: from,
        b: to,
        ...(distance === undefined ? {} : { distance }),
        ...(tie === undefined ? {} : { tie }),
      });
    }
    return true;
  }

  #add(thing: Thing): number[] {
    Object.assign(thing.measures, { ...this.#ordered, ...thing.measures });
    this.#ordered = {};
    const first = this.#things.length;
    for (let i = 0; i < thing.count; i++) this.#things.push({ ...thing, measures: thing.measures, count: 1 });
    this.#last = Array.from({ length: thing.count }, (_, i) => first + i);
    this.#lastThing = thing;
    return this.#last;
  }

  #lastThings(): Thing[] {
    return this.#last.map((index) => this.#things[index]!);
  }

  #tieOf(thing: Thing): Tie {
    this.#lastThing = thing;
    return { kind: tieKinds[thing.kind]!, measures: thing.measures };
  }

  /** A relation whose second thing never came. */
  #settlePending(): void {
    const last = this.#sentence.tokens.at(-1);
    if (this.#pending === undefined || last === undefined || this.#sentence.questions.length > 0) return;
    this.#sentence.ask(last.from, last.to, last.text, `What comes after "${last.text}"?`);
  }

  /** Springs and ropes that were named beside what they hold. */
  #settleTies(): void {
    for (const { tie, thing } of this.#ties) {
      const loose = this.#things
        .map((_, i) => i)
        .filter((i) => this.#relations.every(({ a, b }) => a !== i && b !== i));
      if (loose.length === 1) this.#relations.push({ kind: 'hanging', a: loose[0]!, b: -1, tie });
      else if (loose.length === 2) this.#relations.push({ kind: 'joined', a: loose[1]!, b: loose[0]!, tie });
      else this.#sentence.ask(thing.from, thing.to, thing.kind, `What does the ${thing.kind} hold?`);
    }
  }
}
