// The network's part of the run page: what it sees, thinks and shows; its population; its ledger, exact; its bounds; traces.

import { useMemo } from 'react';
import type { Channel } from '@holdfast/core';
import { formatCount, formatNumber } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { LoadingNotice } from '../../design/notice.tsx';
import { FieldCanvas, ScaledField } from '../../run/field-panel.tsx';
import { LiveText } from '../../run/live-text.tsx';
import type { Trace } from '../../run/trace-panel.tsx';
import { TraceSection } from '../../run/trace-section.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { BalancePanel, type NamedBalance } from '../balance-panel.tsx';
import type { FamilyView } from '../family-view.ts';
import { HealthPanel } from '../health-panel.tsx';
import { RunReader } from '../run-reader.ts';
import { useSampled } from '../use-sampled.ts';
import { useSettings } from '../use-settings.ts';
import { energyBalance, neuralHealth } from './neural-accounts.ts';
import { NetworkField } from './field/network-field.tsx';
import { neuralControls } from './neural-controls.ts';
import { SaveField } from './senses/save-field.tsx';
import { SensesPanel } from './senses/senses-panel.tsx';
import { WorkerPanel } from './worker-panel.tsx';

const traceSpecs: readonly (readonly [
  title: string,
  unit: string,
  lines: readonly (readonly [channel: string, label: string, rate?: boolean])[],
])[] = [
  ['Nodes that live', '', [['dynamic nodes', 'dynamic']]],
  [
    'Births and deaths in a step',
    '',
    [
      ['births', 'births'],
      ['deaths', 'deaths'],
    ],
  ],
  [
    'Energy by kind of node',
    'unit',
    [
      ['sensory energy', 'senses'],
      ['dynamic energy', 'dynamic'],
      ['workspace energy', 'workspace'],
    ],
  ],
  ['Connections', '', [['connections', 'all']]],
  [
    'Energy in a step, mean between frames',
    'unit/step',
    [
      ['sensor', 'light', true],
      ['maintenance', 'upkeep', true],
      ['decay', 'decay', true],
      ['death', 'the dead', true],
      ['birth', 'births', true],
    ],
  ],
  ['Sent in a step', 'unit', [['energy sent', 'over all connections']]],
  [
    'Connections of a node',
    '',
    [
      ['outgoing connections', 'outgoing, mean'],
      ['most outgoing', 'most outgoing'],
      ['most incoming', 'most incoming'],
    ],
  ],
];

function tracesOf(reader: RunReader): readonly Trace[] {
  return traceSpecs.map(([title, unit, named]) => ({
    title,
    unit,
    per: 1,
    lines: named.flatMap(([name, label, rate = false]) => {
      const channel = reader.channel(name);
      return channel === undefined ? [] : [{ channel, label, rate }];
    }),
  }));
}

const fields = [
  ['senses', 'Senses', 'what is seen'],
  ['workspace', 'Workspace', 'what arrives'],
] as const;

function useReader(): RunReader {
  const feed = useFeed();
  const channels = useRunState().model?.channels;
  return useMemo(() => new RunReader(feed, channels ?? []), [feed, channels]);
}

/** What a tile shows: the fields of a panel, and between them all that lives. */
const tileFields = ['senses', 'dynamic field', 'workspace'] as const;
/** Columns of a tile, the middle one wide. */
const tileColumns = 'grid gap-3 grid-cols-[minmax(0,1fr)_minmax(0,2.4fr)_minmax(0,1fr)]';

function FieldColumn({ channel, title, about }: { channel: Channel; title: string; about: string }) {
  return (
    <figure className="flex min-w-0 flex-col">
      <figcaption className="mb-1 flex items-center gap-1.5 text-small">
        <span className="font-medium">{title}</span> <span className="text-ink-3">{about}</span>
        <SaveField channel={channel} />
      </figcaption>
      <ScaledField channel={channel} />
    </figure>
  );
}

function Population({ reader }: { reader: RunReader }) {
  const read = (): string => {
    const [nodes, connections] = [reader.now('dynamic nodes'), reader.now('connections')];
    if (Number.isNaN(nodes)) return 'No numbers yet.';
    return `${formatCount(nodes)} nodes live on ${formatCount(connections)} connections; ${formatCount(reader.now('births'))} born and ${formatCount(reader.now('deaths'))} died in the step shown. They hold ${formatNumber(reader.now('dynamic energy'), 5)} units.`;
  };
  const mismatch = useSampled(() => reader.now('ledger mismatch'));
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-ink-2">
      <LiveText read={read} />
      {Number.isNaN(mismatch) ? null : (
        <span className={`badge ${mismatch === 0 ? 'bg-ok-wash text-ok' : 'bg-bad-wash text-bad'}`}>
          <Icon name={mismatch === 0 ? 'check' : 'warn'} size={12} />
          {mismatch === 0 ? 'every quantum accounted for' : `${formatCount(mismatch)} quanta missing`}
        </span>
      )}
    </p>
  );
}

function FieldsPanel({ reader }: { reader: RunReader }) {
  return (
    <section aria-label="The network" className="panel">
      <header className="flex flex-wrap items-baseline gap-x-4 px-4 pt-2.5 pb-2">
        <h3 className="text-lead font-semibold">The network</h3>
        <Population reader={reader} />
      </header>
      <div className="grid grid-cols-2 gap-4 px-4 pb-1">
        {fields.map(([name, title, about]) => {
          const channel = reader.channel(name);
          return channel === undefined ? null : (
            <FieldColumn about={about} channel={channel} key={name} title={title} />
          );
        })}
      </div>
    </section>
  );
}

function accountsOf(reader: RunReader): readonly NamedBalance[] {
  const read = (channel: string): number => reader.now(channel);
  return [
    {
      title: 'Energy',
      about: 'Whole quanta: what came in, what it became, what nodes still hold',
      unit: 'unit',
      read: () => (Number.isNaN(read('energy stored')) ? undefined : energyBalance(read)),
    },
  ];
}

function NeuralPanels() {
  const settings = useSettings();
  const reader = useReader();
  const parts = useMemo(() => ({ traces: tracesOf(reader), accounts: accountsOf(reader) }), [reader]);
  if (settings === undefined) return <LoadingNotice what="network" />;
  return (
    <div className="grid gap-4">
      <NetworkField cap={settings.number('energy/cap')} recorded={reader.channel('dynamic field')} />
      <FieldsPanel reader={reader} />
      <SensesPanel />
      <div className="grid items-start gap-4 2xl:grid-cols-2">
        <BalancePanel accounts={parts.accounts} first={0} />
        <HealthPanel read={() => neuralHealth((channel) => reader.now(channel), settings)} />
      </div>
      <WorkerPanel />
      <TraceSection title="Against time" traces={parts.traces} />
    </div>
  );
}

function NeuralTile() {
  const reader = useReader();
  return (
    <div className={`${tileColumns} h-full`}>
      {tileFields.map((name) => {
        const channel = reader.channel(name);
        return channel === undefined ? null : (
          <div className="min-w-0" key={name}>
            <FieldCanvas channel={channel} />
          </div>
        );
      })}
    </div>
  );
}

export const neuralView: FamilyView = {
  Panels: NeuralPanels,
  Tile: NeuralTile,
  draws: new Set([
    'energy',
    'population',
    'connections',
    'births and deaths',
    'degree',
    'memory',
    'ledger mismatch',
    'flow',
    'ledger',
    'senses',
    'workspace',
    'dynamic nodes',
  ]),
  controls: () => neuralControls,
};
