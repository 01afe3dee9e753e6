// Every figure of the runs in columns, with the differences from the first and whether they exceed their error.

import { useMemo, useState } from 'react';
import { CopyButton } from '../design/copy-button.tsx';
import { Icon } from '../design/icon.tsx';
import { figureWords, metricWords, namesOf, plain, said } from '@holdfast/pictures';
import type { ComparedRun } from './compared-run.ts';
import { verdictMarks, type Difference, type FigureRow } from './difference.ts';

const tones = {
  equal: 'text-ink-3',
  differs: 'text-accent',
  within: 'text-ink-2',
  unknown: 'text-ink-3',
} as const;
const icons = { equal: 'check', differs: 'flag', within: 'ring', unknown: 'help' } as const;

function DifferenceCell({ difference }: { difference: Difference | null }) {
  if (difference === null) return <td className="text-ink-3">–</td>;
  const { verdict } = difference;
  return (
    <td>
      <span className="inline-flex items-center gap-1.5">
        {said(difference)}
        <span className={`inline-flex w-28 items-center gap-1 ${tones[verdict]}`}>
          <Icon name={icons[verdict]} size={12} />
          {verdictMarks[verdict]}
        </span>
      </span>
    </td>
  );
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function csvOf(rows: readonly FigureRow[], runs: readonly ComparedRun[]): string {
  const head = [
    'subject',
    'metric',
    'unit',
    ...runs.flatMap(({ letter }) => [letter, `${letter} standard error`]),
    ...runs.slice(1).flatMap(({ letter }) => [`${letter} minus A`, 'standard error', 'verdict']),
  ];
  const lines = rows.map(({ subject, metric, unit, values, differences }) => [
    ...[subject, metric, unit].map(quoted),
    ...values.flatMap((each) => [each?.value ?? '', each?.standardError ?? '']),
    ...differences.flatMap((each) => [each?.value ?? '', each?.standardError ?? '', each?.verdict ?? '']),
  ]);
  return [head.map(quoted), ...lines].map((cells) => cells.join(',')).join('\n');
}

function useShown(rows: readonly FigureRow[]) {
  const [query, setQuery] = useState('');
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const shown = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return rows.filter(({ subject, metric, differences }) => {
      if (onlyDifferent && !differences.some((each) => each?.verdict === 'differs')) return false;
      const text = `${subject} ${metric} ${metricWords(metric)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [rows, query, onlyDifferent]);
  return { query, setQuery, onlyDifferent, setOnlyDifferent, shown };
}

function Cells({ rows, runs }: { rows: readonly FigureRow[]; runs: readonly ComparedRun[] }) {
  const names = namesOf(runs[0]?.model);
  return (
    <table className="numbers numbers-words">
      <thead>
        <tr>
          <th scope="col">figure</th>
          {runs.map(({ letter }) => (
            <th key={letter} scope="col">
              {letter}
            </th>
          ))}
          {runs.slice(1).map(({ letter }) => (
            <th key={letter} scope="col">
              {letter} − A
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ subject, metric, unit, values, differences }) => (
          <tr key={`${subject} ${metric}`}>
            <td>
              {figureWords({ subject, metric }, names)}{' '}
              <span className="text-ink-3">{unit === '1' ? '' : unit}</span>
            </td>
            {runs.map(({ letter }, at) => {
              const value = values[at];
              return (
                <td key={letter}>
                  {value == null ? '–' : value.standardError === null ? plain(value.value, 6) : said(value)}
                </td>
              );
            })}
            {runs.slice(1).map(({ letter }, at) => (
              <DifferenceCell difference={differences[at] ?? null} key={letter} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The table with its filters. */
export function FigureTable({ rows, runs }: { rows: readonly FigureRow[]; runs: readonly ComparedRun[] }) {
  const { query, setQuery, onlyDifferent, setOnlyDifferent, shown } = useShown(rows);
  return (
    <section aria-labelledby="figures" className="panel">
      <header className="flex flex-wrap items-center gap-2 px-4 py-2">
        <h2 className="text-lead font-semibold" id="figures">
          Figures
        </h2>
        <span className="text-small text-ink-3">
          {shown.length} of {rows.length}
        </span>
        <button
          aria-pressed={onlyDifferent}
          className="button button-small ml-auto"
          onClick={() => setOnlyDifferent(!onlyDifferent)}
          type="button"
        >
          Only what differs
        </button>
        <input
          aria-label="Filter figures"
          className="field w-52"
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Filter by subject or metric"
          type="search"
          value={query}
        />
        <CopyButton label="these figures as CSV" text={() => csvOf(shown, runs)} />
      </header>
      <div
        aria-label="Figures of the runs"
        className="max-h-[32rem] overflow-auto px-2 pb-2"
        role="group"
        tabIndex={0}
      >
        <Cells rows={shown} runs={runs} />
      </div>
      <p className="px-4 pt-2 pb-3 text-small text-ink-3">
        A difference counts when it exceeds 1.96 times its error. Runs of different seeds are independent:
        their errors add as squares. Runs of one seed share their random numbers: the error is the sum of
        both, an upper bound.
      </p>
    </section>
  );
}
