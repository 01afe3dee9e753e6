// The part of the run page that shows a world of bodies: the world itself, energies, joints, sensors and contacts against time.

import { useCallback, useEffect, useMemo, useState } from 'react';
import { scenes, type Scene } from '@holdfast/catalog';
import type { Channel, ModelDocument } from '@holdfast/core';
import { FailureNotice, LoadingNotice } from '../../design/notice.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { TraceSection } from '../../run/trace-section.tsx';
import type { Trace } from '../../run/trace-panel.tsx';
import { useStudio } from '../../shell/studio.ts';
import { useLoaded } from '../../shell/use-loaded.ts';
import type { FamilyView } from '../family-view.ts';
import { sceneByEngine } from './local-world.ts';
import { worldControls } from './world-controls.ts';
import { WorldPanel, WorldTile, type WorldSubject } from './world-panel.tsx';
import { worldTraces } from './world-traces.ts';
import '../../world/world.css';

/** The scene of the run's document: at once where the page can read it, else through the engine. */
function useScene(document: ModelDocument | undefined): { readonly scene?: Scene; readonly error?: unknown } {
  const read = useMemo(
    () => (document === undefined ? undefined : scenes.get(document.family)?.read(document)),
    [document],
  );
  const [asked, setAsked] = useState<{
    readonly of: ModelDocument;
    readonly scene?: Scene;
    readonly error?: unknown;
  }>();
  useEffect(() => {
    if (document === undefined || read !== undefined) return undefined;
    const stop = new AbortController();
    sceneByEngine(document, stop.signal).then(
      (scene) => setAsked({ of: document, scene }),
      (error: unknown) => {
        if (!stop.signal.aborted) setAsked({ of: document, error });
      },
    );
    return () => stop.abort();
  }, [document, read]);
  if (read !== undefined) return { scene: read };
  return asked?.of === document ? (asked ?? {}) : {};
}

function offsetOf(channels: readonly Channel[]): number {
  let offset = 0;
  for (const { name, shape } of channels) {
    if (name === 'poses') return offset;
    offset += shape.reduce((product, part) => product * part, 1);
  }
  return offset;
}

/** The world of the page's run, or why there is none yet. */
function useSubject(channels: readonly Channel[]) {
  const { client } = useStudio();
  const { id } = useFeed();
  const loaded = useLoaded(useCallback(() => client.document(id), [client, id]));
  const document = loaded.state === 'ready' ? loaded.value : undefined;
  const { scene, error } = useScene(document);
  const subject = useMemo<WorldSubject | undefined>(
    () =>
      scene === undefined || document === undefined
        ? undefined
        : { scene, document, offset: offsetOf(channels) },
    [scene, document, channels],
  );
  return { subject, failure: loaded.state === 'failed' ? loaded.error : error, again: loaded.again };
}

function WorldPart({ channels, small = false }: { channels: readonly Channel[]; small?: boolean }) {
  const { subject, failure, again } = useSubject(channels);
  if (failure !== undefined) return <FailureNotice error={failure} retry={again} />;
  if (subject === undefined) return <LoadingNotice what="world" />;
  return small ? <WorldTile subject={subject} /> : <WorldPanel subject={subject} />;
}

const none: readonly Channel[] = [];

function PhysicsPanels() {
  const channels = useRunState().model?.channels ?? none;
  const traces: readonly Trace[] = useMemo(() => worldTraces(channels), [channels]);
  const hasBodies = channels.some(({ name }) => name === 'poses');
  return (
    <div className="grid gap-4">
      {hasBodies ? <WorldPart channels={channels} /> : null}
      <TraceSection title="Against time" traces={traces} />
    </div>
  );
}

function PhysicsTile() {
  return <WorldPart channels={useRunState().model?.channels ?? none} small />;
}

export const physicsView: FamilyView = {
  Panels: PhysicsPanels,
  draws: { has: (subject) => /^(bodies|state|energy|contacts|joint .*|sensor .*)$/.test(subject) },
  controls: worldControls,
  Tile: PhysicsTile,
};
