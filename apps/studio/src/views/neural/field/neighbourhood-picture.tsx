// A node between those that lead to it and those it leads to. What a connection does is told by its dashes and its end, not by colour alone.

import { formatCount, formatNumber } from '../../../design/format.ts';
import type { Edge, Neighbourhood } from './neighbourhood.ts';

/** Partners drawn on each side; the table has more. */
const drawnMost = 16;
const [width, height] = [640, 340];
const [middle, centre] = [width / 2, height / 2];

interface Manner {
  readonly colour: string;
  readonly dash: string;
  readonly says: string;
}

const manners: Readonly<Record<string, Manner>> = {
  excitatory: { colour: 'var(--series-0)', dash: '', says: 'gives energy' },
  inhibitory: { colour: 'var(--bad)', dash: '7 4', says: 'takes energy, ends in a bar' },
  gated: { colour: 'var(--series-2)', dash: '1.5 4', says: 'gives while its source is charged' },
  plastic: { colour: 'var(--series-3)', dash: '12 3 2 3', says: 'gives, and learns' },
};
const other: Manner = { colour: 'var(--ink-3)', dash: '', says: '' };

const mannerOf = (type: string): Manner => manners[type] ?? other;

function thickness(weight: number): number {
  return 1 + 5 * Math.min(1, Math.abs(weight));
}

/** Where partner `at` of `count` on a side is drawn. */
function placeOf(at: number, count: number, right: boolean): readonly [x: number, y: number] {
  const share = count <= 1 ? 0.5 : at / (count - 1);
  const bow = 46 * Math.sin(Math.PI * share);
  const x = right ? width - 62 + bow * 0.4 - 18 : 62 - bow * 0.4 + 18;
  return [x, 18 + share * (height - 36)];
}

/** The end of a line at a circle of radius `r` around a point, coming from another. */
function rim(x: number, y: number, fromX: number, fromY: number, r: number): readonly [number, number] {
  const length = Math.hypot(fromX - x, fromY - y) || 1;
  return [x + ((fromX - x) * r) / length, y + ((fromY - y) * r) / length];
}

function Line({
  edge,
  from,
  to,
  radius,
}: {
  edge: Edge;
  from: readonly [number, number];
  to: readonly [number, number];
  radius: number;
}) {
  const { colour, dash } = mannerOf(edge.type);
  const [x, y] = rim(...to, ...from, radius + 3);
  const size = 4 + thickness(edge.weight) / 2;
  const turn = (Math.atan2(y - from[1], x - from[0]) * 180) / Math.PI;
  const end =
    edge.type === 'inhibitory'
      ? `M0 ${-size}V${size}`
      : `M${-size * 1.4} ${-size * 0.8}L0 0L${-size * 1.4} ${size * 0.8}`;
  return (
    <g fill="none" stroke={colour} strokeOpacity={0.85}>
      <line
        strokeDasharray={dash}
        strokeWidth={thickness(edge.weight)}
        x1={from[0]}
        x2={x}
        y1={from[1]}
        y2={y}
      />
      <path d={end} strokeWidth={2} transform={`translate(${x} ${y}) rotate(${turn})`} />
    </g>
  );
}

/** Energy as the fill of a circle. */
function fillOf(energy: number, cap: number): string {
  const share = Math.round(100 * Math.sqrt(Math.max(0, Math.min(1, energy / cap))));
  return `color-mix(in oklab, var(--accent) ${share}%, var(--sunken))`;
}

interface PartnerProps {
  readonly edge: Edge;
  readonly at: readonly [number, number];
  readonly right: boolean;
  readonly cap: number;
  readonly follow: (slot: number) => void;
}

function Partner({ edge, at: [x, y], right, cap, follow }: PartnerProps) {
  const { slot, type, weight, energy, kind } = edge;
  const name = `${right ? 'To' : 'From'} node ${formatCount(slot)}, ${kind}: ${type}, weight ${formatNumber(weight, 3)}, ${formatNumber(energy, 3)} units. Follow it`;
  return (
    <g
      aria-label={name}
      className="cursor-pointer"
      onClick={() => follow(slot)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        follow(slot);
      }}
      role="button"
      tabIndex={0}
    >
      <title>{name}</title>
      <circle cx={x} cy={y} fill={fillOf(energy, cap)} r={7} stroke="var(--ink-2)" strokeWidth={1.2} />
      <text
        className="fill-ink-2 text-[11px]"
        dominantBaseline="central"
        textAnchor={right ? 'start' : 'end'}
        x={right ? x + 12 : x - 12}
        y={y}
      >
        {formatCount(slot)}
      </text>
    </g>
  );
}

function Nobody({ says, x }: { says: string; x: number }) {
  return (
    <text className="fill-ink-3 text-[12px]" textAnchor="middle" x={x} y={centre}>
      {says}
    </text>
  );
}

/** The picture; partners are buttons that lead to them. */
export function NeighbourhoodPicture({
  of,
  cap,
  follow,
}: {
  of: Neighbourhood;
  cap: number;
  follow: (slot: number) => void;
}) {
  const incoming = of.incoming.slice(0, drawnMost);
  const outgoing = of.outgoing.slice(0, drawnMost);
  const self: readonly [number, number] = [middle, centre];
  return (
    <svg
      aria-label={`Connections of node ${formatCount(of.slot)}`}
      className="w-full"
      role="group"
      viewBox={`0 0 ${width} ${height}`}
    >
      {incoming.map((edge, at) => (
        <Line edge={edge} from={placeOf(at, incoming.length, false)} key={edge.slot} radius={20} to={self} />
      ))}
      {outgoing.map((edge, at) => (
        <Line
          edge={edge}
          from={rim(...self, ...placeOf(at, outgoing.length, true), 20)}
          key={edge.slot}
          radius={7}
          to={placeOf(at, outgoing.length, true)}
        />
      ))}
      <circle
        cx={middle}
        cy={centre}
        fill={fillOf(of.energy, cap)}
        r={20}
        stroke="var(--ink)"
        strokeWidth={2}
      />
      <text className="fill-ink text-[12px] font-semibold" textAnchor="middle" x={middle} y={centre + 36}>
        {formatCount(of.slot)}
      </text>
      {incoming.map((edge, at) => (
        <Partner
          at={placeOf(at, incoming.length, false)}
          cap={cap}
          edge={edge}
          follow={follow}
          key={edge.slot}
          right={false}
        />
      ))}
      {outgoing.map((edge, at) => (
        <Partner
          at={placeOf(at, outgoing.length, true)}
          cap={cap}
          edge={edge}
          follow={follow}
          key={edge.slot}
          right
        />
      ))}
      {incoming.length === 0 ? <Nobody says="nobody leads here" x={110} /> : null}
      {outgoing.length === 0 ? <Nobody says="leads nowhere" x={width - 110} /> : null}
    </svg>
  );
}

/** What lines stand for. */
export function ConnectionLegend() {
  return (
    <ul aria-label="Connections" className="flex flex-wrap gap-x-4 gap-y-1 text-micro text-ink-3">
      {Object.entries(manners).map(([type, { colour, dash, says }]) => (
        <li className="flex items-center gap-1.5" key={type}>
          <svg aria-hidden="true" height={10} viewBox="0 0 34 10" width={34}>
            <g fill="none" stroke={colour} strokeWidth={2}>
              <line strokeDasharray={dash} x1={0} x2={30} y1={5} y2={5} />
              <path d={type === 'inhibitory' ? 'M30 0.5V9.5' : 'M25 1.5L31 5L25 8.5'} />
            </g>
          </svg>
          <span>
            <span className="text-ink-2">{type}</span> {says}
          </span>
        </li>
      ))}
      <li>thicker is heavier</li>
    </ul>
  );
}
