// What the arrows of forces mean: their scale, how many there are and how much they are together; or why there are none.

import { formatNumber } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { LiveText } from '../../run/live-text.tsx';
import { useResolvedTheme } from '../../shell/studio.ts';
import { lookOf } from '../../world/look.ts';
import { forceFigures } from './force-arrows.ts';
import type { WorldShow } from './world-show.ts';

function lengthText(metres: number): string {
  return metres < 0.01
    ? `${formatNumber(1000 * metres, 3)} mm`
    : metres < 1
      ? `${formatNumber(100 * metres, 3)} cm`
      : `${formatNumber(metres, 3)} m`;
}

/** The legend in words. */
export function forceLine({ forces, scale }: Pick<WorldShow, 'forces' | 'scale'>): string {
  if (forces === 'nowhere')
    return 'Forces are known where the engine runs in this page: watch in lock-step, or take a world of your own';
  if (forces === undefined) return 'No forces are held of this instant';
  const { contacts, force, hand } = forceFigures(forces);
  const parts = [
    ...(Number.isNaN(scale.newtons)
      ? []
      : [`${lengthText(scale.unit)} of arrow = ${formatNumber(scale.newtons, 3)} N`]),
    contacts === 0 ? 'no contacts' : `${contacts} contacts, ${formatNumber(force, 4)} N`,
    ...(hand > 0 ? [`hand ${formatNumber(hand, 4)} N`] : []),
  ];
  return parts.join(' · ');
}

export function ForceLegend({ show }: { show: WorldShow }) {
  const { force } = lookOf(useResolvedTheme());
  return (
    <p
      aria-label="Forces"
      className="pointer-events-none absolute bottom-8 left-3 flex max-w-[90%] items-center gap-1.5 rounded bg-[color-mix(in_srgb,var(--surface)_82%,transparent)] px-1.5 py-0.5 text-micro tabular-nums text-ink-2"
      role="note"
    >
      <span style={{ color: force }}>
        <Icon name="force" size={14} />
      </span>
      <LiveText read={() => forceLine(show)} />
    </p>
  );
}
