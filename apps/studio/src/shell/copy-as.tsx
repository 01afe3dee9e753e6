// "Copy as": what the buttons beside it do, as a command line and as an SDK call.

import { CopyButton } from '../design/copy-button.tsx';
import { Icon } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import type { CopyLines } from './command-line.ts';

function CopyRow({ name, text }: { name: string; text: string }) {
  return (
    <div className="flex items-start gap-2">
      <span className="w-10 shrink-0 pt-0.5 text-micro text-ink-3">{name}</span>
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono text-small text-ink">
        {text}
      </code>
      <CopyButton label={`${name} line`} text={text} />
    </div>
  );
}

/** A button that opens the lines of the actions beside it. */
export function CopyAs({ lines, small = false }: { lines: () => readonly CopyLines[]; small?: boolean }) {
  return (
    <Popover
      button={
        <>
          <Icon name="command" size={14} />
          {small ? null : 'Copy as'}
        </>
      }
      buttonClass={`button button-quiet ${small ? 'button-small button-icon' : ''}`}
      {...(small ? { buttonLabel: 'Copy as command or SDK call' } : {})}
      label="Command line and SDK call"
    >
      {() => (
        <div className="max-h-[70vh] w-[34rem] max-w-[calc(100vw-1rem)] overflow-y-auto">
          {lines().map((each) => (
            <section className="border-b border-line px-4 py-3 last:border-b-0" key={each.title}>
              <h3 className="mb-1.5 font-semibold">{each.title}</h3>
              <div className="space-y-1">
                <CopyRow name="Shell" text={each.shell} />
                <CopyRow name="SDK" text={each.sdk} />
              </div>
            </section>
          ))}
        </div>
      )}
    </Popover>
  );
}

/** The lines of what a page is about to do, always in sight. */
export function CopyPanel({ lines }: { lines: CopyLines }) {
  return (
    <section aria-labelledby="elsewhere" className="panel px-3 py-2.5">
      <h2 className="mb-1 font-semibold" id="elsewhere">
        The same as a command, and in code
      </h2>
      {[
        ['shell', lines.shell],
        ['SDK', lines.sdk],
      ].map(([name = '', text = '']) => (
        <div className="flex items-start gap-1.5 py-0.5" key={name}>
          <code className="min-w-0 flex-1 whitespace-pre-wrap break-words rounded bg-sunken px-1.5 py-0.5 font-mono text-small">
            {text}
          </code>
          <CopyButton label={`${name} line`} text={text} />
        </div>
      ))}
    </section>
  );
}
