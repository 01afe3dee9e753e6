// The plant's part of the run page: verdict, side view, ledger, components, traces.

import { useMemo } from 'react';
import type { Channel } from '@holdfast/core';
import { LoadingNotice } from '../../design/notice.tsx';
import type { Trace } from '../../run/trace-panel.tsx';
import { TraceSection } from '../../run/trace-section.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { BalancePanel, type NamedBalance } from '../balance-panel.tsx';
import { valueAt } from '../control-panel.tsx';
import type { FamilyView } from '../family-view.ts';
import { HealthPanel } from '../health-panel.tsx';
import { RunReader } from '../run-reader.ts';
import type { Settings } from '../settings.ts';
import { useSettings } from '../use-settings.ts';
import type { LoopShape } from './loop-path.ts';
import { energyBalance, exergyBalance, type Read } from './plant-accounts.ts';
import { plantHealth } from './plant-health.ts';
import { plantControls, plantStop } from './plant-presets.ts';
import { ScenePanel, SceneTile, type SceneSubject } from './scene-panel.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

/** What the run may leave open, over its turnover: no account closes better than doubles add up. */
const leastOpen = 1e-11;

function toleranceOf(settings: Settings): number {
  return Math.max(leastOpen, settings.number('solver/tolerance'));
}

function shapeOf(settings: Settings): LoopShape {
  return {
    radius: settings.number('chain/radius'),
    height: settings.number('chain/height'),
    submergence: settings.number('chain/submergence'),
  };
}

const traceSpecs: readonly (readonly [
  title: string,
  unit: string,
  per: number,
  lines: readonly (readonly [channel: string, label: string, rate?: boolean])[],
])[] = [
  [
    'Power, mean between frames',
    'kW',
    1000,
    [
      ['work into the compressor', 'compressor', true],
      ['work of buoyancy', 'buoyancy', true],
      ['work into the generator', 'shaft', true],
      ['electricity', 'electricity', true],
    ],
  ],
  [
    'Torque',
    'kN m',
    1000,
    [
      ['clutch torque', 'clutch'],
      ['generator torque', 'generator'],
    ],
  ],
  ['Buoyant force', 'kN', 1000, [['buoyant force', 'all floaters together']]],
  ['Speed of the chain', 'm/s', 1, [['chain speed', 'chain']]],
  ['Speed of the flywheel', 'rpm', Math.PI / 30, [['flywheel speed', 'flywheel']]],
  ['Efficiency', '%', 0.01, [['efficiency', 'electricity over work put in, since the start']]],
  ['Delivery pressure', 'bar', 1e5, [['delivery pressure', 'air']]],
  ['Air in the floaters', 'm³', 1, [['air in floaters', 'all floaters together']]],
];

function tracesOf(reader: RunReader): readonly Trace[] {
  return traceSpecs.flatMap(([title, unit, per, named]) => {
    const lines = named.flatMap(([name, label, rate = false]) => {
      const channel: Channel | undefined = reader.channel(name);
      return channel === undefined ? [] : [{ channel, label, rate }];
    });
    return lines.length === 0 ? [] : [{ title, unit, per, lines }];
  });
}

function accountsOf(read: Read, settings: Settings): readonly NamedBalance[] {
  const share = toleranceOf(settings);
  const known = (): boolean => Number.isFinite(read('turnover'));
  return [
    {
      title: 'Energy',
      unit: 'J',
      about: 'First law: every joule that came in is somewhere',
      read: () => (known() ? energyBalance(read, share) : undefined),
    },
    {
      title: 'Exergy',
      unit: 'J',
      about: 'Second law: work that could be done, and where it was destroyed',
      read: () => (known() ? exergyBalance(read, share) : undefined),
    },
  ];
}

function useSubject(settings: Settings): SceneSubject {
  const feed = useFeed();
  const channels = useRunState().model?.channels;
  return useMemo(
    () => ({
      reader: new RunReader(feed, channels ?? []),
      shape: shapeOf(settings),
      gear: settings.number('drive/ratio') / settings.number('chain/radius'),
      count: settings.number('floaters/count'),
    }),
    [feed, channels, settings],
  );
}

function PlantBody({ settings }: { settings: Settings }) {
  const feed = useFeed();
  const { model, run, events } = useRunState();
  const subject = useSubject(settings);
  const { reader } = subject;
  const parts = useMemo(() => {
    const read: Read = (channel) => reader.now(channel);
    return { read, traces: tracesOf(reader), accounts: accountsOf(read, settings) };
  }, [reader, settings]);
  const { read } = parts;
  // Of a plant that feeds itself the second law is what people ask about.
  const own = settings.at('compressor/supply') === 'own';
  const live = (name: string): number => {
    const parameter = model?.parameters.find((each) => each.name === name);
    return parameter === undefined || run === undefined
      ? Number.NaN
      : valueAt(parameter, run, events, feed.cursor);
  };
  const fills = (): Float64Array => {
    const name = reader.channel('fill') === undefined ? 'fill along the loop' : 'fill';
    return reader.field(feed.shownIndex(), name);
  };
  return (
    <>
      <VerdictPanel own={own} read={read} />
      <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <ScenePanel subject={subject} />
        <div className="grid gap-4">
          <BalancePanel accounts={parts.accounts} first={own ? 1 : 0} />
          <HealthPanel read={() => plantHealth(read, fills(), settings, live, toleranceOf(settings))} />
        </div>
      </div>
      <TraceSection title="Against time" traces={parts.traces} />
    </>
  );
}

function PlantPanels() {
  const settings = useSettings();
  if (settings === undefined) return <LoadingNotice what="plant" />;
  return (
    <div className="grid gap-4">
      <PlantBody settings={settings} />
    </div>
  );
}

function OwnTile({ settings }: { settings: Settings }) {
  return <SceneTile subject={useSubject(settings)} />;
}

function PlantTile() {
  const settings = useSettings();
  return settings === undefined ? <LoadingNotice what="plant" /> : <OwnTile settings={settings} />;
}

export const plantView: FamilyView = {
  Panels: PlantPanels,
  Tile: PlantTile,
  draws: new Set([
    'motion',
    'force',
    'torque',
    'clutch',
    'power',
    'efficiency',
    'ledger',
    'accounts',
    'floaters',
    'air',
  ]),
  controls: () => plantControls,
  stop: plantStop,
};
