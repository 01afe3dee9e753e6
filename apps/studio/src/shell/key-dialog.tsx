// Asks for the API key of a server that wants one; kept for this tab only.

import { useState, useSyncExternalStore } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { useStudio } from './studio.ts';

const storageKey = 'holdfast.key';

/** The key given in this tab. */
export function readKey(): string | undefined {
  return sessionStorage.getItem(storageKey) ?? undefined;
}

/** Shown while the server refuses to answer without a key. */
export function KeyDialog() {
  const { reach } = useStudio();
  const locked = useSyncExternalStore(reach.subscribe, reach.locked);
  const [key, setKey] = useState('');
  if (!locked) return null;
  return (
    <Dialog className="w-96" label="API key" onClose={() => undefined}>
      <form
        className="grid gap-3 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          sessionStorage.setItem(storageKey, key.trim());
          location.reload();
        }}
      >
        <h2 className="text-lead font-semibold">This server asks for an API key</h2>
        <p className="text-ink-2">
          {readKey() === undefined ? 'It is one of HOLDFAST_API_KEYS.' : 'The key given before was refused.'}{' '}
          It is kept in this tab until you close it.
        </p>
        <label className="grid gap-1">
          <span className="font-medium">Key</span>
          <input
            autoComplete="off"
            className="field"
            onChange={(event) => setKey(event.target.value)}
            type="password"
            value={key}
          />
        </label>
        <button className="button button-primary" disabled={key.trim() === ''} type="submit">
          Continue
        </button>
      </form>
    </Dialog>
  );
}
