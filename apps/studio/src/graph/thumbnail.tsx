// The distribution of a port in a few pixels, with its mean; a value that is always the same is shown as a number.

import { memo, useCallback, useSyncExternalStore } from 'react';
import { formatCompact, formatNumber } from '../design/format.ts';
import type { Point } from './graph-model.ts';
import type { PortPreview } from './preview-messages.ts';
import type { Previews } from './previews.ts';
import type { Stage } from './stage.ts';

/** Size and place of the picture inside a node. */
const box = { x: 14, y: 45, width: 96, height: 34 } as const;

/** To a tenth of a unit, so that paths stay short. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The outline of the bins of a node as one closed path in the drawing. */
export function binsPath(bins: readonly number[], { x, y }: Point): string {
  const [left, bottom] = [x + box.x, y + box.y + box.height];
  const step = box.width / bins.length;
  const tops = bins.map((share, index) => {
    const top = bottom - Math.max(share > 0 ? 1 : 0, share * (box.height - 2));
    return `L${round(left + index * step)} ${round(top)}H${round(left + (index + 1) * step)}`;
  });
  return `M${round(left)} ${round(bottom)}${tops.join('')}V${round(bottom)}Z`;
}

interface PictureProps {
  readonly port: string;
  readonly node: string;
  readonly x: number;
  readonly y: number;
  readonly previews: Previews;
  readonly stage: Stage;
}

/** The distribution of a node. All of them are paths of one drawing: a drawing for each would cost more than it shows. */
export const NodePicture = memo(function NodePicture({ port, node, x, y, previews, stage }: PictureProps) {
  const bins = useSyncExternalStore(
    previews.subscribe,
    useCallback(() => previews.all().get(port)?.bins, [previews, port]),
  );
  const hold = useCallback(
    (element: SVGPathElement | null) => {
      if (element === null) return undefined;
      stage.pictures.set(node, element);
      return () => {
        stage.pictures.delete(node);
      };
    },
    [stage, node],
  );
  if (bins === undefined || bins.length === 0) return null;
  return <path d={binsPath(bins, { x, y })} ref={hold} />;
});

/** The preview in words. */
export function previewText({ mean, low, p05, p95, sd, bins, samples }: PortPreview): string {
  if (bins.length === 0) return `always ${formatNumber(low)}`;
  const spread = sd === undefined ? '' : `, sd ${formatNumber(sd, 3)}`;
  const range = `5 % to 95 %: ${formatNumber(p05, 4)} to ${formatNumber(p95, 4)}`;
  return `mean ${formatNumber(mean, 4)}${spread}, ${range}, from ${samples} iterations`;
}

/** The number beside the picture, or the only value there is; nothing while nothing is known. */
export function NodeNumber({ preview }: { preview: PortPreview | undefined }) {
  if (preview === undefined) return null;
  if (preview.bins.length === 0) return <div className="graph-fixed">{formatNumber(preview.low, 6)}</div>;
  const mean = Number.isFinite(preview.mean) ? formatCompact(Number(preview.mean.toPrecision(3))) : '–';
  return <div className="graph-mean">{mean}</div>;
}
