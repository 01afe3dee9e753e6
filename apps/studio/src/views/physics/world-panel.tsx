// The world on the run page: a picture one looks around and drags in, what plays it, and the same as a table.

import { useEffect, useMemo, useReducer, useRef, useState, type RefObject } from 'react';
import type { Input, ModelDocument } from '@holdfast/core';
import type { Scene } from '@holdfast/catalog';
import { TableSwitch } from '../../design/table-switch.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { problemOf } from '../../shell/problem.ts';
import { useActions, useResolvedTheme, useStudio } from '../../shell/studio.ts';
import { boundsOf } from '../../world/bounds.ts';
import { lookOf } from '../../world/look.ts';
import { WorldCanvas } from '../../world/world-canvas.ts';
import { cameraHint } from '../../world/world-view.tsx';
import { ForceLegend } from './force-legend.tsx';
import { KeepButton, KeptNote } from './keep-run.tsx';
import { PoseTable } from './pose-table.tsx';
import { Transport } from './transport.tsx';
import type { RunWatch } from './run-watch.ts';
import { useWatch, WatchPanel } from './watch-panel.tsx';
import { WorldFigures } from './world-figures.tsx';
import { WorldShow } from './world-show.ts';
import { WorldTools } from './world-tools.tsx';

export interface WorldSubject {
  readonly scene: Scene;
  readonly document: ModelDocument;
  /** Where the poses begin in a frame. */
  readonly offset: number;
}

/** What is shown, its picture, and a count that changes when React has to look again. */
export interface WorldParts {
  readonly show: WorldShow;
  readonly world: RefObject<WorldCanvas | undefined>;
}

const plainKey = 'holdfast.world.plain';

function useShow(
  { scene, document, offset }: WorldSubject,
  own: boolean,
  watch: RunWatch | undefined,
): {
  readonly show: WorldShow;
  readonly problem: string;
} {
  const feed = useFeed();
  const { client, reach } = useStudio();
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const [problem, setProblem] = useState('');
  const show = useMemo(() => {
    const send = async (inputs: readonly Input[]): Promise<void> => {
      setProblem('');
      try {
        await reach.watch(client.input(feed.id, inputs));
      } catch (error) {
        setProblem(problemOf(error).message);
      }
    };
    return new WorldShow({
      feed,
      scene,
      document,
      offset,
      still: matchMedia('(prefers-reduced-motion: reduce)').matches,
      own,
      watch,
      takesInputs: () => feed.view?.status === 'running',
      send,
      inputs: () => reach.watch(client.inputs(feed.id)),
      changed,
    });
  }, [feed, scene, document, offset, own, watch, client, reach]);
  useEffect(() => () => show.dispose(), [show]);
  return { show, problem };
}

/** A run that went as fast as it could is over before anybody sees it: it is played once, at the pace of the world. */
function useOpening(show: WorldShow, world: WorldParts['world']): void {
  const feed = useFeed();
  const { run, reading } = useRunState();
  const begun = useRef(false);
  const paced = run !== undefined && run.pace.factor > 0 && run.status !== 'ended';
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (begun.current || reading || run?.status !== 'ended') return;
    begun.current = true;
    world.current?.frame();
    if (!still && !paced && feed.cursor === null) show.toggle();
  }, [show, world, feed, run, reading, paced]);
}

function Picture({ subject, show, world, plain }: WorldParts & { subject: WorldSubject; plain: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  const { pump } = useFeed();
  const theme = useResolvedTheme();
  const { scene } = subject;
  useEffect(() => {
    if (host.current === null) return undefined;
    const options = { plain: isPlain(), bounds: boundsOf(scene, scene.start) };
    const own = new WorldCanvas(host.current, scene, lookOf('light'), show, options);
    world.current = own;
    show.request = () => own.request();
    const remove = pump.add(() => own.request(), 60);
    return () => {
      remove();
      show.request = () => {};
      world.current = undefined;
      own.dispose();
    };
  }, [scene, show, world, pump]);
  useEffect(() => world.current?.restyle(lookOf(theme)), [theme, world]);
  useEffect(() => world.current?.simplify(plain), [plain, world]);
  return (
    <div
      aria-description={`${cameraHint} Drag a body to pull it.`}
      aria-label="The world in three dimensions"
      className="world-picture relative h-full min-h-0 overflow-hidden"
      ref={host}
      role="application"
      tabIndex={0}
    />
  );
}

/** Whether the plain picture is wanted, kept in this browser. */
function isPlain(): boolean {
  return localStorage.getItem(plainKey) === '1';
}

function usePlain() {
  const [plain, setPlain] = useState(isPlain);
  const toggle = (): void => {
    localStorage.setItem(plainKey, plain ? '0' : '1');
    setPlain(!plain);
  };
  return { plain, toggle };
}

function useKeys(show: WorldShow): void {
  useActions(
    useMemo(
      () => [
        {
          id: 'play',
          title: 'Play the world, or hold it',
          group: 'Timeline',
          keys: 'r',
          run: () => show.toggle(),
        },
        {
          id: 'forces',
          title: 'Forces of contacts and of a hand as arrows',
          group: 'Timeline',
          keys: 'v',
          run: () => show.toggleForces(),
        },
        { id: 'frame on', title: 'One frame on', group: 'Timeline', keys: '.', run: () => show.step(1) },
        { id: 'frame back', title: 'One frame back', group: 'Timeline', keys: ',', run: () => show.step(-1) },
      ],
      [show],
    ),
  );
}

/** Chooses between the run and a world computed in this page. */
function SourceSwitch({ show }: { show: WorldShow }) {
  const own = show.local !== undefined;
  return (
    <div aria-label="What is shown" className="segments" role="group">
      <button aria-pressed={!own} className="segment" onClick={() => show.closeLocal()} type="button">
        The run
      </button>
      <button
        aria-pressed={own}
        className="segment"
        onClick={() => void show.openLocal()}
        title="Computes the world in this page from the instant shown; drag, push and scrub without touching the run"
        type="button"
      >
        My own
      </button>
    </div>
  );
}

export function WorldPanel({ subject }: { subject: WorldSubject }) {
  const watch = useWatch(subject);
  const { show, problem } = useShow(subject, true, watch);
  const world = useRef<WorldCanvas>(undefined);
  const [asTable, setAsTable] = useState(false);
  const { plain, toggle: togglePlain } = usePlain();
  useOpening(show, world);
  useKeys(show);
  const { local } = show;
  const { scene } = subject;
  const [unkept, setUnkept] = useState('');
  const failure = [problem, local?.problem ?? '', unkept].find((text) => text !== '') ?? '';
  return (
    <section aria-label="The world" className="panel overflow-hidden">
      <header className="flex min-h-10 flex-wrap items-center gap-2 py-1.5 pl-4 pr-1.5">
        <h3 className="text-lead font-semibold">The world</h3>
        <p className="flex-1 text-small text-ink-3">
          {local === undefined ? '' : 'A world of your own, computed in this page; the run stays as it is'}
        </p>
        {local === undefined ? null : <KeepButton fail={setUnkept} local={local} />}
        <SourceSwitch show={show} />
        <TableSwitch asTable={asTable} choose={setAsTable} name="the world" />
      </header>
      <KeptNote />
      {local === undefined ? <WatchPanel watch={watch} /> : null}
      {failure === '' ? null : (
        <p className="px-4 pb-2 text-bad" role="alert">
          {failure}
        </p>
      )}
      <div className="relative h-[clamp(20rem,58vh,40rem)] border-y border-line">
        {asTable ? (
          <PoseTable scene={scene} show={show} />
        ) : (
          <>
            <Picture plain={plain} show={show} subject={subject} world={world} />
            <WorldTools plain={plain} scene={scene} show={show} togglePlain={togglePlain} world={world} />
            {show.showsForces ? <ForceLegend show={show} /> : null}
            <WorldFigures scene={scene} show={show} world={world} />
          </>
        )}
      </div>
      <Transport show={show} />
    </section>
  );
}

/** The world alone, for when runs are watched side by side. */
export function WorldTile({ subject }: { subject: WorldSubject }) {
  const { show, problem } = useShow(subject, false, undefined);
  const world = useRef<WorldCanvas>(undefined);
  const { plain } = usePlain();
  useOpening(show, world);
  return (
    <div className="relative h-full">
      <Picture plain={plain} show={show} subject={subject} world={world} />
      {problem === '' ? null : (
        <p className="absolute inset-x-2 bottom-2 text-small text-bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
