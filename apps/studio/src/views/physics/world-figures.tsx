// What a picture costs and what is in it, as text ten times a second: pictures per second, bodies, contacts.

import { useMemo } from 'react';
import type { Scene } from '@holdfast/catalog';
import { formatNumber } from '../../design/format.ts';
import { LiveText } from '../../run/live-text.tsx';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { RunReader } from '../run-reader.ts';
import { Meter } from './meter.ts';
import type { WorldParts } from './world-panel.tsx';

export function WorldFigures({ scene, show, world }: WorldParts & { scene: Scene }) {
  const feed = useFeed();
  const channels = useRunState().model?.channels;
  const parts = useMemo(
    () => ({
      reader: new RunReader(feed, channels ?? []),
      pictures: new Meter(),
      spent: new Meter(),
    }),
    [feed, channels],
  );
  const moving = scene.bodies.filter(({ moves }) => moves).length;
  const read = (): string => {
    const now = performance.now();
    const canvas = world.current;
    const pictures = parts.pictures.read(canvas?.drawn ?? 0, now);
    const spent = parts.spent.read(canvas?.spentMs ?? 0, now);
    const cost =
      pictures > 0 ? `${Math.round(pictures)} fps, ${formatNumber(spent / pictures, 2)} ms each` : 'still';
    const stream = show.local === undefined ? [] : ['nothing from the server'];
    const held = show.local === undefined ? [] : [show.local.behind ? 'slower than asked' : 'in real time'];
    const contacts = parts.reader.now('contacts');
    const force = parts.reader.now('contact force');
    const touching =
      show.local === undefined && contacts >= 0 ? [`${contacts} contacts, ${formatNumber(force, 3)} N`] : [];
    return [`${moving} bodies`, ...touching, cost, ...stream, ...held].join(' · ');
  };
  return (
    <p className="world-figures pointer-events-none absolute bottom-2 left-3 rounded bg-[color-mix(in_srgb,var(--surface)_72%,transparent)] px-1.5 text-micro text-ink-2 tabular-nums">
      <LiveText read={read} />
      {world.current?.stage?.kind === 'painted' ? ' · painted without WebGL' : ''}
    </p>
  );
}
