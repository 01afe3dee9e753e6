import type { Limits, ModelDocument } from '@holdfast/core';
import { documentSchema, liveMessageSchema, modelViewSchema, runRequestSchema } from '@holdfast/protocol';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import * as protocol from '../src/index.ts';

const run = {
  id: 'r1',
  name: 'demo',
  family: 'scenario',
  document: 'd',
  status: 'running',
  stop: null,
  partial: false,
  seed: 1,
  until: 'Infinity',
  end: 'Infinity',
  time: 3,
  parameters: [],
  limits: {},
  workers: 1,
  epoch: 1,
  createdAt: 0,
  updatedAt: 0,
  rate: null,
  etaMs: null,
  memoryMb: null,
  pace: { factor: 0, mode: 'accuracy', hard: false },
  clock: null,
  parent: null,
};

describe('the schemas', () => {
  it('give documents and limits of exactly the core types', () => {
    expectTypeOf<z.output<typeof documentSchema>>().toExtend<ModelDocument>();
    expectTypeOf<z.output<typeof runRequestSchema>['limits']>().toExtend<Limits | undefined>();
    expect(documentSchema.safeParse({ family: 'a', version: 1, name: 'n' }).success).toBe(false);
  });

  it('all have a JSON Schema, for requests and for answers', () => {
    const schemas = Object.entries(protocol).filter(([, value]) => value instanceof z.ZodType);
    expect(schemas.length).toBeGreaterThan(25);
    for (const [name, schema] of schemas as [string, z.ZodType][]) {
      for (const io of ['input', 'output'] as const) {
        const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
        expect(text, name).not.toContain('[null');
      }
    }
  });

  it('say in the answer schema what travels for a number', () => {
    const { properties } = z.toJSONSchema(modelViewSchema, { io: 'output', unrepresentable: 'any' });
    expect(properties?.['until']).toStrictEqual({
      anyOf: [{ type: 'number' }, { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }],
    });
  });

  it('read live messages and refuse unknown ones', () => {
    expect(liveMessageSchema.parse({ type: 'run', run })).toMatchObject({ run: { until: Infinity } });
    expect(liveMessageSchema.safeParse({ type: 'other' }).success).toBe(false);
  });

  it('let a run have an open end and a log to replay', () => {
    const document = { family: 'a', version: 1, name: 'n', model: {} };
    const inputs = [{ parameter: 'a', value: 1, time: 2 }];
    expect(runRequestSchema.parse({ document, until: 'Infinity', inputs })).toMatchObject({
      until: Infinity,
      inputs,
    });
    expect(runRequestSchema.safeParse({ document, until: 0 }).success).toBe(false);
    expect(runRequestSchema.safeParse({ document, until: 'NaN' }).success).toBe(false);
  });

  it('take the sign from a zero input', () => {
    const document = { family: 'a', version: 1, name: 'n', model: {} };
    const parsed = runRequestSchema.parse({ document, parameters: [{ parameter: 'a', value: -0 }] });
    expect(Object.is(parsed.parameters?.[0]?.value, 0)).toBe(true);
  });
});
