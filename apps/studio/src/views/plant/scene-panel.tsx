// The moving side view: painted at display rate while it is in sight and something moves, played back over the recording, and
// said as a table and a sentence. With reduced motion it stands still between whole frames, one a second.

import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { NumberTable } from '@holdfast/pictures';
import { formatNumber, formatShare } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { NumbersTable } from '../../design/numbers-table.tsx';
import { readPalette } from '../../design/palette.ts';
import { TableSwitch } from '../../design/table-switch.tsx';
import { LiveText } from '../../run/live-text.tsx';
import { Playback } from '../../run/playback.ts';
import { useQuickFrames } from '../../run/quick-frames.ts';
import { useFeed, usePainter } from '../../run/run-context.ts';
import { useActions, useResolvedTheme } from '../../shell/studio.ts';
import type { RunReader } from '../run-reader.ts';
import { quantity } from '../scaled-unit.ts';
import { useSampled } from '../use-sampled.ts';
import { loopLength, pointAt, type LoopShape } from './loop-path.ts';
import { clutchWords, sceneAt, valveWords, type PlantScene } from './plant-scene.ts';
import { SceneClock } from './scene-clock.ts';
import { paintScene } from './scene-painter.ts';

const speeds = [1, 5, 20, 100] as const;
const tellEveryMs = 66;
/** With reduced motion. */
const stillMs = 1000;
/** A picture that was too fast stays blurred this long, so that it does not flicker between frames. */
const blurMs = 400;

export interface SceneSubject {
  readonly reader: RunReader;
  readonly shape: LoopShape;
  /** Turns of the flywheel, rad, per way of the chain, m. */
  readonly gear: number;
  readonly count: number;
}

/** Simulated seconds per second beyond which neighbours swap places between two pictures. */
function blurs(rate: number, scene: PlantScene, before: number, { shape, count }: SceneSubject): boolean {
  return rate > 0 && Math.abs(scene.way - before) > (0.6 * loopLength(shape)) / count;
}

function paintOn(canvas: HTMLCanvasElement, paint: (context: CanvasRenderingContext2D) => void): void {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint(context);
}

function useScene(subject: SceneSubject, playback: Playback, onStop: () => void) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const feed = useFeed();
  useQuickFrames();
  const theme = useResolvedTheme();
  const wake = useRef(() => {});
  useEffect(() => {
    const node = canvas.current;
    if (node === null) return undefined;
    const palette = readPalette();
    const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const clock = new SceneClock();
    let [handle, visible, wasPlaying] = [0, false, false];
    let [before, drawnAt, fastAt] = [Number.NaN, -Infinity, -Infinity];
    const request = (): void => {
      if (handle === 0 && visible) handle = requestAnimationFrame(draw);
    };
    const draw = (now: number): void => {
      handle = 0;
      if (document.hidden) return;
      const { history } = feed;
      if (history === undefined || history.count === 0) return;
      const newest = history.timeAt(history.count - 1);
      const playing = playback.advance(now, newest, feed.cursor, (time) => feed.look(time), tellEveryMs);
      if (wasPlaying && !playing) onStop();
      wasPlaying = playing;
      if (reduced && !playing && feed.cursor === null && now - drawnAt < stillMs) return;
      drawnAt = now;
      const time = clock.at(newest, playing ? playback.time : feed.cursor, now, !reduced);
      const scene = sceneAt(subject.reader, subject.shape, time);
      if (scene === undefined) return;
      const moves = playing || clock.moving(now);
      if (moves && blurs(clock.rate, scene, before, subject)) fastAt = now;
      const blurred = now - fastAt < blurMs;
      before = scene.way;
      paintOn(node, (context) =>
        paintScene(context, scene, subject.shape, {
          palette,
          width: node.clientWidth,
          height: node.clientHeight,
          gear: subject.gear,
          blurred,
        }),
      );
      if (moves || blurred) request();
    };
    wake.current = request;
    const seen = new IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? false;
      request();
    });
    seen.observe(node);
    const sized = new ResizeObserver(() => {
      drawnAt = -Infinity;
      request();
    });
    sized.observe(node);
    const remove = feed.pump.add(request, 60);
    return () => {
      remove();
      seen.disconnect();
      sized.disconnect();
      cancelAnimationFrame(handle);
    };
  }, [feed, subject, playback, theme, onStop]);
  return { canvas, wake };
}

function wordsOf(scene: PlantScene | undefined): string {
  if (scene === undefined) return 'The plant from the side; no numbers yet.';
  const count = (valve: number): number => scene.floaters.filter((each) => each.valve === valve).length;
  const floaters =
    scene.floaters.length === 0
      ? ''
      : ` ${scene.floaters.length} floaters: ${valveWords.map((word, valve) => `${count(valve)} ${word}`).join(', ')}.`;
  const { compression, shaft, electricity } = scene.power;
  return `The plant from the side at ${formatNumber(scene.time, 5)} s. Compressor ${quantity(compression, 'W', 3)}, shaft ${quantity(shaft, 'W', 3)}, electricity ${quantity(electricity, 'W', 3)}. Clutch ${clutchWords[scene.clutch] ?? 'unknown'}.${floaters}`;
}

function tableOf(scene: PlantScene | undefined, shape: LoopShape): NumberTable {
  if (scene === undefined) return { columns: ['Part', 'Place', 'Air', 'State'], rows: [] };
  const surface = shape.height + shape.radius + shape.submergence;
  const length = loopLength(shape);
  const depth = (way: number): string => `${(surface - pointAt(shape, way).z).toFixed(2)} m deep`;
  const side = (way: number): string => (pointAt(shape, way).x >= 0 ? 'rising side' : 'sinking side');
  return {
    columns: ['Part', 'Place', 'Air', 'State'],
    rows: [
      ['Clutch', '–', '–', clutchWords[scene.clutch] ?? 'unknown'],
      ['Flywheel', '–', '–', `${formatNumber(scene.flywheel, 4)} rad/s`],
      ['Generator', '–', '–', quantity(scene.power.shaft, 'W')],
      ['Compressor', '–', '–', quantity(scene.power.compression, 'W')],
      ...scene.floaters.map(({ way, fill, valve }, index) => [
        `Floater ${index + 1}`,
        `${depth(way)}, ${side(way)}`,
        formatShare(fill),
        valveWords[valve] ?? 'unknown',
      ]),
      ...scene.strip.map((fill, cell) => {
        const way = ((cell + 0.5) / scene.strip.length) * length;
        return [`Part ${cell + 1} of the loop`, `${depth(way)}, ${side(way)}`, formatShare(fill), '–'];
      }),
    ],
  };
}

/** Work accounts whose growth is the power. */
const powers = [
  ['Compressor takes', 'work into the compressor', 'var(--series-1)'],
  ['Buoyancy lifts with', 'work of buoyancy', 'var(--accent)'],
  ['Shaft gives', 'work into the generator', 'var(--series-2)'],
  ['Electricity', 'electricity', 'var(--ok)'],
] as const;

/** The compressor works in strokes of less than a second; people want the mean over some of them, s. */
const meanOver = 10;

/** Mean rate of an account over the seconds before the frame shown. */
function meanPower(reader: RunReader, account: string): number {
  const { history } = reader.numbers;
  const now = reader.numbers.shownIndex();
  if (history === undefined || now < 1) return Number.NaN;
  const before = Math.max(0, Math.min(now - 1, history.indexAt(history.timeAt(now) - meanOver)));
  const span = history.timeAt(now) - history.timeAt(before);
  return (reader.at(now, account) - reader.at(before, account)) / span;
}

/** Power from one machine to the next as bars of one scale, outside React. */
function PowerBars({ reader }: { reader: RunReader }) {
  const bars = useRef<HTMLUListElement>(null);
  usePainter(
    useCallback(() => {
      const values = powers.map(([, account]) => Math.max(0, meanPower(reader, account) || 0));
      const most = Math.max(...values, 1);
      const nodes = bars.current?.querySelectorAll<HTMLElement>('[data-bar]') ?? [];
      nodes.forEach((node, index) => (node.style.width = `${((values[index] ?? 0) / most) * 100}%`));
    }, [reader]),
    10,
  );
  return (
    <ul className="space-y-2" ref={bars}>
      <li className="eyebrow">Power, mean of the last {meanOver} s</li>
      {powers.map(([title, channel, colour]) => (
        <li key={channel}>
          <p className="flex justify-between gap-2">
            <span className="text-ink-2">{title}</span>
            <LiveText className="font-semibold" read={() => quantity(meanPower(reader, channel), 'W', 4)} />
          </p>
          <div aria-hidden="true" className="mt-0.5 h-1.5 overflow-hidden rounded-full bg-sunken">
            <div className="h-full rounded-full" data-bar="" style={{ background: colour }} />
          </div>
        </li>
      ))}
      <li className="flex justify-between gap-2 border-t border-line pt-1.5">
        <span className="text-ink-2">Chain</span>
        <LiveText read={() => quantity(reader.now('chain speed'), 'm/s', 3)} />
      </li>
      <li className="flex justify-between gap-2">
        <span className="text-ink-2">Flywheel</span>
        <LiveText read={() => quantity(reader.now('flywheel speed') * (30 / Math.PI), 'rpm', 3)} />
      </li>
    </ul>
  );
}

function Dot({ fill, edge }: { fill: string; edge: string }) {
  return (
    <span
      aria-hidden="true"
      className="mr-1.5 inline-block size-3 rounded-xs border align-[-2px]"
      style={{ background: fill, borderColor: edge }}
    />
  );
}

function Legend({ blurs: many }: { blurs: boolean }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 pb-2.5 text-small text-ink-3">
      <span>
        <Dot edge="var(--metal)" fill="var(--air)" />
        air
      </span>
      <span>
        <Dot edge="var(--metal)" fill="var(--water-in)" />
        water
      </span>
      {many ? null : (
        <>
          <span>
            <Dot edge="var(--accent)" fill="transparent" />
            filling
          </span>
          <span>
            <Dot edge="var(--warn)" fill="transparent" />
            venting
          </span>
        </>
      )}
      <span>
        <Dot edge="var(--ok)" fill="var(--ok)" />
        open valve, flow of power
      </span>
      <span>heights to scale, widths stretched</span>
    </p>
  );
}

function usePlay(playback: Playback, wake: RefObject<() => void>) {
  const feed = useFeed();
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(playback.speed);
  const stopped = useCallback(() => setPlaying(false), []);
  const toggle = useCallback(() => {
    if (playback.playing) {
      playback.end();
      setPlaying(false);
      return;
    }
    const { history } = feed;
    if (history === undefined || history.count === 0) return;
    const newest = history.timeAt(history.count - 1);
    const from = feed.cursor === null || feed.cursor >= newest ? history.timeAt(0) : feed.cursor;
    playback.begin(from, performance.now(), feed.cursor);
    setPlaying(true);
    wake.current();
  }, [feed, playback, wake]);
  const choose = useCallback(
    (next: number) => {
      playback.speed = next;
      setSpeed(next);
    },
    [playback],
  );
  useActions(
    useMemo(
      () => [{ id: 'play', title: 'Play the recording', group: 'Timeline', keys: 'r', run: toggle }],
      [toggle],
    ),
  );
  return { playing, speed, toggle, choose, stopped };
}

function PlayControls({ play }: { play: ReturnType<typeof usePlay> }) {
  const { playing, speed, toggle, choose } = play;
  return (
    <>
      <button className="button button-small" onClick={toggle} title="Play the recording (R)" type="button">
        <Icon name={playing ? 'pause' : 'play'} size={12} />
        {playing ? 'Hold' : 'Play the recording'}
      </button>
      <div aria-label="Speed of playing" className="segments" role="group">
        {speeds.map((each) => (
          <button
            aria-pressed={each === speed}
            className="segment"
            key={each}
            onClick={() => choose(each)}
            type="button"
          >
            {each}×
          </button>
        ))}
      </div>
    </>
  );
}

function SceneTable({ subject }: { subject: SceneSubject }) {
  const table = useSampled(() =>
    tableOf(sceneAt(subject.reader, subject.shape, subject.reader.time), subject.shape),
  );
  return (
    <div aria-label="The plant as a table" className="h-full overflow-auto" role="group" tabIndex={0}>
      <NumbersTable table={table} title="The plant" />
    </div>
  );
}

function SceneCanvas(props: {
  subject: SceneSubject;
  playback: Playback;
  onStop: () => void;
  wake: RefObject<() => void>;
}) {
  const { subject, playback, onStop, wake } = props;
  const { canvas, wake: own } = useScene(subject, playback, onStop);
  useEffect(() => {
    wake.current = () => own.current();
  }, [wake, own]);
  usePainter(
    useCallback(() => {
      const { reader, shape } = subject;
      canvas.current?.setAttribute('aria-label', wordsOf(sceneAt(reader, shape, reader.time)));
    }, [canvas, subject]),
    0.5,
  );
  return <canvas aria-label="The plant from the side" className="size-full" ref={canvas} role="img" />;
}

/** The moving plant alone; it fills its place. */
export function SceneTile({ subject }: { subject: SceneSubject }) {
  const playback = useMemo(() => new Playback(1), []);
  const wake = useRef(() => {});
  return <SceneCanvas onStop={() => {}} playback={playback} subject={subject} wake={wake} />;
}

/** The panel. */
export function ScenePanel({ subject }: { subject: SceneSubject }) {
  const [asTable, setAsTable] = useState(false);
  const playback = useMemo(() => new Playback(5), []);
  const wake = useRef(() => {});
  const play = usePlay(playback, wake);
  return (
    <section aria-label="The plant" className="panel">
      <header className="flex flex-wrap items-center gap-2 py-1.5 pl-4 pr-1.5">
        <h3 className="w-full text-lead font-semibold sm:w-auto sm:flex-1">The plant</h3>
        <PlayControls play={play} />
        <TableSwitch asTable={asTable} choose={setAsTable} name="the plant" />
      </header>
      <div className="relative h-[34rem]">
        {asTable ? (
          <SceneTable subject={subject} />
        ) : (
          <>
            <SceneCanvas onStop={play.stopped} playback={playback} subject={subject} wake={wake} />
            <div className="absolute bottom-24 right-5 w-[min(15rem,38%)] text-small sm:text-base">
              <PowerBars reader={subject.reader} />
            </div>
          </>
        )}
      </div>
      <Legend blurs={subject.reader.channel('fill') === undefined} />
    </section>
  );
}
