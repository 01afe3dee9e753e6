// One finding: title, what it says in plain sentences, the picture, and its twin as a table.

import { useState } from 'react';
import { NumbersTable } from '../design/numbers-table.tsx';
import { TableSwitch } from '../design/table-switch.tsx';
import { PlotLegend, PlotView } from './plot-view.tsx';
import type { FindingPicture } from '@holdfast/pictures';

/** A panel around a finding. */
export function FindingPanel({ picture, className = '' }: { picture: FindingPicture; className?: string }) {
  const { title, summary, plot, table } = picture;
  const [asTable, setAsTable] = useState(false);
  const tabled = asTable || plot === undefined;
  return (
    <section aria-label={title} className={`panel px-4 pt-3 pb-3 ${className}`}>
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="text-lead font-semibold">{title}</h3>
          <p className="mt-0.5 max-w-[80ch] text-ink-2">{summary}</p>
        </div>
        {plot === undefined ? null : (
          <TableSwitch asTable={asTable} choose={setAsTable} kind="chart" name={title} />
        )}
      </header>
      {tabled ? (
        <div
          aria-label={`${title} as a table`}
          className="mt-3 max-h-[28rem] overflow-auto"
          role="group"
          tabIndex={0}
        >
          <NumbersTable table={table} title={title} words />
        </div>
      ) : (
        <div className="mt-3 space-y-2">
          <PlotLegend plot={plot} />
          <PlotView plot={plot} title={title} />
        </div>
      )}
    </section>
  );
}
