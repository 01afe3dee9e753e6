// The neighbourhood of a chosen node: picture, facts and table, looked at again twice a second while the run goes on.

import { useState } from 'react';
import { formatCount, formatNumber } from '../../../design/format.ts';
import { Icon } from '../../../design/icon.tsx';
import { TableSwitch } from '../../../design/table-switch.tsx';
import { problemOf } from '../../../shell/problem.ts';
import { useStudio } from '../../../shell/studio.ts';
import { useFeed } from '../../../run/run-context.ts';
import type { Edge, Neighbourhood } from './neighbourhood.ts';
import { ConnectionLegend, NeighbourhoodPicture } from './neighbourhood-picture.tsx';
import type { ScreenRef } from './use-field-screen.ts';
import { useLooks } from './use-looks.ts';

const everyMs = 500;
/** Connections asked for each way. */
const most = 200;

function EdgeTable({
  title,
  edges,
  count,
  follow,
}: {
  title: string;
  edges: readonly Edge[];
  count: number;
  follow: (slot: number) => void;
}) {
  return (
    <div className="min-w-0">
      <table className="numbers">
        <caption className="px-2 py-1 text-left text-small text-ink-2">
          {title}:{' '}
          {edges.length < count
            ? `the heaviest ${formatCount(edges.length)} of ${formatCount(count)}`
            : formatCount(count)}
        </caption>
        <thead>
          <tr>
            {['Node', 'Type', 'Weight', 'Kind', 'Energy'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <tr key={edge.slot}>
              <td>
                <button className="cursor-pointer underline" onClick={() => follow(edge.slot)} type="button">
                  {formatCount(edge.slot)}
                </button>
              </td>
              <td>{edge.type}</td>
              <td>{formatNumber(edge.weight, 3)}</td>
              <td>{edge.kind}</td>
              <td>{formatNumber(edge.energy, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function wordsOf(of: Neighbourhood): string {
  if (!of.alive) return `Nobody lives in slot ${formatCount(of.slot)} now (${of.kind}).`;
  const traits = of.traits.length === 0 ? '' : `, ${of.traits.join(', ')}`;
  const age =
    of.traits.length === 0
      ? ''
      : ` Born at ${formatCount(of.born)}, ${formatCount(of.time - of.born)} steps old.`;
  return `${of.kind}${traits}: ${formatNumber(of.energy, 4)} units; ${formatCount(of.incomingCount)} lead here, it leads to ${formatCount(of.outgoingCount)}.${age}`;
}

/** The picture or its table. */
function Shown(props: { of: Neighbourhood; cap: number; asTable: boolean; follow: (slot: number) => void }) {
  const { of, cap, asTable, follow } = props;
  if (!asTable) {
    return (
      <div className="mx-auto max-w-3xl px-3 pt-2">
        <NeighbourhoodPicture cap={cap} follow={follow} of={of} />
      </div>
    );
  }
  return (
    <div
      aria-label="The neighbourhood as a table"
      className="grid max-h-96 gap-3 overflow-auto p-2 lg:grid-cols-2"
      role="group"
      tabIndex={0}
    >
      <EdgeTable count={of.incomingCount} edges={of.incoming} follow={follow} title="Lead here" />
      <EdgeTable count={of.outgoingCount} edges={of.outgoing} follow={follow} title="Leads to" />
    </div>
  );
}

interface NeighbourhoodPanelProps {
  /** Reads what the server answers. */
  readonly screen: ScreenRef;
  readonly slot: number;
  readonly cap: number;
  /** Whether the living state can be looked at. */
  readonly living: boolean;
  readonly choose: (slot: number) => void;
}

/** The panel; `choose` moves to another node, -1 closes it. */
export function NeighbourhoodPanel({ screen, slot, cap, living, choose }: NeighbourhoodPanelProps) {
  const { client } = useStudio();
  const { id } = useFeed();
  const [found, setFound] = useState<Neighbourhood>();
  const [problem, setProblem] = useState<string>();
  const [asTable, setAsTable] = useState(false);
  const [path, setPath] = useState<readonly number[]>([]);
  useLooks(`${id}/${slot}`, {
    wanted: living,
    everyMs,
    ask: async () => {
      const bytes = await client.detail(id, 'neighbourhood', { slot, most });
      return screen.current?.near(bytes);
    },
    take: (answer) => {
      setProblem(undefined);
      setFound(answer);
    },
    refused: (error) => setProblem(problemOf(error).message),
  });
  const follow = (to: number): void => {
    setPath([...path.slice(-19), slot]);
    choose(to);
  };
  const back = path.at(-1);
  const shown = found?.slot === slot ? found : undefined;
  return (
    <section aria-label="Neighbourhood" className="mt-3 rounded border border-line">
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1">
        <h4 className="font-medium">Node {formatCount(slot)}</h4>
        <p className="min-w-0 flex-1 text-small text-ink-2">
          {shown === undefined
            ? (problem ?? (living ? 'Looking …' : 'The run stands still: nothing can be asked of it.'))
            : wordsOf(shown)}
        </p>
        {back === undefined ? null : (
          <button
            className="button button-small"
            onClick={() => {
              setPath(path.slice(0, -1));
              choose(back);
            }}
            type="button"
          >
            <Icon name="left" size={12} /> Node {formatCount(back)}
          </button>
        )}
        <TableSwitch asTable={asTable} choose={setAsTable} name="the neighbourhood" />
        <button
          aria-label="Close the neighbourhood"
          className="button button-quiet button-small button-icon"
          onClick={() => choose(-1)}
          type="button"
        >
          <Icon name="cross" size={14} />
        </button>
      </header>
      {shown === undefined ? null : <Shown asTable={asTable} cap={cap} follow={follow} of={shown} />}
      <div className="px-3 py-2">
        <ConnectionLegend />
      </div>
    </section>
  );
}
