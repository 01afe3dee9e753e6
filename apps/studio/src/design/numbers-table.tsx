// Numbers in rows and columns: the twin of a picture.

import type { NumberTable } from '@holdfast/pictures';

/** The table itself; the place around it scrolls. */
export function NumbersTable({
  table,
  title,
  words = false,
}: {
  table: NumberTable;
  title: string;
  words?: boolean;
}) {
  return (
    <>
      <table className={words ? 'numbers numbers-words' : 'numbers'}>
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // Rows have no identity beyond their place.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={table.columns[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length === 0 ? <p className="p-3 text-ink-3">No values yet.</p> : null}
      {table.note === undefined ? null : <p className="px-2 py-1.5 text-small text-ink-3">{table.note}</p>}
    </>
  );
}
