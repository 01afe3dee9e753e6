// Issues as a list under the editor; each goes to its place.

import type { PlacedIssue } from '../editor/document-editor.tsx';
import { Icon } from '../design/icon.tsx';

/** Nothing when there are no issues. */
export function IssueList({
  issues,
  jump,
}: {
  issues: readonly PlacedIssue[];
  jump: (issue: PlacedIssue) => void;
}) {
  if (issues.length === 0) return null;
  return (
    <section aria-label="Issues" className="max-h-44 overflow-y-auto border-t border-line">
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.from} ${issue.code} ${issue.message}`}>
            <button
              className="flex w-full cursor-pointer items-start gap-2 px-3 py-1.5 text-left hover:bg-sunken"
              onClick={() => jump(issue)}
              type="button"
            >
              <Icon className="mt-0.5 text-bad" name="cross" size={14} />
              <span className="min-w-0 flex-1">
                <span className="break-words">{issue.message}</span>
                {issue.remedy === '' ? null : <span className="block text-ink-2">{issue.remedy}</span>}
              </span>
              <code className="shrink-0 font-mono text-micro text-ink-3">{issue.code}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
