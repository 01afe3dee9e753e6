// Who proposes connections beside the network: whether it answers, how soon, and how often it had to be replaced. None of it changes a
// number of the run, so it is read with the clock's figures and kept nowhere.

import { useEffect, useId, useState } from 'react';
import type { AssistanceView } from '@holdfast/protocol';
import { formatCount, formatDuration, formatShare } from '../../design/format.ts';
import { Icon, type IconName } from '../../design/icon.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { useStudio } from '../../shell/studio.ts';

const readMs = 1000;

const standings: Readonly<
  Record<AssistanceView['state'], { readonly word: string; readonly icon: IconName; readonly look: string }>
> = {
  idle: { word: 'not asked yet', icon: 'help', look: 'bg-sunken text-ink-3' },
  starting: { word: 'starting', icon: 'flag', look: 'bg-sunken text-ink-2' },
  working: { word: 'working', icon: 'check', look: 'bg-ok-wash text-ok' },
  waiting: { word: 'being replaced', icon: 'flag', look: 'bg-warn-wash text-warn' },
  degraded: { word: 'given up for now', icon: 'warn', look: 'bg-bad-wash text-bad' },
};

function useAssistance(isOver: boolean): AssistanceView | null {
  const { client } = useStudio();
  const { id } = useFeed();
  const [assistance, setAssistance] = useState<AssistanceView | null>(null);
  useEffect(() => {
    if (isOver) return undefined;
    const state = { over: false };
    const read = (): void => {
      // what cannot be read now is asked for again; the page's banner says when the server is away
      client.profile(id).then(
        (profile) => (state.over || profile === null ? undefined : setAssistance(profile.assistance)),
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, readMs);
    return () => {
      state.over = true;
      clearInterval(timer);
    };
  }, [client, id, isOver]);
  return assistance;
}

function shareOf(part: number, asked: number): string {
  return asked === 0 ? '' : `, ${formatShare(part / asked)}`;
}

function factsOf(found: AssistanceView): readonly (readonly [name: string, about: string, text: string])[] {
  const { asked, answered, late, dropped, failures, replaced, replacedMs, latency, retryMs } = found;
  const { stuck, dead, poisoned } = failures;
  const failed = stuck + dead + poisoned;
  const why = [
    [stuck, 'stuck'],
    [dead, 'dead'],
    [poisoned, 'poisoned'],
  ] as const;
  const named = why.flatMap(([count, word]) => (count > 0 ? [`${formatCount(count)} ${word}`] : []));
  return [
    ['Asked', 'Copies of the network given out, one every 64 steps', formatCount(asked)],
    [
      'In time',
      'Answers that were there when the step needed them',
      `${formatCount(answered)}${shareOf(answered, asked)}`,
    ],
    ['Late', 'The step did not wait and computed the same itself', formatCount(late)],
    ['Dropped', 'Never given out: nobody was there to take it', formatCount(dropped)],
    [
      'Latency',
      'From question to answer over the last minute, half of them and 99 of 100',
      latency.p50 === 0 ? '–' : `${formatDuration(latency.p50)}, p99 ${formatDuration(latency.p99)}`,
    ],
    [
      'Failed',
      'Silent for 150 ms of stepping, gone, or with an answer that was none',
      failed === 0 ? '0' : named.join(', '),
    ],
    [
      'Replaced',
      'And how long until the next one could be asked, the last time; the network stepped on',
      replaced === 0 ? '0' : `${formatCount(replaced)}, ${formatDuration(replacedMs)}`,
    ],
    [
      'Next one',
      'Waits longer after each failure in a row, at most 30 s',
      retryMs === 0 ? '–' : `in ${formatDuration(retryMs)}`,
    ],
  ];
}

function Standing({ state }: { state: AssistanceView['state'] }) {
  const { word, icon, look } = standings[state];
  return (
    <span className={`badge ${look}`}>
      <Icon name={icon} size={12} />
      {word}
    </span>
  );
}

/** The panel; absent once the run has ended. */
export function WorkerPanel() {
  const isOver = useRunState().run?.status === 'ended';
  const found = useAssistance(isOver);
  const id = useId();
  if (isOver || found === null) return null;
  return (
    <section aria-labelledby={id} className="panel">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-2.5 pb-1">
        <h3 className="text-lead font-semibold" id={id}>
          Connection worker
        </h3>
        <Standing state={found.state} />
        <p className="text-small text-ink-3">
          proposes connections beside the step; what is not there in time the network works out itself, with
          the same bits
        </p>
      </header>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 px-4 pb-3 sm:grid-cols-4">
        {factsOf(found).map(([name, about, text]) => (
          <div className="min-w-0" key={name} title={about}>
            <dt className="eyebrow">{name}</dt>
            <dd className="numbers">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
