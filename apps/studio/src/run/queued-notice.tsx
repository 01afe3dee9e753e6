// Why a run stands still before its first step, and what begins it.

import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { waitsForPlace } from '@holdfast/client';
import type { RunView } from '@holdfast/protocol';
import { formatCount } from '../design/format.ts';
import { useStudio } from '../shell/studio.ts';

/** Every run is queued until its process has started; it is looked at after this. */
const lookMs = 1000;
/** Newest runs among which those that compute are looked for. */
const lookedAt = 200;

/** How many runs this server computes at a time, once it is known that this one waits for others. */
function useFullPlaces(run: RunView): number | undefined {
  const { client } = useStudio();
  const [slots, setSlots] = useState<number>();
  useEffect(() => {
    const look = (): void => {
      // what cannot be read now is asked for again; the page's banner says when the server is away
      Promise.all([client.info(), client.runs({ limit: lookedAt })]).then(
        ([info, { runs }]) => setSlots(waitsForPlace(run, runs, info.slots) ? info.slots : undefined),
        () => undefined,
      );
    };
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [client, run]);
  return slots;
}

/** Shown while a run waits for others to end. */
export function QueuedNotice({ run }: { run: RunView }) {
  const slots = useFullPlaces(run);
  if (slots === undefined) return null;
  const places = slots === 1 ? 'one run' : `${formatCount(slots)} runs`;
  return (
    <p className="mt-3 rounded-md bg-sunken px-3 py-2 text-ink" role="status">
      <span className="font-medium">Waiting for its place.</span> This server computes {places} at a time;
      this one begins when another ends or is paused.{' '}
      <code className="font-mono text-small">HOLDFAST_SLOTS</code> allows more.{' '}
      <Link className="text-accent underline" href="/">
        See the runs
      </Link>
    </p>
  );
}
