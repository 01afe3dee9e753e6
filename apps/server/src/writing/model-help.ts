// The language model of a host, when it has one: few at once, each within its time, and what it wrote is kept like every other answer.

import { writers } from '@holdfast/catalog';
import type { ModelDocument, Simulator } from '@holdfast/core';
import { sha256Hex, type WrittenView } from '@holdfast/protocol';
import type { Clock } from '@holdfast/runtime';
import { BoundedCache } from './bounded-cache.ts';
import { openModel, type ModelSettings } from './language-model.ts';
import { writeByModel } from './model-writer.ts';
import type { WritingDesk } from './writing-desk.ts';

export interface ModelHelp {
  readonly name: string;
  /** Undefined where the model could not, or was too busy. */
  write(text: string, family: string | undefined): Promise<WrittenView | undefined>;
}

export interface ModelHelpPorts {
  readonly desk: Pick<WritingDesk, 'ask'>;
  readonly catalog: ReadonlyMap<string, Simulator>;
  readonly clock: Clock;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Hears why a model's document was not taken. */
  readonly report: (reason: string) => void;
}

const atOnceMost = 4;
const keptMost = 64;
const keptSizeMost = 4_000_000;

/** Opens nothing before it is asked. */
export function openModelHelp(settings: ModelSettings, ports: ModelHelpPorts): ModelHelp {
  const { desk, catalog, clock, fetch, report } = ports;
  const model = openModel(settings, { fetch, after: (ms, then) => clock.after(ms, then) });
  const kept = new BoundedCache<WrittenView>(keptMost, keptSizeMost);
  let asking = 0;

  async function example(family: string): Promise<ModelDocument | undefined> {
    const [text] = writers.find((writer) => writer.family === family)?.examples ?? [];
    if (text === undefined) return undefined;
    return (await desk.ask({ kind: 'text', request: { text, family } })).document ?? undefined;
  }

  async function ask(text: string, family: string): Promise<WrittenView | undefined> {
    const given = new AbortController();
    const cancel = clock.after(settings.timeoutMs, () => given.abort());
    asking += 1;
    try {
      const task = { text, family, schema: catalog.get(family)?.schema, example: await example(family) };
      const tryOut = (document: ModelDocument) => desk.ask({ kind: 'try', document });
      return await writeByModel(task, { model, tryOut, report }, given.signal);
    } finally {
      asking -= 1;
      cancel();
    }
  }

  return {
    name: settings.name,
    async write(text, family = writers[0]?.family ?? '') {
      const key = sha256Hex(`${family} ${text}`);
      const known = kept.get(key);
      if (known !== undefined || asking >= atOnceMost) return known;
      const view = await ask(text, family);
      if (view !== undefined) kept.set(key, view, JSON.stringify(view).length);
      return view;
    },
  };
}
