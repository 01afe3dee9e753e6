// The keys of this page, read from the actions it offers.

import { useSyncExternalStore } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { useStudio } from './studio.ts';

/** Keys as caps, `g r` as two. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex items-center gap-1">
      {keys.split(' ').map((key) => (
        <kbd className="key" key={key}>
          {key.replace('Mod+', 'Ctrl ').replace(/(?<=^|Ctrl )[a-z]/, (letter) => letter.toUpperCase())}
        </kbd>
      ))}
    </span>
  );
}

/** Lists every action of the page that has a key. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { actions } = useStudio();
  const all = useSyncExternalStore(actions.subscribe, actions.all).filter(
    (action) => action.keys !== undefined,
  );
  const groups = [...new Set(all.map((action) => action.group))];
  return (
    <Dialog className="w-[34rem]" label="Keyboard help" onClose={onClose}>
      <div className="flex items-center justify-between border-b border-line px-5 py-3">
        <h2 className="text-lead font-semibold">Keyboard</h2>
        <button
          aria-label="Close"
          className="button button-quiet button-icon"
          onClick={onClose}
          type="button"
        >
          <Icon name="cross" />
        </button>
      </div>
      <div className="grid gap-x-10 gap-y-5 px-5 py-4 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="eyebrow mb-1.5">{group}</h3>
            <dl>
              {all
                .filter((action) => action.group === group)
                .map((action) => (
                  <div className="flex items-center justify-between gap-4 py-1" key={action.id}>
                    <dt>{action.title}</dt>
                    <dd>
                      <Keys keys={action.keys ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="border-t border-line px-5 py-3 text-ink-2">
        Everything else is reached with <kbd className="key">Tab</kbd> or from the palette,{' '}
        <kbd className="key">Ctrl K</kbd>.
      </p>
    </Dialog>
  );
}
