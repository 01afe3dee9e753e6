// The worker of the previews: compiles and runs a probe of the newest document with the code of the family itself, the same
// code that computes runs. It never holds the page, and gives a question up as soon as a newer one is there.

import '../no-eval.ts';
import { drawnSimulators, grammars } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { PortPreview, PreviewAnswer, PreviewQuestion } from './preview-messages.ts';
import { openProbe, portsOfLook, runProbe, seedOf } from './probe-run.ts';

/** Lets messages in that arrived meanwhile. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

type Found = readonly (readonly [string, PortPreview])[];

/** Answers a question group by group; `current` says whether it is still the newest. */
async function answer(
  { id, document, ports, inside }: PreviewQuestion,
  current: () => boolean,
): Promise<void> {
  const say = (previews: Found, done: boolean): void => {
    const message: PreviewAnswer = { id, previews, done };
    postMessage(message);
  };
  const family = String(document['family']);
  const [simulator, grammar] = [drawnSimulators.get(family), grammars.get(family)];
  const found: (readonly [string, PortPreview])[] = [];
  for (let first = 0; first < ports.length; first += portsOfLook) {
    await breathe();
    if (!current() || simulator === undefined || grammar === undefined) break;
    const group = ports.slice(first, first + portsOfLook);
    const probe = openProbe(simulator, grammar, document as unknown as ModelDocument, group, inside);
    await breathe();
    if (!current()) return;
    if (probe !== undefined) found.push(...runProbe(probe, seedOf(document), current));
    if (first + portsOfLook < ports.length) say(found, false);
  }
  say(found, true);
}

function serve(): void {
  let newest = 0;
  addEventListener('message', ({ data }: MessageEvent<PreviewQuestion>) => {
    newest = data.id;
    answer(data, () => data.id === newest).catch(() => {
      // What the family cannot compute has no preview; validation says what is wrong with it.
      const message: PreviewAnswer = { id: data.id, previews: [], done: true };
      postMessage(message);
    });
  });
}

serve();
