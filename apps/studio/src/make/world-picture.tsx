// A first picture of what was made, from the side; the list beside it says the same in words.

import type { PartView } from '@holdfast/protocol';

function extentOf(parts: readonly PartView[]) {
  const moving = parts.filter(({ fixed }) => !fixed);
  const points = (moving.length > 0 ? parts : []).flatMap(({ outlines }) => outlines.flat());
  if (points.length === 0) return undefined;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(0, ...ys), Math.max(...ys)];
  const pad = 0.06 * Math.max(x1 - x0, y1 - y0, 0.1);
  return { x: x0 - pad, y: -y1 - pad, width: x1 - x0 + 2 * pad, height: y1 - y0 + 2 * pad };
}

const path = (outline: PartView['outlines'][number]): string =>
  `M${outline.map(([x, y]) => `${x} ${-y}`).join('L')}Z`;

function fillOf({ color, fixed }: PartView): string {
  if (color === undefined) return fixed ? 'var(--line-strong)' : 'var(--fill)';
  return `rgb(${color.map((share) => Math.round(255 * share)).join(' ')})`;
}

export function WorldPicture({ parts }: { parts: readonly PartView[] }) {
  const extent = extentOf(parts);
  if (extent === undefined) return null;
  const { x, y, width, height } = extent;
  return (
    <figure className="world-picture">
      <svg aria-hidden="true" viewBox={`${x} ${y} ${width} ${height}`}>
        <line className="world-floor" vectorEffect="non-scaling-stroke" x1={x} x2={x + width} y1={0} y2={0} />
        {parts.flatMap((part) =>
          part.outlines.map((outline, i) => (
            <path
              className="world-part"
              d={path(outline)}
              fill={fillOf(part)}
              key={`${part.name} ${i}`}
              vectorEffect="non-scaling-stroke"
            />
          )),
        )}
      </svg>
      <figcaption className="world-scale text-micro text-ink-3">
        {Number(width.toPrecision(2))} m wide
      </figcaption>
    </figure>
  );
}
