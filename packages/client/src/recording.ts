// A kept run as an MCAP file that viewers of recordings open and seek in: frames by subject, parameters, events, and what
// identifies the run. It leaves in parts, so that no recording has to fit in memory; equal runs give equal messages.

import type { Frame, RecordedInput, RunEvent, RunResult } from '@holdfast/core';
import {
  encodeJson,
  eventMessage,
  eventTopic,
  frameTopics,
  McapWriter,
  nanosecondsOf,
  parameterTopic,
  parameterValues,
  secondsOf,
  type RunDetail,
} from '@holdfast/protocol';
import type { HoldfastClient } from './client.ts';
import { pagesOf, recordedFrames } from './pages.ts';

export type RecordingClient = Pick<
  HoldfastClient,
  'document' | 'events' | 'frames' | 'inputs' | 'result' | 'run'
>;

const pageEvents = 500;

/** What happens at a time, in the order in which it is written when times are equal. */
type Happening =
  | { readonly time: number; readonly input: RecordedInput }
  | { readonly time: number; readonly event: RunEvent }
  | { readonly time: number; readonly frame: Frame };

async function* inputsOf(inputs: readonly RecordedInput[]): AsyncGenerator<Happening> {
  for (const input of inputs) yield { time: input.time, input };
}

async function* eventsOf(client: RecordingClient, id: string): AsyncGenerator<Happening> {
  const pages = pagesOf((page) => client.events(id, page), pageEvents);
  for await (const event of pages) yield { time: event.time, event };
}

async function* framesOf(
  client: RecordingClient,
  id: string,
  { model }: RunDetail,
): AsyncGenerator<Happening> {
  for await (const frame of recordedFrames(client, id, model.channels)) yield { time: frame.time, frame };
}

/** Merges by time what is in order of time; the earlier source goes first at equal times. */
async function* inOrder(sources: readonly AsyncGenerator<Happening>[]): AsyncGenerator<Happening> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let least = -1;
    let time = Infinity;
    for (const [at, head] of heads.entries()) {
      if (head.done === true || (least >= 0 && !(head.value.time < time))) continue;
      least = at;
      time = head.value.time;
    }
    const [head, source] = [heads[least], sources[least]];
    if (source === undefined || head === undefined || head.done === true) return;
    yield head.value;
    heads[least] = await source.next();
  }
}

/** What identifies the run and says how it ended, as texts. */
function identityOf(
  { run, model }: RunDetail,
  inputs: readonly RecordedInput[],
  result: RunResult | undefined,
): Record<string, string> {
  return {
    run: run.id,
    name: run.name,
    family: run.family,
    document: run.document,
    seed: String(run.seed),
    until: String(run.until),
    parameters: encodeJson(run.parameters),
    inputs: encodeJson(inputs),
    timeUnit: model.timeUnit,
    secondsPerUnit: String(secondsOf(model.timeUnit)),
    status: run.status,
    partial: String(result?.partial ?? true),
    ...(result === undefined
      ? {}
      : {
          engine: result.engine,
          stop: result.stop.kind,
          reached: String(result.reached),
          frames: String(result.frames),
          trail: result.trail,
        }),
  };
}

const utf8 = new TextEncoder();

/** The parts of the file. A run that has not ended is recorded as far as it has come. */
export async function* recordingOf(
  client: RecordingClient,
  id: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const detail = await client.run(id);
  const { run, model } = detail;
  const [document, inputs] = await Promise.all([client.document(id), client.inputs(id)]);
  const result = run.status === 'ended' ? await client.result(id) : undefined;
  const frames = frameTopics(model);
  const parameters = parameterTopic(model);
  const [parametersAt, eventsAt] = [frames.length, frames.length + 1];
  const writer = new McapWriter([...frames, parameters, eventTopic]);
  const file = (name: string, value: unknown): void =>
    writer.attachment({
      name,
      mediaType: 'application/json',
      data: utf8.encode(`${encodeJson(value, 2)}\n`),
    });
  writer.metadata('holdfast.run', identityOf(detail, inputs, result));
  file('document.json', document);
  if (result !== undefined) file('result.json', result);
  const values = parameterValues(model, run.parameters);
  writer.message(parametersAt, 0n, parameters.message(0, values));
  for await (const each of inOrder([inputsOf(inputs), eventsOf(client, id), framesOf(client, id, detail)])) {
    const time = nanosecondsOf(each.time, model.timeUnit);
    if ('frame' in each) {
      for (const [at, topic] of frames.entries()) writer.message(at, time, topic.message(each.frame));
    } else if ('event' in each) {
      writer.message(eventsAt, time, eventMessage(each.event, model.timeUnit));
    } else {
      if (typeof each.input.value !== 'number') continue;
      values.set(each.input.parameter, each.input.value);
      writer.message(parametersAt, time, parameters.message(each.time, values));
    }
    if (writer.pending > 0) yield writer.take();
  }
  yield writer.end();
}
