// A short piece of a line in its colour and dash.

import { seriesStyle } from '@holdfast/pictures';

export function Swatch({ order }: { order: number }) {
  const { tone, dash } = seriesStyle(order);
  return (
    <svg aria-hidden="true" height="8" viewBox="0 0 18 8" width="18">
      <line
        stroke={`var(--${tone})`}
        strokeDasharray={dash.join(' ')}
        strokeWidth="2"
        x1="0"
        x2="18"
        y1="4"
        y2="4"
      />
    </svg>
  );
}
