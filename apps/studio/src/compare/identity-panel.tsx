// What identifies the runs, what their bytes say, and where their documents differ.

import { Icon } from '../design/icon.tsx';
import type { ComparedRun } from './compared-run.ts';
import { documentDifference } from './document-difference.ts';
import { bytesVerdict, identityRows } from './identity.ts';

const changesShown = 60;
const tones = { ok: 'text-ok', bad: 'text-bad', quiet: 'text-ink-2' } as const;
const icons = { ok: 'check', bad: 'warn', quiet: 'ring' } as const;

/** One line for each run against the first. */
export function BytesVerdicts({ runs }: { runs: readonly ComparedRun[] }) {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  return (
    <ul aria-label="Same bytes?" className="mb-4 space-y-1">
      {others.map((other) => {
        const { tone, text } = bytesVerdict(first, other);
        return (
          <li className={`flex items-start gap-2 font-medium ${tones[tone]}`} key={other.run.id}>
            <Icon className="mt-0.5" name={icons[tone]} />
            {text}
          </li>
        );
      })}
    </ul>
  );
}

/** Settings in columns; what is not the same in all is marked by shape and weight. */
export function IdentityTable({ runs }: { runs: readonly ComparedRun[] }) {
  return (
    <section aria-labelledby="settings" className="panel px-2 pb-2">
      <h2 className="px-2 pt-2.5 pb-1 text-lead font-semibold" id="settings">
        Settings
      </h2>
      <div aria-label="Settings of the runs" className="overflow-x-auto" role="group" tabIndex={0}>
        <table className="numbers numbers-words">
          <thead>
            <tr>
              <th scope="col">what identifies a run</th>
              {runs.map(({ letter }) => (
                <th key={letter} scope="col">
                  {letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {identityRows(runs).map(({ name, values, same }) => (
              <tr key={name}>
                <td>
                  {same ? null : <span className="mr-1.5 font-semibold text-accent">≠</span>}
                  {name}
                </td>
                {runs.map(({ letter }, at) => (
                  <td className={same ? 'text-ink-3' : 'font-medium'} key={letter}>
                    {values[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Changes({ first, other }: { first: ComparedRun; other: ComparedRun }) {
  const changes = documentDifference(first.document, other.document);
  if (changes.length === 0) return null;
  return (
    <div
      aria-label={`Documents of ${first.letter} and ${other.letter}`}
      className="max-h-80 overflow-auto"
      role="group"
      tabIndex={0}
    >
      <table className="numbers numbers-words numbers-changes">
        <thead>
          <tr>
            <th scope="col">
              {changes.length} {changes.length === 1 ? 'place' : 'places'}
            </th>
            <th scope="col">{first.letter}</th>
            <th scope="col">{other.letter}</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, changesShown).map(({ path, first: before, second: after }) => (
            <tr key={path}>
              <td className="font-mono">{path === '' ? '/' : path}</td>
              <td className="font-mono">{before ?? <span className="text-ink-3">absent</span>}</td>
              <td className="font-mono">{after ?? <span className="text-ink-3">absent</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > changesShown ? (
        <p className="px-2 py-1.5 text-small text-ink-3">
          {changesShown} of {changes.length} places.
        </p>
      ) : null}
    </div>
  );
}

/** Where the documents differ; nothing where all are one. */
export function DocumentChanges({ runs }: { runs: readonly ComparedRun[] }) {
  const [first, ...others] = runs;
  if (first === undefined || others.every(({ run }) => run.document === first.run.document)) return null;
  return (
    <section aria-labelledby="documents" className="panel px-2 pb-2">
      <h2 className="px-2 pt-2.5 pb-1 text-lead font-semibold" id="documents">
        Documents
      </h2>
      {others.map((other) => (
        <Changes first={first} key={other.run.id} other={other} />
      ))}
    </section>
  );
}
