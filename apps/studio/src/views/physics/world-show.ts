// What the page's world shows at each picture: the run, played or followed, or a world of the page's own; and what a hand does.
// A hand on a living run is an input of that run; on anything else it begins a world of one's own at the instant shown.

import type { Input, ModelDocument, RecordedInput } from '@holdfast/core';
import type { Scene, WorldForces } from '@holdfast/catalog';
import { Playback } from '../../run/playback.ts';
import type { RunFeed } from '../../telemetry/run-feed.ts';
import { ArrivalClock } from '../../world/arrival-clock.ts';
import { ballOf, boundsOf, joined, within, type Bounds } from '../../world/bounds.ts';
import type { Triple } from '../../world/orbit.ts';
import { placeOf } from '../../world/placement.ts';
import { PoseTrack, type Held } from '../../world/pose-track.ts';
import type { Arrow, Marks } from '../../world/stage.ts';
import type { Shown, WorldSource } from '../../world/world-canvas.ts';
import { ForceArrows } from './force-arrows.ts';
import type { ForceTrack } from './force-track.ts';
import { InputLine } from './input-line.ts';
import { LocalWorld } from './local-world.ts';
import type { RunWatch } from './run-watch.ts';

const tellEveryMs = 66;
/** ms between two inputs of a hand. */
const handEveryMs = 50;
/** Velocities are drawn as the way of this long, s. */
const arrowSeconds = 0.15;
/** Between the two poses a velocity is taken from, s. */
const arrowStep = 0.02;

export interface ShowOptions {
  readonly feed: RunFeed;
  readonly scene: Scene;
  /** Where the poses begin in a frame. */
  readonly offset: number;
  readonly document: ModelDocument;
  /** Frames jump from one to the next, and nothing plays by itself. */
  readonly still: boolean;
  /** Where the numbers of the run come from; undefined where they are always sent. */
  readonly watch: RunWatch | undefined;
  /** Whether a hand on a run that takes no inputs begins a world of one's own. */
  readonly own: boolean;
  /** Whether the run takes inputs now. */
  readonly takesInputs: () => boolean;
  /** Settles when the run has them, or refused them. */
  readonly send: (inputs: readonly Input[]) => Promise<void>;
  /** The log of the run. */
  readonly inputs: () => Promise<readonly RecordedInput[]>;
  /** Something React shows has changed. */
  readonly changed: () => void;
}

/** Forces are shown for frames at most this much later than their own, s. */
const forcesWithin = 0.1;
/** Frames looked at to find how far a world reaches. */
const boundsSamples = 24;
/** Radii of the scene at the start beyond which nothing is framed. */
const farMost = 4;

interface Hand {
  readonly body: number;
  /** From the place taken hold of to the middle of the body. */
  readonly offset: Triple;
  to: Triple;
  sentAt: number;
}

export class WorldShow implements WorldSource {
  readonly playback = new Playback(1);
  readonly #options: ShowOptions;
  readonly #track: PoseTrack;
  readonly #before: PoseTrack;
  readonly #arrival = new ArrivalClock();
  readonly #line: InputLine;
  #local: LocalWorld | undefined;
  #localCursor: number | null = null;
  #hand: Hand | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #wasPlaying = false;
  /** Whether arrows show forces, and how long they are. */
  #showsForces = false;
  readonly scale: ForceArrows;
  /** Whether arrows show velocities. */
  arrows = false;
  time = Number.NaN;
  /** Set by the picture, to be asked for the next one. */
  request: () => void = () => {};

  constructor(options: ShowOptions) {
    this.#options = options;
    this.#line = new InputLine(options.send);
    const { scene } = options;
    this.scale = new ForceArrows(ballOf(boundsOf(scene, scene.start)).radius);
    const bodies = scene.bodies.length;
    this.#track = new PoseTrack(bodies, options.offset);
    this.#before = new PoseTrack(bodies, options.offset);
    this.#track.poses.set(options.scene.start);
  }

  get local(): LocalWorld | undefined {
    return this.#local;
  }

  get showsForces(): boolean {
    return this.#showsForces;
  }

  /** Draws the forces of contacts and of a hand, where the engine runs in this page. */
  toggleForces(): void {
    this.#showsForces = !this.#showsForces;
    this.#options.watch?.tellForces(this.#showsForces);
    this.#local?.tellForces(this.#showsForces);
    this.#options.changed();
    this.request();
  }

  /** The forces of the instant shown; `nowhere` where no engine runs here, undefined where they are not held for that instant. */
  get forces(): WorldForces | 'nowhere' | undefined {
    const { watch } = this.#options;
    const track: ForceTrack | undefined =
      this.#local?.forces ?? (watch?.used === 'steps' ? watch.forces : undefined);
    return track === undefined ? 'nowhere' : track.at(this.time, forcesWithin);
  }

  get poses(): Float64Array {
    return this.#track.poses;
  }

  /** Frames shown from: those of the run, or of a world of one's own. */
  get history(): Held | undefined {
    return this.#local === undefined ? this.#options.feed.history : this.#local.history;
  }

  /** The time looked at; null shows what is newest. */
  get cursor(): number | null {
    return this.#local === undefined ? this.#options.feed.cursor : this.#localCursor;
  }

  look(time: number | null): void {
    if (this.#local === undefined) this.#options.feed.look(time);
    else this.#localCursor = time;
    this.#options.changed();
    this.request();
  }

  get newest(): number {
    const { history } = this;
    return history === undefined || history.count === 0 ? Number.NaN : history.timeAt(history.count - 1);
  }

  get playing(): boolean {
    return this.#local === undefined
      ? this.playback.playing
      : this.#local.state === 'playing' && this.#localCursor === null;
  }

  get speed(): number {
    return this.playback.speed;
  }

  /** Plays from the time looked at, or from the start when there is nothing after it; or holds. */
  toggle(): void {
    if (this.#local !== undefined) this.#toggleLocal(this.#local);
    else if (this.playback.playing) this.playback.end();
    else {
      const { history, cursor, newest } = this;
      if (history === undefined || history.count === 0) return;
      const from = cursor === null || cursor >= newest ? history.timeAt(0) : cursor;
      this.playback.begin(from, performance.now(), cursor);
    }
    this.#options.changed();
    this.request();
  }

  setSpeed(speed: number): void {
    this.playback.speed = speed;
    if (this.#local?.state === 'playing') this.#local.play(speed);
    this.#options.changed();
  }

  /** A box around everything over the time held, as far as somebody wants to see who follows nothing. */
  bounds(): Bounds {
    const { history } = this;
    const { scene, offset } = this.#options;
    const start = boundsOf(scene, scene.start);
    const { centre, radius } = ballOf(start);
    const most: Bounds = {
      low: [centre[0] - farMost * radius, centre[1] - farMost * radius, centre[2] - farMost * radius],
      high: [centre[0] + farMost * radius, centre[1] + farMost * radius, centre[2] + farMost * radius],
    };
    const count = history?.count ?? 0;
    const samples = Array.from({ length: Math.min(boundsSamples, count) }, (_, sample) =>
      Math.floor((sample * (count - 1)) / Math.max(1, boundsSamples - 1)),
    );
    const all = samples.reduce((sum, index) => {
      const poses = history!.valuesAt(index).subarray(offset, offset + this.poses.length);
      return joined(sum, boundsOf(scene, poses));
    }, start);
    return within(all, most);
  }

  /** One frame on or back. */
  step(by: 1 | -1): void {
    const { history, newest } = this;
    if (history === undefined || history.count === 0) return;
    const local = this.#local;
    this.playback.end();
    if (local?.state === 'playing') local.hold();
    const at = this.cursor ?? newest;
    if (local !== undefined && by === 1 && at >= newest) local.step();
    else {
      // A time just after a frame's own finds that frame.
      const index = history.indexAt(at + 1e-9) + by;
      this.look(history.timeAt(Math.min(history.count - 1, Math.max(0, index))));
    }
    this.#options.changed();
    this.request();
  }

  /** Begins a world of one's own at the time shown, held or playing. */
  async openLocal(): Promise<void> {
    const { feed, document, inputs } = this.#options;
    const run = feed.view;
    if (this.#local !== undefined || run === undefined) return;
    const time = Number.isNaN(this.time) ? 0 : this.time;
    const log = await inputs();
    this.playback.end();
    this.#localCursor = null;
    const start = { document, seed: run.seed, parameters: run.parameters, inputs: log };
    const came = (): void => {
      feed.pump.touch();
      this.request();
    };
    this.#local = new LocalWorld(start, time, this.#options.changed, came);
    this.#local.play(this.playback.speed);
    if (this.#showsForces) this.#local.tellForces(true);
    // Who has taken hold meanwhile pulls from the beginning.
    if (this.#hand !== undefined) this.#pull(this.#hand);
    this.#options.changed();
  }

  /** Back to the run. */
  closeLocal(): void {
    this.#local?.dispose();
    this.#local = undefined;
    this.#localCursor = null;
    this.#options.changed();
    this.#options.feed.pump.touch();
    this.request();
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.playback.end();
    this.#local?.dispose();
    this.#local = undefined;
  }

  show(now: number): Shown {
    const { history } = this;
    const follows = history !== undefined && this.#advance(now);
    if (history !== undefined) {
      this.#track.goTo(history, this.time);
      if (this.arrows) this.#before.goTo(history, this.time - arrowStep);
    }
    return { poses: this.poses, marks: this.#marks(now), follows };
  }

  grab(body: number, place: Triple): boolean {
    const living = this.#options.takesInputs();
    if (this.#local === undefined && !living && !this.#options.own) return false;
    const [x, y, z] = placeOf(this.poses, { body, position: [0, 0, 0] });
    const offset: Triple = [x - place[0], y - place[1], z - place[2]];
    this.#hand = { body, offset, to: place, sentAt: -Infinity };
    if (this.#local === undefined && !living) void this.openLocal();
    return true;
  }

  drag(to: Triple): void {
    const hand = this.#hand;
    if (hand === undefined) return;
    hand.to = to;
    clearTimeout(this.#waiting);
    const wait = hand.sentAt + handEveryMs - performance.now();
    if (wait <= 0) this.#pull(hand);
    else this.#waiting = setTimeout(() => this.#pull(hand), wait);
  }

  release(): void {
    const pulled = this.#hand !== undefined && this.#hand.sentAt > -Infinity;
    clearTimeout(this.#waiting);
    this.#hand = undefined;
    if (pulled) this.#give([{ parameter: 'hand.body', value: 0 }]);
  }

  #pull(hand: Hand): void {
    if (this.#hand !== hand) return;
    hand.sentAt = performance.now();
    const [x, y, z] = [hand.to[0] + hand.offset[0], hand.to[1] + hand.offset[1], hand.to[2] + hand.offset[2]];
    this.#give([
      { parameter: 'hand.x', value: x },
      { parameter: 'hand.y', value: y },
      { parameter: 'hand.z', value: z },
      { parameter: 'hand.body', value: hand.body + 1 },
    ]);
    if (this.#local?.state === 'held') this.#local.play(this.playback.speed);
  }

  #give(inputs: readonly Input[]): void {
    if (this.#local === undefined) {
      if (this.#options.takesInputs()) this.#line.give(inputs);
      return;
    }
    if (this.#localCursor !== null) {
      this.#local.seek(this.#localCursor);
      this.#localCursor = null;
    }
    this.#local.apply(inputs);
  }

  #toggleLocal(local: LocalWorld): void {
    if (local.state === 'playing' && this.#localCursor === null) {
      local.hold();
      return;
    }
    if (this.#localCursor !== null) local.seek(this.#localCursor);
    this.#localCursor = null;
    local.play(this.playback.speed);
  }

  /** Sets the time to show. @returns whether another picture follows */
  #advance(now: number): boolean {
    const { newest, cursor } = this;
    if (this.#local === undefined) {
      const { feed } = this.#options;
      const playing = this.playback.advance(now, newest, cursor, (time) => feed.look(time), tellEveryMs);
      if (this.#wasPlaying !== playing) this.#options.changed();
      this.#wasPlaying = playing;
      if (playing) {
        this.time = this.playback.time;
        return true;
      }
    }
    if (cursor !== null) {
      this.time = Math.min(cursor, newest);
      return false;
    }
    const shown = this.#arrival.show(newest, now);
    this.time = this.#options.still ? newest : shown;
    return !this.#options.still && this.#arrival.moving(now);
  }

  #marks(now: number): Marks {
    const forces = this.#showsForces ? this.forces : undefined;
    const pushes = typeof forces === 'object' ? this.scale.arrows(forces, now) : [];
    const hand = this.#hand;
    const body = hand && placeOf(this.poses, { body: hand.body, position: [0, 0, 0] });
    const held: Arrow | undefined = hand &&
      body && {
        from: [body[0] - hand.offset[0], body[1] - hand.offset[1], body[2] - hand.offset[2]],
        to: hand.to,
      };
    return { chosen: -1, hand: held, arrows: this.arrows ? this.#velocities() : [], forces: pushes };
  }

  #velocities(): readonly Arrow[] {
    const [now, before] = [this.poses, this.#before.poses];
    const by = arrowSeconds / arrowStep;
    return this.#options.scene.bodies.flatMap(({ moves }, row) => {
      if (!moves) return [];
      const at = 7 * row;
      const from: Triple = [now[at]!, now[at + 1]!, now[at + 2]!];
      const way = [0, 1, 2].map((axis) => (now[at + axis]! - before[at + axis]!) * by);
      return [{ from, to: [from[0] + way[0]!, from[1] + way[1]!, from[2] + way[2]!] as const }];
    });
  }
}
