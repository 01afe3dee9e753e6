// A run as viewers of recordings see it: a topic of JSON messages for each subject of its model, one for each channel of poses,
// one for its parameters, one for its events. A file and a live connection say the same.

import {
  channelOffsets,
  type Channel,
  type Frame,
  type Input,
  type Parameter,
  type Model,
  type RunEvent,
} from '@holdfast/core';
import { nanosecondsOf } from '../time-unit.ts';
import { channelField, pathName } from './channel-field.ts';
import { instantField, instantOf, numberField, objectField, type FieldSchema } from './json-schema.ts';

export interface Topic {
  /** For example `/motion`. */
  readonly name: string;
  readonly schemaName: string;
  /** JSON Schema of its messages. */
  readonly schema: string;
}

/** A topic with one message for each frame. */
export interface FrameTopic extends Topic {
  /** JSON; what is no finite number is null. */
  message(frame: Pick<Frame, 'time' | 'values'>): string;
}

type TopicModel = Pick<Model, 'channels' | 'timeUnit'>;

/** Gives every name once: what is taken already gets a number. */
function unique(taken: Set<string>, name: string): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  taken.add(free);
  return free;
}

/** What is left of a channel's name where its topic says the subject. */
function nameWithin({ name, subject }: Channel): string {
  return pathName(name.startsWith(`${subject}.`) ? name.slice(subject.length + 1) : name);
}

function subjectTopic(
  name: string,
  channels: readonly Channel[],
  offsets: ReadonlyMap<string, number>,
  timeUnit: string,
): FrameTopic {
  const taken = new Set(['time']);
  const fields = channels.map((channel) => ({
    name: unique(taken, nameWithin(channel)),
    start: offsets.get(channel.name) ?? 0,
    field: channelField(channel),
  }));
  const schema = objectField({
    time: { ...numberField, title: 'time', description: timeUnit },
    ...Object.fromEntries(fields.map(({ name: title, field }) => [title, field.schema])),
  });
  return {
    name,
    schemaName: `holdfast${name.replaceAll('/', '.')}`,
    schema: JSON.stringify(schema),
    message({ time, values }) {
      const entries = fields.map(({ name: title, start, field }) => [title, field.read(values, start)]);
      return JSON.stringify({ time, ...Object.fromEntries(entries) });
    },
  };
}

const vector = objectField({ x: numberField, y: numberField, z: numberField });
const quaternion = objectField({ x: numberField, y: numberField, z: numberField, w: numberField });
const posesSchema = JSON.stringify(
  objectField({
    timestamp: instantField,
    frame_id: { type: 'string' },
    poses: { type: 'array', items: objectField({ position: vector, orientation: quaternion }) },
  }),
);

/** Poses as 3D panels draw them. Rows are x, y, z and the quaternion w, x, y, z. */
function posesTopic(name: string, rows: number, start: number, timeUnit: string): FrameTopic {
  return {
    name,
    schemaName: 'foxglove.PosesInFrame',
    schema: posesSchema,
    message({ time, values }) {
      const poses = Array.from({ length: rows }, (_, row) => {
        const [x, y, z, qw, qx, qy, qz] = values.subarray(start + 7 * row, start + 7 * row + 7);
        return { position: { x, y, z }, orientation: { x: qx, y: qy, z: qz, w: qw } };
      });
      const timestamp = instantOf(nanosecondsOf(time, timeUnit));
      return JSON.stringify({ timestamp, frame_id: 'world', poses });
    },
  };
}

function isPoses({ role, shape }: Channel): boolean {
  return role === 'pose' && shape.length === 2 && shape[1] === 7;
}

/** The topics of a model's frames, in the order of its channels. */
export function frameTopics({ channels, timeUnit }: TopicModel): readonly FrameTopic[] {
  const offsets = channelOffsets(channels);
  const taken = new Set([eventTopic.name, parametersPath]);
  const subjects = new Map<string, Channel[]>();
  const topics: FrameTopic[] = [];
  const place = (path: string): string => unique(taken, `/${path}`);
  for (const channel of channels) {
    if (isPoses(channel)) continue;
    const members = subjects.get(channel.subject);
    if (members === undefined) subjects.set(channel.subject, [channel]);
    else members.push(channel);
  }
  for (const [subject, members] of subjects) {
    topics.push(subjectTopic(place(pathName(subject)), members, offsets, timeUnit));
  }
  for (const channel of channels) {
    if (!isPoses(channel)) continue;
    const path = `${pathName(channel.subject)}/${nameWithin(channel)}`;
    topics.push(posesTopic(place(path), channel.shape[0] ?? 0, offsets.get(channel.name) ?? 0, timeUnit));
  }
  return topics;
}

const parametersPath = '/parameters';

/** What the values of all parameters are, said when a run begins and with each input. */
export interface ParameterTopic extends Topic {
  /** `values` by parameter name. */
  message(time: number, values: ReadonlyMap<string, number>): string;
}

const isNumber = ({ shape }: Pick<Parameter, 'shape'>): boolean => shape === undefined;

/** The topic of a model's parameters that are one number. */
export function parameterTopic({
  parameters,
  timeUnit,
}: Pick<Model, 'parameters' | 'timeUnit'>): ParameterTopic {
  const taken = new Set(['time']);
  const fields = parameters.filter(isNumber).map(({ name, label, unit }) => {
    const schema: FieldSchema = { type: 'number', title: label, description: unit };
    return { parameter: name, name: unique(taken, pathName(name)), schema };
  });
  const properties = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
  return {
    name: parametersPath,
    schemaName: 'holdfast.parameters',
    schema: JSON.stringify(objectField({ time: { ...numberField, description: timeUnit }, ...properties })),
    message(time, values) {
      const entries = fields.map(({ parameter, name }) => [name, values.get(parameter) ?? Number.NaN]);
      return JSON.stringify({ time, ...Object.fromEntries(entries) });
    },
  };
}

/** The values of a model's parameters after inputs; lists are not among them. */
export function parameterValues(
  { parameters }: Pick<Model, 'parameters'>,
  inputs: readonly Input[],
): Map<string, number> {
  const values = new Map(parameters.filter(isNumber).map(({ name, value }) => [name, value]));
  for (const { parameter, value } of inputs) if (typeof value === 'number') values.set(parameter, value);
  return values;
}

const logFields: Readonly<Record<string, FieldSchema>> = {
  timestamp: instantField,
  level: { type: 'integer', description: '1 debug, 2 info, 3 warning, 4 error' },
  message: { type: 'string' },
  name: { type: 'string', title: 'kind' },
  file: { type: 'string' },
  line: { type: 'integer', title: 'sequence' },
};

/** What happens to a run, as log panels show it. */
export const eventTopic: Topic = {
  name: '/events',
  schemaName: 'foxglove.Log',
  schema: JSON.stringify(objectField(logFields)),
};

/** An event as a message of the event topic. */
export function eventMessage({ kind, time, message, sequence }: RunEvent, timeUnit: string): string {
  const level = kind === 'checkpoint' ? 1 : kind === 'warning' || kind === 'limit' ? 3 : 2;
  const timestamp = instantOf(nanosecondsOf(time, timeUnit));
  return JSON.stringify({ timestamp, level, message, name: kind, file: '', line: sequence });
}
