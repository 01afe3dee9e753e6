// How correlated a run found its outputs, and inputs with outputs: a table in colours, of values or of ranks.

import { useMemo, useState } from 'react';
import { coefficientColour, coefficientText } from './groups.ts';
import { measuredTable, type MeasuredFigure } from './measured.ts';
import './correlation.css';

const names = [
  ['rank-correlation', 'of ranks'],
  ['correlation', 'of values'],
] as const;

/** Without the port every output has. */
const titleOf = (subject: string): string => subject.replace(/\.(value|out)$/, '');

/** Nothing where the run reports no correlations. */
export function MeasuredCorrelations({ figures }: { figures: readonly MeasuredFigure[] }) {
  const [name, setName] = useState<string>(names[0][0]);
  const table = useMemo(() => measuredTable(figures, name), [figures, name]);
  if (table === undefined) return null;
  return (
    <section aria-labelledby="correlations" className="panel">
      <header className="flex items-center gap-2 border-b border-line py-1.5 pl-3 pr-1.5">
        <h3 className="font-semibold" id="correlations">
          Correlations
        </h3>
        <select
          aria-label="Correlations of"
          className="field ml-auto"
          onChange={(event) => setName(event.target.value)}
          value={name}
        >
          {names.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </header>
      <div className="overflow-auto p-3">
        <table aria-labelledby="correlations" className="correlation-matrix">
          <thead>
            <tr>
              <td />
              {table.columns.map((column) => (
                <th key={column} scope="col" title={column}>
                  <span>{titleOf(column)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, r) => (
              <tr key={row}>
                <th scope="row" title={row}>
                  <span>{titleOf(row)}</span>
                </th>
                {table.cells[r]?.map((figure, c) =>
                  figure === undefined ? (
                    <td key={c} />
                  ) : (
                    <td
                      className="correlation-cell correlation-read"
                      key={c}
                      style={{ background: coefficientColour(figure.value) }}
                    >
                      {coefficientText(figure.value)}
                      {figure.standardError === null ? null : (
                        <span className="correlation-error">± {figure.standardError.toPrecision(1)}</span>
                      )}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
