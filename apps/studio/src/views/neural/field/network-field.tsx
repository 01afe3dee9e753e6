// Every node of a living network, moving, with a way into each neighbourhood; what was recorded of it where there is nothing living to look at.

import { useRef, useState } from 'react';
import type { Channel } from '@holdfast/core';
import { formatCount, formatNumber } from '../../../design/format.ts';
import { ScaledField } from '../../../run/field-panel.tsx';
import { useFeed, useRunState } from '../../../run/run-context.ts';
import { problemOf } from '../../../shell/problem.ts';
import { useStudio } from '../../../shell/studio.ts';
import { canDrawFields, type FieldScreen } from './field-screen.ts';
import { FieldView, NodeFinder } from './field-view.tsx';
import { NeighbourhoodPanel } from './neighbourhood-panel.tsx';
import { useLooks } from './use-looks.ts';

function Legend({ cap }: { cap: number }) {
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-micro text-ink-3">
      <span className="flex items-center gap-1.5">
        0
        <span
          aria-hidden="true"
          className="h-1.5 w-28 rounded-full bg-linear-to-r from-sunken via-accent to-ink"
        />
        {formatNumber(cap, 4)} units, by the root
      </span>
      <span className="flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className="h-1.5 w-10 rounded-full bg-linear-to-r from-sunken via-warn to-ink"
        />
        highways
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-2 rounded-sm bg-bad" />
        dying
      </span>
      <span>pale: nobody lives there. Rows from the top: senses, workspace, dynamic nodes.</span>
    </p>
  );
}

function Recorded({ channel, why }: { channel: Channel; why: string }) {
  const cells = channel.shape.reduce((product, extent) => product * extent, 1);
  return (
    <figure>
      <figcaption className="mb-1 text-small text-ink-2">
        As recorded: {formatCount(cells)} cells, each the mean of neighbouring nodes. {why}
      </figcaption>
      <ScaledField channel={channel} />
    </figure>
  );
}

/** Why the living state cannot be looked at; undefined while it can. */
function useReason(): string | undefined {
  const { run, model, cursor } = useRunState();
  if (run === undefined || model === undefined) return 'The run is on its way.';
  const named = (model.details ?? []).some(({ name }) => name === 'field');
  if (!named || !canDrawFields()) return 'This page cannot look closer.';
  if (run.status === 'ended') return 'The run has ended: there is no living state to look at.';
  if (cursor !== null) return 'The timeline looks back; follow the run to see every node.';
  return undefined;
}

/** Most slots of a network a look can ask for, and the energy that stands for a full node. */
function useFieldFacts(): { readonly slots: number } {
  const kind = useRunState().model?.details?.find(({ name }) => name === 'neighbourhood');
  return { slots: (kind?.query.find(({ name }) => name === 'slot')?.max ?? 0) + 1 };
}

/** The panel of all nodes. `cap` is the largest energy of a node, units. */
export function NetworkField({ recorded, cap }: { recorded: Channel | undefined; cap: number }) {
  const { client } = useStudio();
  const { id } = useFeed();
  const status = useRunState().run?.status;
  const why = useReason();
  const { slots } = useFieldFacts();
  const screen = useRef<FieldScreen>(undefined);
  const line = useRef<HTMLSpanElement>(null);
  const [chosen, setChosen] = useState(-1);
  const [problem, setProblem] = useState<string>();
  const shown = why === undefined;
  const living = shown && status === 'running';
  useLooks(id, {
    wanted: living,
    seen: () => screen.current?.seen === true,
    ask: () => client.detail(id, 'field'),
    take: (bytes) => {
      setProblem(undefined);
      screen.current?.look(bytes);
    },
    refused: (error) => setProblem(problemOf(error).message),
  });
  const choose = (slot: number): void => {
    setChosen(slot);
    const place = slot < 0 ? undefined : screen.current?.placeOf(slot);
    if (place !== undefined && (place.size < 3 || place.left < 0 || place.top < 0))
      screen.current?.centre(slot);
  };
  const looked = (time: number, alive: number): void => {
    if (line.current !== null)
      line.current.textContent = `${formatCount(alive)} alive at ${formatCount(time)}`;
  };
  const standing = status === 'paused' ? 'Paused: this is the last look.' : problem;
  return (
    <section aria-label="Every node" className="panel px-4 pt-2.5 pb-3">
      <header className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="text-lead font-semibold">Every node</h3>
        <p className="min-w-0 flex-1 text-small text-ink-2">
          {formatCount(slots)} slots, looked at as they live; nothing of it is recorded. <span ref={line} />
          {standing === undefined ? null : <span className="text-warn"> {standing}</span>}
        </p>
        {shown ? <NodeFinder choose={choose} most={slots} /> : null}
      </header>
      {shown ? (
        <>
          <FieldView choose={choose} chosen={chosen} looked={looked} screen={screen} />
          <Legend cap={cap} />
          {chosen < 0 ? (
            <p className="mt-2 text-small text-ink-3">Choose a node to see its connections.</p>
          ) : (
            <NeighbourhoodPanel cap={cap} choose={choose} living={living} screen={screen} slot={chosen} />
          )}
        </>
      ) : recorded === undefined ? (
        <p className="text-ink-3">{why}</p>
      ) : (
        <Recorded channel={recorded} why={why} />
      )}
    </section>
  );
}
