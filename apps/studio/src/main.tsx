// Entry: makes the shared parts and mounts the studio.

import './no-eval.ts';
import './design/studio.css';
import { HoldfastClient } from '@holdfast/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Theme } from './design/theme.ts';
import { ActionRegistry } from './shell/actions.ts';
import { App } from './shell/app.tsx';
import { readKey } from './shell/key-dialog.tsx';
import { Reach } from './shell/reach.ts';
import { type Studio, StudioContext } from './shell/studio.ts';

/** A live region that exists before anything is said, as screen readers need it. */
function makeVoice(): (text: string) => void {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  region.className = 'sr-only';
  document.body.append(region);
  return (text) => {
    region.textContent = text;
  };
}

const client = new HoldfastClient({ url: location.origin, key: readKey() });
const studio: Studio = {
  client,
  theme: new Theme(),
  actions: new ActionRegistry(),
  reach: new Reach(() => client.info()),
  announce: makeVoice(),
};

const root = document.getElementById('root');
if (root === null) throw new Error('#root is missing');
createRoot(root).render(
  <StrictMode>
    <StudioContext value={studio}>
      <App />
    </StudioContext>
  </StrictMode>,
);
