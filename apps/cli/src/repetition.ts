// A run executed once more: the request that repeats a kept one, and the execution of it for a comparison.
import type { RunRequest } from '@holdfast/protocol';
import { limitsOf } from '@holdfast/report';
import type { Console } from './console.ts';
import { followRun, type FollowOptions } from './follow.ts';
import type { Target } from './target.ts';

/** The request that repeats a kept run as far as it came. */
export async function repetitionOf(target: Target, id: string): Promise<RunRequest> {
  const [result, document, { run }] = await target.ask((client) =>
    Promise.all([client.result(id), client.document(id), client.run(id)]),
  );
  const { seed, asked: until, parameters, inputs } = result;
  return { document, seed, until, parameters, inputs, workers: run.workers, limits: limitsOf(result) };
}

/** Executes `request` for a comparison and answers the id of the run; undefined when following was aborted, and nothing of
 * it is kept then. */
export async function executeAgain(
  target: Target,
  request: RunRequest,
  console: Console,
  options: FollowOptions,
): Promise<string | undefined> {
  const { id } = await target.ask((client) => client.start(request));
  if ((await followRun(target, id, console, options)) !== undefined) return id;
  await target.ask((client) => client.cancel(id));
  await target.ask((client) => client.remove(id));
  return undefined;
}
