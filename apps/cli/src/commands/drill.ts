// holdfast drill: harms a living run on purpose, and prints what its log says of it until it has recovered.
import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '@holdfast/core';
import { encodeJson, type DrillRequest } from '@holdfast/protocol';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { Target, type TargetOptions } from '../target.ts';

const lookMs = 100;
/** Events in one answer. */
const pageMost = 1000;

const isOver = ({ kind, details }: RunEvent): boolean =>
  kind === 'ended' || (kind === 'recovery' && details['drill'] !== undefined);

/** Events of the run after a sequence, in order. */
async function eventsAfter(target: Target, id: string, after: number): Promise<readonly RunEvent[]> {
  const page = after < 0 ? { limit: pageMost } : { after, limit: pageMost };
  return target.ask((client) => client.events(id, page));
}

/** Does a drill and tells of it. */
export async function drillCommand(
  id: string,
  kind: DrillRequest['kind'],
  options: TargetOptions & { readonly seed: number; readonly json?: boolean },
  { console }: CommandContext,
): Promise<number> {
  const target = await Target.open(options, console);
  try {
    let last = -1;
    for (;;) {
      const page = await eventsAfter(target, id, last);
      last = page.at(-1)?.sequence ?? last;
      if (page.length < pageMost) break;
    }
    await target.ask((client) => client.drill(id, { kind, seed: options.seed }));
    const told: RunEvent[] = [];
    for (let over = false; !over; await wait(over ? 0 : lookMs)) {
      for (const event of await eventsAfter(target, id, last)) {
        last = event.sequence;
        if (event.kind !== 'warning' && event.kind !== 'recovery' && event.kind !== 'ended') continue;
        told.push(event);
        if (options.json !== true) console.result(`${event.time}: ${event.message}`);
        over ||= isOver(event);
      }
    }
    if (options.json === true) console.result(encodeJson(told, 2));
    return exitCode.ok;
  } finally {
    await target.close();
  }
}
