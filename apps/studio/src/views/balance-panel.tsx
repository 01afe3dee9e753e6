// An account as two bars of one scale and a table that sums: what was given over what it became, the residual beside the
// tolerance, and plainly whether it closes.

import { useId, useState } from 'react';
import { formatShare } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { standingOf, type Balance, type BalanceEntry, type BalanceStanding, type Side } from './balance.ts';
import { quantity, scaledUnit, type ScaledUnit } from './scaled-unit.ts';
import { useSampled } from './use-sampled.ts';

const sideWords: Readonly<Record<Side, string>> = {
  in: 'in',
  out: 'useful',
  lost: 'lost',
  stored: 'stored',
};

/** Colours by side: useful work and stores stand out from losses, which differ in depth. */
function paint(entry: BalanceEntry, order: number): string {
  if (entry.side === 'out') return 'var(--ok)';
  if (entry.side === 'in') return order % 2 === 0 ? 'var(--accent)' : 'var(--series-5)';
  if (entry.side === 'stored') return 'var(--series-6)';
  const depth = 78 - ((order * 23) % 56);
  return `color-mix(in oklab, var(--series-1) ${depth}%, var(--surface))`;
}

function Bar(props: { title: string; entries: readonly BalanceEntry[]; scale: number }) {
  const { title, entries, scale } = props;
  return (
    <div className="flex items-center gap-2">
      <span className="w-12 shrink-0 text-small text-ink-2">{title}</span>
      <div aria-hidden="true" className="flex h-6 flex-1 overflow-hidden rounded bg-sunken">
        {entries.map((entry, order) => (
          <div
            className="h-full border-r border-surface last:border-r-0"
            key={entry.label}
            style={{ width: `${(entry.value / scale) * 100}%`, background: paint(entry, order) }}
            title={`${entry.label}: ${formatShare(entry.value / scale)}`}
          />
        ))}
      </div>
    </div>
  );
}

function amount(value: number, { per }: ScaledUnit): string {
  return (value / per).toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

function Rows(props: { entries: readonly BalanceEntry[]; given: boolean; unit: ScaledUnit; sum: number }) {
  const { entries, given, unit, sum } = props;
  return entries.map((entry, order) => (
    <tr key={entry.label}>
      <th className="balance-name" scope="row">
        <span
          aria-hidden="true"
          className="mr-2 inline-block size-2.5 rounded-xs"
          style={{ background: paint(entry, order) }}
        />
        {entry.label}
      </th>
      <td className="text-ink-3 max-sm:hidden">
        {given && entry.side !== 'in' ? 'taken' : sideWords[entry.side]}
      </td>
      <td>{given ? amount(entry.value, unit) : ''}</td>
      <td>{given ? '' : amount(entry.value, unit)}</td>
      <td className="text-ink-3 max-sm:hidden">{sum > 0 ? formatShare(entry.value / sum) : '–'}</td>
    </tr>
  ));
}

function Sums({ standing, unit, own }: { standing: BalanceStanding; unit: ScaledUnit; own: string }) {
  const { givenSum, takenSum, residual, tolerance, closes } = standing;
  return (
    <tfoot>
      <tr className="balance-sum">
        <th className="balance-name" scope="row">
          Sum
        </th>
        <td className="max-sm:hidden" />
        <td>{amount(givenSum, unit)}</td>
        <td>{amount(takenSum, unit)}</td>
        <td className="max-sm:hidden" />
      </tr>
      <tr>
        <th className="balance-name" scope="row">
          Missing
        </th>
        <td colSpan={4}>
          <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
            <span>
              {small(residual, own)},{' '}
              {tolerance > 0 ? `at most ${small(tolerance, own)} may be` : 'nothing may be'}
            </span>
            <span className={`badge ${closes ? 'bg-ok-wash text-ok' : 'bg-bad-wash text-bad'}`}>
              <Icon name={closes ? 'check' : 'warn'} size={12} />
              {closes ? 'closes' : 'does not close'}
            </span>
          </span>
        </td>
      </tr>
    </tfoot>
  );
}

/** A residual: its size counts, not its digits. */
function small(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0 || Math.abs(value) >= 1) return quantity(value, unit, 3);
  return `${value.toExponential(1).replaceAll('-', '−')} ${unit}`;
}

export interface NamedBalance {
  readonly title: string;
  readonly about: string;
  /** Of the rows. */
  readonly unit: string;
  /** Undefined while there are no numbers. */
  read(): Balance | undefined;
}

function BalanceBody({ named }: { named: NamedBalance }) {
  const balance = useSampled(() => named.read());
  if (balance === undefined) return <p className="p-4 text-ink-3">No numbers yet.</p>;
  const standing = standingOf(balance);
  const scale = Math.max(standing.givenSum, standing.takenSum, Number.MIN_VALUE);
  const unit = scaledUnit(named.unit, scale);
  return (
    <>
      {standing.closes ? null : (
        <p className="mx-4 mb-2 rounded-md bg-bad-wash px-3 py-2 font-medium text-ink" role="alert">
          Critical: this account does not close. That is a defect of the model, not a result.
        </p>
      )}
      <div className="space-y-1.5 px-4 pb-2">
        <Bar entries={standing.given} scale={scale} title="From" />
        <Bar entries={standing.taken} scale={scale} title="To" />
      </div>
      <div
        aria-label={`${named.title} as rows`}
        className="overflow-x-auto px-2 pb-2"
        role="group"
        tabIndex={0}
      >
        <table className="numbers balance">
          <thead>
            <tr>
              <th className="balance-name" scope="col">
                Row
              </th>
              <th className="max-sm:hidden" scope="col">
                Kind
              </th>
              <th scope="col">From, {unit.unit}</th>
              <th scope="col">To, {unit.unit}</th>
              <th className="max-sm:hidden" scope="col">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            <Rows entries={standing.given} given sum={standing.givenSum} unit={unit} />
            <Rows entries={standing.taken} given={false} sum={standing.takenSum} unit={unit} />
          </tbody>
          <Sums own={named.unit} standing={standing} unit={unit} />
        </table>
      </div>
    </>
  );
}

/** One panel for several accounts of the same things; `first` is shown first. */
export function BalancePanel({ accounts, first }: { accounts: readonly NamedBalance[]; first: number }) {
  const [chosen, setChosen] = useState(first);
  const id = useId();
  const named = accounts[chosen] ?? accounts[0];
  if (named === undefined) return null;
  return (
    <section aria-labelledby={id} className="panel">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2.5 pb-2">
        <h3 className="text-lead font-semibold" id={id}>
          Ledger
        </h3>
        <p className="min-w-0 flex-1 text-small text-ink-3">{named.about}</p>
        {accounts.length < 2 ? null : (
          <div aria-label="Account" className="segments" role="group">
            {accounts.map(({ title }, index) => (
              <button
                aria-pressed={index === chosen}
                className="segment"
                key={title}
                onClick={() => setChosen(index)}
                type="button"
              >
                {title}
              </button>
            ))}
          </div>
        )}
      </header>
      <BalanceBody key={named.title} named={named} />
    </section>
  );
}
