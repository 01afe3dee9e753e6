// A living picture of a scene in an element of the page: camera, pointer, keys, and a stage that suits the machine. It draws only
// when something changed, asks its source for the poses then, and touches nothing of React.

import type { Scene } from '@holdfast/catalog';
import { ballOf, boundsOf, joined, type Bounds } from './bounds.ts';
import { openScreen } from './open-screen.ts';
import { Orbit, type Standpoint, type Triple } from './orbit.ts';
import { pick } from './pick.ts';
import type { Poses } from './placement.ts';
import { Pace, qualities } from './quality.ts';
import type { Screen, View } from './screen.ts';
import type { Marks, SceneLook, Stage } from './stage.ts';

export interface Shown {
  readonly poses: Poses;
  readonly marks: Marks;
  /** Whether another picture follows at once. */
  readonly follows: boolean;
}

export interface WorldSource {
  /** What to show at `now`, ms; called once for each picture. */
  show(now: number): Shown;
  /** Whether a body may be taken hold of at a place; then `drag` until `release`. */
  grab?(body: number, place: Triple): boolean;
  drag?(to: Triple): void;
  release?(): void;
  /** How far the scene reaches over the time that is known of it. */
  bounds?(): Bounds;
}

export interface WorldOptions {
  /** Never WebGL, until told otherwise. */
  readonly plain: boolean;
  /** Where the scene begins, to choose the camera. */
  readonly bounds: Bounds;
}

/** Pixels a pointer may move for a press to be a click. */
const clickMost = 4;
const turnPerKey = 0.12;
const panPerKey = 0.06;
const zoomPerKey = 1.15;
/** Keys that show all of the scene. */
const framingKeys: ReadonlySet<string> = new Set(['0', '1', '2', '3', '4']);
/** How often, ms, and from which growth of the radius on a spreading scene is framed anew. */
const framedEveryMs = 500;
const spreadLeast = 0.02;

export class WorldCanvas {
  readonly orbit = new Orbit();
  readonly #host: HTMLElement;
  readonly #scene: Scene;
  readonly #source: WorldSource;
  readonly #bounds: Bounds;
  #plain: boolean;
  #pace = new Pace();
  readonly #stop = new AbortController();
  #look: SceneLook;
  #screen: Screen | undefined;
  /** What draws from its first picture on; until then the screen before it is seen. */
  #coming: Screen | undefined;
  /** Quality of the newest screen asked for; undefined leaves it to what draws. */
  #level: number | undefined;
  /** Counts the screens asked for: only the newest is taken. */
  #opened = 0;
  #handle = 0;
  #visible = false;
  /** Whether another picture follows the one last shown. */
  #follows = false;
  /** Whether a picture was asked for while none more could wait. */
  #wanted = false;
  #poses: Poses;
  #followed = -1;
  #followedAt: Triple | undefined;
  /** What the camera shows all of; undefined once somebody moved it. */
  #framed: Bounds | undefined;
  #framedAt = 0;
  #pressed = false;
  /** Pictures drawn and ms they took of the page, for statistics. */
  drawn = 0;
  spentMs = 0;

  constructor(host: HTMLElement, scene: Scene, look: SceneLook, source: WorldSource, options: WorldOptions) {
    this.#host = host;
    this.#scene = scene;
    this.#look = look;
    this.#source = source;
    this.#bounds = options.bounds;
    this.#plain = options.plain;
    this.#poses = scene.start;
    this.#watch();
    void this.#open(options.plain ? qualities.length : undefined);
  }

  /** What is drawn on; undefined while it is made. A screen of another quality or look has another one. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#screen?.canvas;
  }

  /** How it is drawn, and in how many calls; undefined while the screen is made. */
  get stage(): { readonly kind: Stage['kind']; readonly calls: number } | undefined {
    return this.#screen;
  }

  get followed(): number {
    return this.#followed;
  }

  /** Draws with the next frame of the display, if anybody sees it. */
  request(): void {
    if (this.#handle === 0 && this.#visible && this.#screen !== undefined)
      this.#handle = requestAnimationFrame((now) => this.#draw(now));
  }

  follow(body: number): void {
    if (body >= 0) this.#framed = undefined;
    this.#followed = body;
    this.#followedAt = undefined;
    this.request();
  }

  /** Shows all of the scene. */
  frame(): void {
    this.#fit(this.#source.bounds?.() ?? boundsOf(this.#scene, this.#poses));
    this.request();
  }

  stand(at: Standpoint): void {
    this.orbit.stand(at);
    if (this.#followed < 0) this.frame();
    this.request();
  }

  restyle(look: SceneLook): void {
    if (look === this.#look) return;
    this.#look = look;
    void this.#open(this.#level);
  }

  /** Never WebGL from now on, or whatever draws best. */
  simplify(plain: boolean): void {
    if (plain === this.#plain) return;
    this.#plain = plain;
    void this.#open(plain ? qualities.length : undefined);
  }

  /** The picture as a PNG file. @throws Error while nothing can be drawn */
  async picture(): Promise<Blob> {
    // What is kept shows all that is known now, not what was known at the last look.
    this.#framedAt = -Infinity;
    if (this.#screen === undefined) throw new Error('the picture is not there yet');
    return this.#screen.picture(this.#view(performance.now()));
  }

  dispose(): void {
    this.#stop.abort();
    cancelAnimationFrame(this.#handle);
    this.#coming?.dispose();
    this.#screen?.dispose();
    this.#coming = undefined;
    this.#screen = undefined;
  }

  /** Makes a new screen; what was shown stays until the new one has drawn. */
  async #open(level: number | undefined): Promise<void> {
    const mine = (this.#opened += 1);
    this.#level = level;
    const subject = { scene: this.#scene, bounds: this.#bounds, look: this.#look, level };
    const events = { drawn: (now: number) => this.#drawn(screen, now), lost: () => this.#lower(1) };
    const screen: Screen = await openScreen(subject, events);
    if (this.#stop.signal.aborted || mine !== this.#opened) {
      screen.dispose();
      return;
    }
    this.#level = screen.level;
    this.#coming?.dispose();
    this.#coming = screen;
    // Below the screen that is seen, so that the display has its first picture before it is uncovered.
    this.#host.prepend(screen.canvas);
    if (this.#screen === undefined || !this.#visible) this.#uncover(screen);
    else screen.draw(this.#view(performance.now()));
  }

  #uncover(screen: Screen): void {
    if (screen !== this.#coming) return;
    const first = this.#screen === undefined;
    this.#screen?.dispose();
    this.#screen = screen;
    this.#coming = undefined;
    this.#pace = new Pace();
    this.#host.dataset['stage'] = screen.kind;
    if (first) this.frame();
    this.request();
  }

  #lower(by: number): void {
    const level = (this.#coming ?? this.#screen)?.level ?? qualities.length;
    // Unless another screen is being made already.
    if (level === this.#level && level < qualities.length)
      void this.#open(Math.min(level + by, qualities.length));
  }

  #fit(bounds: Bounds): void {
    const { clientWidth, clientHeight } = this.#host;
    this.orbit.fit(bounds.low, bounds.high, clientWidth / Math.max(1, clientHeight));
    this.#followedAt = undefined;
    this.#framed = bounds;
  }

  /** Keeps all of it in the picture as the scene spreads, for somebody who has not moved the camera. */
  #keepFramed(now: number): void {
    if (this.#framed === undefined || this.#pressed || now - this.#framedAt < framedEveryMs) return;
    this.#framedAt = now;
    const bounds = this.#source.bounds?.();
    if (bounds === undefined) return;
    const { radius } = ballOf(this.#framed);
    const both = joined(this.#framed, bounds);
    if (ballOf(both).radius > (1 + spreadLeast) * radius) this.#fit(both);
  }

  #draw(now: number): void {
    this.#handle = 0;
    const screen = this.#screen;
    if (document.hidden || screen === undefined || this.#coming !== undefined) return;
    // It is asked for again when one of those that wait has been drawn.
    this.#wanted = !screen.free;
    if (this.#wanted) return;
    const begun = performance.now();
    screen.draw(this.#view(now));
    this.spentMs += performance.now() - begun;
    if (this.#follows) this.request();
  }

  /** All that the next picture shows. */
  #view(now: number): View {
    const { clientWidth: width, clientHeight: height } = this.#host;
    const { poses, marks, follows } = this.#source.show(now);
    this.#poses = poses;
    this.#follows = follows;
    this.#goAlong();
    this.#keepFramed(now);
    return {
      width,
      height,
      ratio: devicePixelRatio,
      poses,
      camera: this.orbit.standing,
      marks: { ...marks, chosen: this.#followed },
    };
  }

  #drawn(screen: Screen, now: number): void {
    this.drawn += 1;
    // A worker tells of a picture with the display's frame in which it is sent there: one frame later it is seen.
    if (screen === this.#coming) requestAnimationFrame(() => this.#uncover(screen));
    if (this.#coming !== undefined) return;
    const tooMuch = this.#pace.drawn(now, this.#follows);
    if (tooMuch > 0) this.#lower(tooMuch);
    if (this.#wanted) this.request();
  }

  /** Moves the camera as far as the body it follows has moved. */
  #goAlong(): void {
    const row = 7 * this.#followed;
    if (this.#followed < 0) return;
    const at: Triple = [this.#poses[row]!, this.#poses[row + 1]!, this.#poses[row + 2]!];
    const before = this.#followedAt ?? this.orbit.target;
    const [x, y, z] = this.orbit.target;
    this.orbit.target = [x + at[0] - before[0], y + at[1] - before[1], z + at[2] - before[2]];
    this.#followedAt = at;
  }

  #watch(): void {
    const { signal } = this.#stop;
    const host = this.#host;
    host.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    host.addEventListener('dblclick', (event) => this.follow(this.#under(event)?.body ?? -1), { signal });
    host.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    host.addEventListener('keydown', (event) => this.#key(event), { signal });
    host.addEventListener(
      'wheel',
      (event) => {
        // The page scrolls unless one works here.
        if (!event.ctrlKey && document.activeElement !== host) return;
        event.preventDefault();
        this.#framed = undefined;
        this.orbit.zoom(Math.exp(-event.deltaY * 0.0015));
        this.request();
      },
      { signal, passive: false },
    );
    const seen = new IntersectionObserver(([entry]) => {
      this.#visible = entry?.isIntersecting ?? false;
      this.request();
    });
    seen.observe(host);
    const sized = new ResizeObserver(() => this.request());
    sized.observe(host);
    signal.addEventListener('abort', () => {
      seen.disconnect();
      sized.disconnect();
    });
  }

  #at(event: MouseEvent): readonly [x: number, y: number, width: number, height: number] {
    const box = this.#host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top, box.width, box.height];
  }

  #under(event: MouseEvent) {
    return pick(this.#scene, this.#poses, this.orbit.ray(...this.#at(event)));
  }

  #press(event: PointerEvent): void {
    this.#host.focus({ preventScroll: true });
    const found = event.button === 0 && !event.shiftKey ? this.#under(event) : undefined;
    const held = found !== undefined && this.#source.grab?.(found.body, found.place) === true;
    let [x, y] = [event.clientX, event.clientY];
    const [startX, startY] = [x, y];
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#stop.signal]);
    this.#host.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => {
      const [dx, dy] = [next.clientX - x, next.clientY - y];
      [x, y] = [next.clientX, next.clientY];
      const height = Math.max(1, this.#host.clientHeight);
      if (!held) this.#framed = undefined;
      if (held) this.#source.drag?.(this.orbit.beside(found.place, ...this.#at(next)));
      else if (event.button !== 0 || event.shiftKey) this.orbit.pan(-dx / height, dy / height);
      else this.orbit.turn((-dx / height) * 3, (dy / height) * 3);
      this.request();
    };
    this.#pressed = true;
    const end = (next: PointerEvent): void => {
      over.abort();
      this.#pressed = false;
      if (held) this.#source.release?.();
      const still = Math.hypot(next.clientX - startX, next.clientY - startY) <= clickMost;
      if (!still) event.preventDefault();
      this.request();
    };
    this.#host.addEventListener('pointermove', move, { signal });
    this.#host.addEventListener('pointerup', end, { signal });
    this.#host.addEventListener('pointercancel', end, { signal });
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { orbit } = this;
    const acts: Readonly<Record<string, (() => void) | undefined>> = event.shiftKey
      ? {
          ArrowLeft: () => orbit.pan(-panPerKey, 0),
          ArrowRight: () => orbit.pan(panPerKey, 0),
          ArrowUp: () => orbit.pan(0, panPerKey),
          ArrowDown: () => orbit.pan(0, -panPerKey),
          '+': () => orbit.zoom(zoomPerKey),
        }
      : {
          ArrowLeft: () => orbit.turn(-turnPerKey, 0),
          ArrowRight: () => orbit.turn(turnPerKey, 0),
          ArrowUp: () => orbit.turn(0, turnPerKey),
          ArrowDown: () => orbit.turn(0, -turnPerKey),
          '+': () => orbit.zoom(zoomPerKey),
          '=': () => orbit.zoom(zoomPerKey),
          '-': () => orbit.zoom(1 / zoomPerKey),
          '0': () => this.frame(),
          '1': () => this.stand('overview'),
          '2': () => this.stand('front'),
          '3': () => this.stand('side'),
          '4': () => this.stand('top'),
          n: () => this.#followNext(),
          Escape: () => this.follow(-1),
        };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!framingKeys.has(event.key)) this.#framed = undefined;
    act();
    this.request();
  }

  /** Goes through the bodies that move, and then lets go. */
  #followNext(): void {
    const moving = this.#scene.bodies.flatMap(({ moves }, row) =>
      moves && row > this.#followed ? [row] : [],
    );
    this.follow(moving[0] ?? -1);
  }
}
