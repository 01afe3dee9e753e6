// A sentence about a world that is there becomes a patch: "make the ball twice as heavy", "remove the box", "set gravity to 1.6".

import type { PhysicsInput } from '../document.ts';
import { withoutMacros } from '../read-spec.ts';
import {
  changeMass,
  changeSize,
  changeSpeed,
  measureOf,
  moveBy,
  paint,
  setFixed,
  setMeasure,
} from './change.ts';
import { colors, materials, materialWords } from './lexicon.ts';
import { copied, patchBetween, type Operation } from './patch.ts';
import { worldOf } from './place-things.ts';
import { readScene } from './read-scene.ts';
import { readSurroundings } from './read-surroundings.ts';
import type { Question, Surroundings } from './scene.ts';
import { Sentence } from './sentence.ts';
import { readTargets, targetsOf, type Loose, type Target } from './targets.ts';

export type EditedWorld =
  | { readonly ok: true; readonly patch: readonly Operation[]; readonly world: PhysicsInput }
  | { readonly ok: false; readonly questions: readonly Question[] };

/** Reads a sentence such as "make the ball twice as heavy and paint it red". Nothing is changed where any of it is not understood. */
export function editFromText(world: PhysicsInput, text: string): EditedWorld {
  const editor = new Editor(world, text);
  return editor.run(world);
}

class Editor {
  readonly #world: PhysicsInput;
  readonly #sentence: Sentence;
  readonly #text: string;
  /** What "it" stands for. */
  #it: readonly Target[] = [];

  constructor(world: PhysicsInput, text: string) {
    // A sentence changes what a macro stands for, which is written out then.
    this.#world = copied(withoutMacros(world));
    this.#sentence = new Sentence(text.slice(0, 10_000));
    this.#text = text;
  }

  run(before: PhysicsInput): EditedWorld {
    const sentence = this.#sentence;
    while (!sentence.isOver) {
      const start = sentence.at;
      if (this.#separator()) continue;
      if (this.#clause()) continue;
      sentence.at = start;
      sentence.unknown();
    }
    if (sentence.questions.length > 0) return { ok: false, questions: sentence.questions };
    const patch = patchBetween(before, this.#world);
    if (patch.length > 0) return { ok: true, patch, world: this.#world };
    sentence.ask(
      0,
      this.#text.length,
      this.#text,
      'What should be different? For example "make the ball twice as heavy".',
    );
    return { ok: false, questions: sentence.questions };
  }

  #separator(): boolean {
    return this.#sentence.phrase('and', 'then', ',', '.', ';', 'please', 'also', 'now', 'but') !== undefined;
  }

  #clause(): boolean {
    const tries = [
      () => this.#add(),
      () => this.#remove(),
      () => this.#where(),
      () => this.#scale(),
      () => this.#set(),
      () => this.#make(),
      () => this.#move(),
      () => this.#paint(),
      () => this.#fix(),
    ];
    return tries.some((read) => this.#sentence.attempt(() => (read() ? true : undefined)) === true);
  }

  #targets(): readonly Target[] | undefined {
    const sentence = this.#sentence;
    if (this.#it.length > 0 && sentence.phrase('it', 'them', 'its') !== undefined) return this.#it;
    const found = readTargets(sentence, targetsOf(this.#world));
    if (found !== undefined) this.#it = found;
    return found;
  }

  /** The rest of the sentence says what there is besides. */
  #add(): boolean {
    const sentence = this.#sentence;
    if (sentence.phrase('add', 'put', 'insert', 'drop', 'place') === undefined) return false;
    const from = sentence.tokens[sentence.at]?.from ?? this.#text.length;
    const scene = readScene(this.#text.slice(from));
    sentence.at = sentence.tokens.length;
    for (const question of scene.questions)
      sentence.questions.push({ ...question, from: question.from + from, to: question.to + from });
    if (scene.questions.length === 0) merge(this.#world, worldOf(scene));
    return true;
  }

  #remove(): boolean {
    if (this.#sentence.phrase('remove', 'delete', 'drop', 'take away', 'get rid of', 'erase') === undefined)
      return false;
    const targets = this.#targets();
    for (const { list, object, name } of targets ?? []) {
      list.splice(list.indexOf(object), 1);
      forget(this.#world, name);
    }
    return targets !== undefined;
  }

  /** Gravity, wind, medium, friction of the ground. */
  #where(): boolean {
    const sentence = this.#sentence;
    sentence.phrase(
      'set',
      'change',
      'make',
      'turn off',
      'switch off',
      'move everything|it|this',
      'put everything|it',
      'use',
    );
    const isOff = sentence.tokens[sentence.at - 1]?.text === 'off';
    const around: Surroundings = { ground: true };
    const friction = sentence.attempt(() =>
      sentence.phrase(
        '[the] friction of [the] ground|floor to',
        '[the] [ground|floor] friction [to|of|is]',
      ) === undefined
        ? undefined
        : sentence.quantity('none', 'share'),
    );
    if (isOff && sentence.phrase('[the] gravity') !== undefined) around.gravity = 0;
    else if (friction !== undefined) around.friction = friction;
    else if (!readSurroundings(sentence, around)) return false;
    const world = this.#world as unknown as Loose;
    if (around.gravity !== undefined) world['gravity'] = [0, 0, 0 - around.gravity];
    if (around.friction !== undefined) world['ground'] = { friction: around.friction };
    if (around.medium !== undefined)
      world['medium'] = {
        density: around.medium[0],
        viscosity: around.medium[1],
        wind: [around.wind ?? 0, 0, 0],
      };
    if (!around.ground) world['ground'] = false;
    return true;
  }

  /** "double the mass of the ball". */
  #scale(): boolean {
    const sentence = this.#sentence;
    const factor =
      sentence.phrase('double') !== undefined
        ? 2
        : sentence.phrase('halve') !== undefined
          ? 0.5
          : sentence.phrase('triple') !== undefined
            ? 3
            : undefined;
    if (factor === undefined) return false;
    sentence.phrase('the');
    const measure = measureOf(sentence);
    if (measure === undefined || sentence.phrase('of', 'for') === undefined) return false;
    const targets = this.#targets();
    for (const target of targets ?? [])
      if (!setMeasure(this.#world, target, measure, (value) => value * factor)) return false;
    return targets !== undefined;
  }

  /** "set the mass of the ball to 3 kg", "give the ball a speed of 2 m/s". */
  #set(): boolean {
    const sentence = this.#sentence;
    const isGive = sentence.phrase('give') !== undefined;
    if (
      !isGive &&
      sentence.phrase('set', 'change', 'make', 'increase', 'decrease', 'reduce', 'raise', 'lower') ===
        undefined
    )
      return false;
    let targets = isGive ? this.#targets() : undefined;
    sentence.phrase('a', 'an', 'the', 'its');
    const measure = measureOf(sentence);
    if (measure === undefined) return false;
    if (!isGive) targets = sentence.phrase('of', 'for') === undefined ? this.#it : this.#targets();
    sentence.phrase('to', 'of', 'equal to', 'at');
    const token = sentence.tokens[sentence.at];
    if (targets === undefined || targets.length === 0 || token?.value === undefined) return false;
    sentence.at += 1;
    const { value } = token;
    return targets.every((target) => setMeasure(this.#world, target, measure, () => value));
  }

  /** "make the ball twice as heavy", "make it red", "the box is wooden". */
  #make(): boolean {
    const sentence = this.#sentence;
    sentence.phrase('make', 'turn', 'let');
    const targets = this.#targets();
    if (targets === undefined) return false;
    sentence.phrase('be', 'is', 'are', 'should be', 'weighs', 'out of', 'of', 'from');
    const factor = this.#factor();
    const word = sentence.word();
    const change = factor === undefined ? undefined : comparison(word, factor);
    if (change !== undefined) {
      sentence.at += 1;
      return targets.every((target) => change(this.#world, target));
    }
    if (factor !== undefined && factor !== 1) return false;
    return this.#look(targets);
  }

  /** "twice as", "three times", "20 %", "a bit", or nothing. */
  #factor(): number | undefined {
    const sentence = this.#sentence;
    if (sentence.phrase('twice [as]') !== undefined) return 2;
    if (sentence.phrase('thrice [as]') !== undefined) return 3;
    const share = sentence.quantity('share');
    if (share !== undefined) return 1 + share;
    if (sentence.phrase('a bit', 'slightly', 'a little') !== undefined) return 1.2;
    if (sentence.phrase('much', 'a lot', 'far') !== undefined) return 3;
    const count = sentence.quantity('none');
    if (count === undefined) return 1;
    sentence.phrase('times [as]', 'as');
    return count > 0 ? count : undefined;
  }

  #look(targets: readonly Target[]): boolean {
    const sentence = this.#sentence;
    const word = sentence.word();
    const mass = sentence.quantity('mass');
    if (mass !== undefined) {
      sentence.phrase('heavy');
      return targets.every((target) => setMeasure(this.#world, target, 'mass', () => mass));
    }
    const material = materialWords.get(word);
    const color = colors[word];
    if (color !== undefined) for (const target of targets) paint(target, { color: [...color] });
    else if (material !== undefined) {
      for (const target of targets) paint(target, { material });
      useMaterial(this.#world, material);
    } else if (/^(frictionless|smooth|slippery|rough|sticky)$/.test(word))
      for (const target of targets)
        paint(target, { friction: /^(rough|sticky)$/.test(word) ? 1.2 : word === 'slippery' ? 0.05 : 0 });
    else if (/^(bouncy|elastic)$/.test(word)) for (const target of targets) paint(target, { bounce: 0.85 });
    else if (/^(fixed|static|immovable|free|movable)$/.test(word))
      return (
        (sentence.at += 1), targets.every((target) => setFixed(target, !/^(free|movable)$/.test(word)))
      );
    else return false;
    sentence.at += 1;
    return true;
  }

  #move(): boolean {
    const sentence = this.#sentence;
    if (sentence.phrase('move', 'shift', 'raise', 'lift', 'lower', 'push') === undefined) return false;
    const verb = sentence.tokens[sentence.at - 1]!.text;
    const targets = this.#targets();
    if (targets === undefined) return false;
    let way = verb === 'lower' ? 'down' : verb === 'raise' || verb === 'lift' ? 'up' : undefined;
    const read = () => {
      const found = sentence.phrase(
        'up|upwards|higher',
        'down|downwards',
        '[to] [the] left',
        '[to] [the] right',
        'forward',
      );
      if (found !== undefined)
        way = found.startsWith('up')
          ? 'up'
          : found.startsWith('down')
            ? 'down'
            : found.includes('left')
              ? 'left'
              : 'right';
    };
    read();
    sentence.phrase('by');
    const distance = sentence.quantity('length');
    read();
    if (way === undefined || distance === undefined) return false;
    const by: [number, number, number] =
      way === 'up' || way === 'down'
        ? [0, 0, way === 'up' ? distance : -distance]
        : [way === 'left' ? -distance : distance, 0, 0];
    return targets.every((target) => moveBy(target, by));
  }

  #paint(): boolean {
    if (this.#sentence.phrase('paint', 'color', 'colour') === undefined) return false;
    const targets = this.#targets();
    return targets !== undefined && this.#look(targets);
  }

  #fix(): boolean {
    const sentence = this.#sentence;
    const isFix = sentence.phrase('fix', 'anchor', 'pin', 'freeze') !== undefined;
    if (!isFix && sentence.phrase('release', 'free', 'unpin', 'unfreeze') === undefined) {
      if (sentence.phrase('throw', 'launch', 'push', 'kick', 'shoot') === undefined) return false;
      const thrown = this.#targets();
      sentence.phrase('at', 'with', 'with [a] speed of');
      const speed = sentence.quantity('speed') ?? 5;
      return thrown !== undefined && thrown.every((target) => changeSpeed(target, () => speed));
    }
    const targets = this.#targets();
    return targets !== undefined && targets.every((target) => setFixed(target, isFix));
  }
}

type Change = (world: PhysicsInput, target: Target) => boolean;

function comparison(word: string, said: number): Change | undefined {
  const by = (usual: number) => (said === 1 ? usual : said);
  if (/^(heavy|heavier)$/.test(word)) return (_, target) => changeMass(target, by(2));
  if (/^(light|lighter)$/.test(word)) return (_, target) => changeMass(target, 1 / by(2));
  if (/^(big|bigger|large|larger|long|longer|tall|taller)$/.test(word))
    return (_, target) => changeSize(target, by(1.5));
  if (/^(small|smaller|short|shorter)$/.test(word)) return (_, target) => changeSize(target, 1 / by(1.5));
  if (/^(fast|faster)$/.test(word))
    return (_, target) => changeSpeed(target, (speed) => (speed === 0 ? 2 : speed * by(2)));
  if (/^(slow|slower)$/.test(word)) return (_, target) => changeSpeed(target, (speed) => speed / by(2));
  if (/^(stiff|stiffer)$/.test(word))
    return (world, target) => setMeasure(world, target, 'stiffness', (value) => value * by(2));
  if (/^(soft|softer|weak|weaker)$/.test(word))
    return (world, target) => setMeasure(world, target, 'stiffness', (value) => value / by(2));
  return undefined;
}

function useMaterial(world: PhysicsInput, name: string): void {
  const list = ((world as unknown as Loose)['materials'] ??= []) as Loose[];
  if (list.some((one) => one['name'] === name)) return;
  const { density, friction, bounce, color } = materials[name]!;
  list.push({ name, density, friction, color: [...color], ...(bounce === undefined ? {} : { bounce }) });
}

/** Takes away what speaks of a name that is gone. */
function forget(world: PhysicsInput, name: string): void {
  const speaks = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(
      ([key, inner]) =>
        (/^(body|body1|body2|target|joint|joint1|joint2|object)$/.test(key) &&
          typeof inner === 'string' &&
          (inner === name || (inner.startsWith(`${name} `) && !/^\d/.test(inner.slice(name.length + 1))))) ||
        speaks(inner),
    );
  const loose = world as unknown as Loose;
  for (const list of ['springs', 'ropes', 'equalities', 'excludes', 'actuators', 'sensors']) {
    const kept = (loose[list] as Loose[] | undefined)?.filter((each) => !speaks(each));
    if (kept !== undefined) loose[list] = kept;
  }
}

/** Puts a second world to the right of the first; names that are taken get a number. */
function merge(world: PhysicsInput, more: PhysicsInput): void {
  const taken = new Set(targetsOf(world).map(({ name }) => name));
  let text = JSON.stringify(more);
  for (const { name } of targetsOf(more)) {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
    taken.add(free);
    if (free !== name) text = text.replaceAll(`"${name}"`, `"${free}"`);
  }
  const added = JSON.parse(text) as Loose;
  const reach = Math.max(0, ...(world.bodies ?? []).map(({ pos }) => (pos?.[0] ?? 0) + 0.5));
  const loose = world as unknown as Loose;
  for (const [key, list] of Object.entries(added)) {
    if (!Array.isArray(list) || key === 'gravity') continue;
    const known = (loose[key] ??= []) as Loose[];
    for (const each of list as Loose[]) {
      if (key === 'materials' && known.some(({ name }) => name === each['name'])) continue;
      const pos = each['pos'] as readonly number[] | undefined;
      if (pos !== undefined && (key === 'bodies' || key === 'geoms' || key === 'sites'))
        each['pos'] = [pos[0]! + reach, pos[1], pos[2]];
      known.push(each);
    }
  }
}
