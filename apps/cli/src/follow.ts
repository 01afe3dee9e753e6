// Follows a run until it ends, wherever it goes: progress on stderr, or one JSON line per change on stdout.
import { channelOffsets, type Channel, type Frame, type RunEvent, type StopReason } from '@holdfast/core';
import { encodeJson, type ModelView, type RunView, type StreamView } from '@holdfast/protocol';
import type { Console } from './console.ts';
import { Progress } from './progress.ts';
import { QueueNote, queueWords } from './queue-note.ts';
import type { Target } from './target.ts';

export interface FollowOptions {
  readonly jsonl: boolean;
  readonly now: () => number;
  /** Ends following without touching the run. */
  readonly signal: AbortSignal;
}

/** What following shows; outlives a change of place. */
class RunDisplay {
  readonly #console: Console;
  readonly #progress: Progress;
  readonly #jsonl: boolean;
  readonly #queue: QueueNote;
  #model: ModelView | undefined;
  #figure: { readonly channel: Channel; readonly at: number } | undefined;
  #tier: StreamView['tier'] | undefined;
  /** Sequence of the last event shown. */
  after: number | undefined;

  constructor(console: Console, { jsonl, now }: FollowOptions, queue: QueueNote) {
    this.#console = console;
    this.#queue = queue;
    this.#jsonl = jsonl;
    this.#progress = new Progress(console, now);
  }

  model(model: ModelView): void {
    const { channels } = model;
    const channel =
      channels.find(({ role }) => role === 'estimate') ?? channels.find(({ role }) => role === 'scalar');
    const at = channel === undefined ? undefined : channelOffsets(channels).get(channel.name);
    this.#model = model;
    this.#figure = channel === undefined || at === undefined ? undefined : { channel, at };
  }

  run(run: RunView): void {
    const { id, status, time, end, rate, etaMs, pace, clock } = run;
    this.#queue.hear(status);
    this.#line({ type: 'progress', id, status, time, end, rate, etaMs, pace, clock });
    this.#progress.show({ ...run, timeUnit: this.#model?.timeUnit ?? '' });
  }

  frame({ values }: Frame): void {
    if (this.#figure === undefined) return;
    const { channel, at } = this.#figure;
    this.#progress.estimate({
      name: channel.label ?? channel.subject,
      unit: channel.unit,
      value: values[at] ?? Number.NaN,
      standardError: channel.role === 'estimate' ? (values[at + 1] ?? null) : null,
    });
  }

  stream(stream: StreamView): void {
    const { tier, asked, hz } = stream;
    const before = this.#tier ?? asked;
    this.#tier = tier;
    if (tier === before) return;
    this.#line({ type: 'stream', tier, asked, hz });
    this.#console.note(
      tier === asked ? 'the link keeps up again' : `the link is slow: numbers come at the tier "${tier}"`,
    );
  }

  event(event: RunEvent): void {
    this.after = event.sequence;
    this.#line({ type: 'event', ...event });
    if (event.kind === 'recovery' || event.kind === 'warning' || event.kind === 'pace')
      this.#console.note(event.message);
  }

  #line(value: unknown): void {
    if (this.#jsonl) this.#console.result(encodeJson(value));
  }
}

/** Resolves with the stop reason, or undefined when following was aborted. */
export async function followRun(
  target: Target,
  id: string,
  console: Console,
  options: FollowOptions,
): Promise<StopReason | undefined> {
  const queue = new QueueNote(async () => {
    const words = await queueWords(target.client, id);
    if (words !== undefined) console.note(words);
    return words !== undefined;
  });
  const display = new RunDisplay(console, options, queue);
  for (;;) {
    const heard = await followHere(target, id, display, options.signal).finally(() => {
      queue.hear('left');
      console.clearStatus();
    });
    if (heard !== 'moved') return heard;
    console.note('the process that executed the run has left; the run goes on here');
  }
}

/** Follows in one place; `moved` when that place is gone. */
function followHere(
  target: Target,
  id: string,
  display: RunDisplay,
  signal: AbortSignal,
): Promise<StopReason | undefined | 'moved'> {
  return new Promise((resolve, reject) => {
    let waiting = false;
    const finish = (settle: () => void): void => {
      waiting = false;
      signal.removeEventListener('abort', leave);
      live.close();
      settle();
    };
    const leave = (): void => finish(() => resolve(undefined));
    const live = target.client.live(id, {
      rateHz: 10,
      watch: 'stream',
      ...(display.after === undefined ? {} : { after: display.after }),
      onModel: (run, model) => {
        display.model(model);
        display.run(run);
      },
      onRun: (run) => display.run(run),
      onFrame: (frame) => display.frame(frame),
      onEvent: (event) => display.event(event),
      onStream: (stream) => display.stream(stream),
      onEnded: (stop) => finish(() => resolve(stop)),
      onError: (error) => finish(() => reject(error)),
      onLink(link) {
        const before = waiting;
        waiting = link === 'waiting';
        if (!waiting || before) return;
        target
          .movedOn(() => waiting)
          .then(
            (moved) => moved && finish(() => resolve('moved')),
            (error: unknown) => finish(() => reject(error)),
          );
      },
    });
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
  });
}
