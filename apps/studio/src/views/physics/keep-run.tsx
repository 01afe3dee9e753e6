// Keeps a world of one's own as a run: the server computes it again from the same log, and its page shows that both ended equal.

import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { formatNumber } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { problemOf } from '../../shell/problem.ts';
import { useStudio } from '../../shell/studio.ts';
import { endDigestByEngine, type LocalWorld } from './local-world.ts';

/** In the address of a run that was a world of one's own: the digest that world ended with. */
const query = 'own';

/** Forks the run where the world left it, with everything set since, and opens the page of the fork. */
export function KeepButton({ local, fail }: { local: LocalWorld; fail: (message: string) => void }) {
  const { client, reach } = useStudio();
  const { id, view } = useFeed();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    setBusy(true);
    fail('');
    try {
      const { at, inputs, until, digest } = await local.course();
      const shared = Math.min(at, view?.time ?? at);
      const run = await reach.watch(client.fork(id, { at: shared, inputs: [...inputs], until }));
      go(`/run/${encodeURIComponent(run.id)}?${query}=${digest}`);
    } catch (error) {
      fail(problemOf(error).message);
      setBusy(false);
    }
  };
  return (
    <button
      className="button button-small"
      disabled={busy || local.state === 'opening' || local.state === 'failed'}
      onClick={() => void keep()}
      title="A run on the server that is this world up to now, with everything you did in it; it can be replayed and shared"
      type="button"
    >
      <Icon name="flag" size={14} />
      {busy ? 'Keeping …' : 'Keep as a run'}
    </button>
  );
}

/** The digest of the last recorded frame of the page's run once it has ended. */
function useEnd(wanted: boolean): { readonly time: number; readonly digest: string } | undefined {
  const { client } = useStudio();
  const { id } = useFeed();
  const { run } = useRunState();
  const ended = run?.status === 'ended';
  const [end, setEnd] = useState<{ readonly time: number; readonly digest: string }>();
  useEffect(() => {
    if (!wanted || !ended) return undefined;
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      const { frames } = await client.result(id);
      const last = (await client.frames(id, frames > 1 ? { after: frames - 2 } : {})).at(-1);
      if (last === undefined || stop.signal.aborted) return;
      const digest = await endDigestByEngine(last.time, last.values, stop.signal);
      setEnd({ time: last.time, digest });
    };
    // Without the frame there is nothing to say about it; the page shows by itself that the server is away.
    read().catch(() => undefined);
    return () => stop.abort();
  }, [client, id, wanted, ended]);
  return end;
}

function Digest({ digest }: { digest: string }) {
  return (
    <code className="font-mono text-micro text-ink" title={digest}>
      {digest.slice(0, 12)}
    </code>
  );
}

/** On the page of a run that was a world of one's own: whether the server came to the same end. */
export function KeptNote() {
  const own = new URLSearchParams(useSearch()).get(query) ?? '';
  const kept = /^[0-9a-f]{64}$/.test(own);
  const end = useEnd(kept);
  if (!kept) return null;
  const equal = end?.digest === own;
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 px-4 pb-2 text-small text-ink-2" role="status">
      <Icon
        className={end === undefined ? 'text-ink-3' : equal ? 'text-ok' : 'text-bad'}
        name={end === undefined ? 'clock' : equal ? 'check' : 'cross'}
        size={14}
      />
      <span>Kept from a world of your own, which ended as</span>
      <Digest digest={own} />
      {end === undefined ? (
        <span>· the server computes it again</span>
      ) : equal ? (
        <span>
          · the server’s last frame, at {formatNumber(end.time, 4)} s, is equal to the bit:{' '}
          <Digest digest={end.digest} />
        </span>
      ) : (
        <span className="text-bad">
          · the server ended otherwise, as <Digest digest={end.digest} />
        </span>
      )}
    </p>
  );
}
