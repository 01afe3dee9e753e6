// The distribution of a port in a few pixels, with its mean; a value that is always the same is shown as a number.

import { formatCompact, formatNumber } from '../design/format.ts';
import type { PortPreview } from './preview-messages.ts';

const width = 80;
const height = 34;

/** To a tenth of a pixel, so that paths stay short. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The outline of the bins as one closed path. */
export function binsPath(bins: readonly number[]): string {
  const step = width / bins.length;
  const tops = bins.map((share, index) => {
    const y = round(height - Math.max(share > 0 ? 1 : 0, share * (height - 2)));
    return `L${round(index * step)} ${y}H${round((index + 1) * step)}`;
  });
  return `M0 ${height}${tops.join('')}V${height}Z`;
}

/** The preview in words. */
export function previewText({ mean, low, p05, p95, sd, bins, samples }: PortPreview): string {
  if (bins.length === 0) return `always ${formatNumber(low)}`;
  const spread = sd === undefined ? '' : `, sd ${formatNumber(sd, 3)}`;
  const range = `5 % to 95 %: ${formatNumber(p05, 4)} to ${formatNumber(p95, 4)}`;
  return `mean ${formatNumber(mean, 4)}${spread}, ${range}, from ${samples} iterations`;
}

/** Nothing while nothing is known. */
export function Thumbnail({ preview }: { preview: PortPreview | undefined }) {
  if (preview === undefined) return null;
  if (preview.bins.length === 0) {
    return (
      <div className="graph-picture">
        <span className="graph-fixed">{formatNumber(preview.low, 6)}</span>
      </div>
    );
  }
  return (
    <div className="graph-picture">
      <svg preserveAspectRatio="none" viewBox={`0 0 ${width} ${height}`}>
        <path d={binsPath(preview.bins)} />
      </svg>
      <span className="graph-mean">
        {Number.isFinite(preview.mean) ? formatCompact(Number(preview.mean.toPrecision(3))) : '–'}
      </span>
    </div>
  );
}
