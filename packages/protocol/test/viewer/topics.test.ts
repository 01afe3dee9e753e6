import type { Channel, RunEvent } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { nanosecondsOf } from '../../src/time-unit.ts';
import { eventMessage, frameTopics, parameterTopic, parameterValues } from '../../src/viewer/topics.ts';

const channels: readonly Channel[] = [
  { name: 'chain speed', unit: 'm/s', shape: [], role: 'scalar', subject: 'motion' },
  { name: 'poses', unit: 'm', shape: [2, 7], role: 'pose', subject: 'bodies' },
  { name: 'chain-speed', unit: 'm/s', shape: [], role: 'scalar', subject: 'motion' },
  { name: 'cost.value.mean', unit: 'USD', shape: [2], role: 'estimate', subject: 'cost.value' },
  {
    name: 'cost.value.quantiles',
    unit: 'USD',
    shape: [2],
    role: 'quantiles',
    subject: 'cost.value',
    levels: [0.05, 0.975],
  },
  { name: 'cost.value.histogram', unit: 'USD', shape: [4], role: 'histogram', subject: 'cost.value' },
  {
    name: 'cost.value.fan',
    unit: 'USD',
    shape: [2, 2],
    role: 'fan',
    subject: 'cost.value',
    levels: [0.5],
    axis: { unit: 'h', at: [1, 2] },
  },
  { name: 'fill', unit: '1', shape: [3], role: 'field', subject: 'floaters' },
  { name: 'odd', unit: '1', shape: [], role: 'scalar', subject: 'events' },
];
const size = 1 + 14 + 1 + 2 + 2 + 4 + 4 + 3 + 1;
const frame = { time: 2.5, values: Float64Array.from({ length: size }, (_, at) => at) };

const messages = new Map(
  frameTopics({ channels, timeUnit: 's' }).map((topic) => [
    topic.name,
    JSON.parse(topic.message(frame)) as unknown,
  ]),
);

/** Names of every leaf type that the schemas use. */
function typesIn(schema: unknown): readonly unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type } = schema as { readonly type?: unknown };
  const own = type === undefined || typeof type === 'object' ? [] : [type];
  return [...own, ...Object.values(schema).flatMap(typesIn)];
}

describe('the topics of a model', () => {
  it('are one for each subject, with a field for each channel under a name that needs no quotes', () => {
    expect([...messages.keys()]).toEqual([
      '/motion',
      '/cost_value',
      '/floaters',
      '/events_2',
      '/bodies/poses',
    ]);
    expect(messages.get('/motion')).toEqual({ time: 2.5, chain_speed: 0, chain_speed_2: 15 });
    expect(messages.get('/floaters')).toEqual({ time: 2.5, fill: [28, 29, 30] });
  });

  it('say estimates, quantiles, histograms and fans by the names of their parts', () => {
    expect(messages.get('/cost_value')).toEqual({
      time: 2.5,
      mean: { value: 16, error: 17 },
      quantiles: { p5: 18, p97_5: 19 },
      histogram: { low: 20, high: 21, counts: [22, 23] },
      fan: { at: [1, 2], mean: [24, 26], p50: [25, 27] },
    });
  });

  it('give poses as 3D panels take them: the scalar part of the quaternion last', () => {
    expect(messages.get('/bodies/poses')).toEqual({
      timestamp: { sec: 2, nsec: 500_000_000 },
      frame_id: 'world',
      poses: [
        { position: { x: 1, y: 2, z: 3 }, orientation: { w: 4, x: 5, y: 6, z: 7 } },
        { position: { x: 8, y: 9, z: 10 }, orientation: { w: 11, x: 12, y: 13, z: 14 } },
      ],
    });
  });

  it('have schemas of single types that list exactly the fields of their messages', () => {
    for (const topic of frameTopics({ channels, timeUnit: 's' })) {
      const schema = JSON.parse(topic.schema) as { properties: Record<string, unknown> };
      expect(Object.keys(schema.properties).sort()).toEqual(
        Object.keys(messages.get(topic.name) ?? {}).sort(),
      );
      expect(typesIn(schema).every((type) => typeof type === 'string')).toBe(true);
      expect(topic.schemaName).not.toContain('/');
    }
  });

  it('say null where a frame holds no finite number', () => {
    const [topic] = frameTopics({ channels: channels.slice(0, 1), timeUnit: 's' });
    expect(topic?.message({ time: 0, values: Float64Array.of(Number.NaN) })).toBe(
      '{"time":0,"chain_speed":null}',
    );
  });

  it('tell parameters by name after every input', () => {
    const bounds = { label: 'Load', unit: '1', value: 1, min: 0, max: 2, step: 0 };
    const model = {
      timeUnit: 's',
      parameters: [
        { ...bounds, name: 'load' },
        { ...bounds, name: 'gravity.z', value: -9.81 },
      ],
    };
    const values = parameterValues(model, [{ parameter: 'load', value: 0.5 }]);
    expect(JSON.parse(parameterTopic(model).message(3, values))).toEqual({
      time: 3,
      load: 0.5,
      gravity_z: -9.81,
    });
  });

  it('log events with a level and their time', () => {
    const event: RunEvent = { sequence: 4, kind: 'warning', time: 1, at: 0, message: 'hot', details: {} };
    expect(JSON.parse(eventMessage(event, 'min'))).toEqual({
      timestamp: { sec: 60, nsec: 0 },
      level: 3,
      message: 'hot',
      name: 'warning',
      file: '',
      line: 4,
    });
  });
});

describe('simulated time in nanoseconds', () => {
  it('counts from zero by the unit, one second for what is no duration, and stays within 64 bits', () => {
    expect(nanosecondsOf(0.05, 's')).toBe(50_000_000n);
    expect(nanosecondsOf(1.5, 'h')).toBe(5_400_000_000_000n);
    expect(nanosecondsOf(7, 'iteration')).toBe(7_000_000_000n);
    expect(nanosecondsOf(1e300, 's')).toBe(2n ** 64n - 1n);
    expect(nanosecondsOf(Infinity, 's')).toBe(2n ** 64n - 1n);
    expect(nanosecondsOf(-1, 's')).toBe(0n);
  });
});
