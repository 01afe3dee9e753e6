// Components with their figures against their bounds, as a table whose rows carry a bar. Standing is a word and a shape too.

import { useId } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import { levelOf, shareOf, type HealthCheck, type HealthLevel } from './health.ts';
import { quantity } from './scaled-unit.ts';
import { useSampled } from './use-sampled.ts';

const looks: Readonly<Record<HealthLevel, { word: string; icon: IconName; text: string; bar: string }>> = {
  fine: { word: 'fine', icon: 'check', text: 'text-ok', bar: 'var(--ok)' },
  near: { word: 'near its bound', icon: 'flag', text: 'text-warn', bar: 'var(--warn)' },
  beyond: { word: 'beyond its bound', icon: 'warn', text: 'text-bad', bar: 'var(--bad)' },
  unknown: { word: 'not known', icon: 'help', text: 'text-ink-3', bar: 'var(--line)' },
};

function said(value: number, unit: string): string {
  if (unit === '1') return value === 0 ? '0' : Number.isFinite(value) ? value.toExponential(1) : '–';
  if (unit === '%') return `${(value * 100).toFixed(1)} %`;
  return quantity(value, unit, 4);
}

function CheckRow({ check }: { check: HealthCheck }) {
  const { word, icon, text, bar } = looks[levelOf(check)];
  return (
    <tr>
      <th className="balance-name" scope="row">
        {check.component} <span className="font-normal text-ink-3">{check.figure}</span>
      </th>
      <td>{said(check.value, check.unit)}</td>
      <td className="text-ink-3">
        {check.least === true ? '≥' : '≤'} {said(check.bound, check.unit)}
      </td>
      <td aria-hidden="true" className="w-24">
        <div className="h-1.5 overflow-hidden rounded-full bg-sunken">
          <div className="h-full" style={{ width: `${shareOf(check) * 100}%`, background: bar }} />
        </div>
      </td>
      <td>
        <span className={`inline-flex items-center gap-1 ${text}`}>
          <Icon name={icon} size={12} />
          {word}
        </span>
      </td>
    </tr>
  );
}

/** The panel; `read` gives the checks in a fixed order. */
export function HealthPanel({ read }: { read: () => readonly HealthCheck[] }) {
  const checks = useSampled(read);
  const id = useId();
  const beyond = checks.filter((check) => levelOf(check) === 'beyond').length;
  const near = checks.filter((check) => levelOf(check) === 'near').length;
  const words =
    beyond > 0 ? `${beyond} beyond a bound` : near > 0 ? `${near} near a bound` : 'all inside their bounds';
  return (
    <section aria-labelledby={id} className="panel">
      <header className="flex items-baseline gap-3 px-4 pt-2.5 pb-1">
        <h3 className="text-lead font-semibold" id={id}>
          Components
        </h3>
        <p className="text-small text-ink-3">{words}</p>
      </header>
      <div aria-label="Components and bounds" className="overflow-x-auto px-2 pb-2" role="group" tabIndex={0}>
        <table className="numbers balance">
          <thead>
            <tr>
              <th className="balance-name" scope="col">
                Component
              </th>
              <th scope="col">Now</th>
              <th scope="col">Bound</th>
              <th scope="col">
                <span className="sr-only">Share of the bound</span>
              </th>
              <th scope="col">Standing</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <CheckRow check={check} key={`${check.component} ${check.figure}`} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
