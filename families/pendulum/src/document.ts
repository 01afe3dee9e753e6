// What an author writes about a pendulum; every mistake is found here, so later stages may trust the spec.

import { lazily, type Issue, type ModelDocument, type Parsed } from '@holdfast/core';
import { z } from 'zod';

const modelSchema = z.strictObject({
  length: z.number().positive().max(1000).describe('Length of the massless rod, m'),
  mass: z.number().positive().max(1e6).describe('Mass at its end, kg'),
  gravity: z.number().min(0).max(1000).default(9.80665).describe('Acceleration of gravity, m/s^2'),
  damping: z.number().min(0).max(1000).default(0).describe('Viscous damping torque per angular rate, N m s'),
  torque: z.number().min(-1e6).max(1e6).default(0).describe('Constant driving torque, N m'),
  angle: z.number().min(-3.15).max(3.15).describe('Initial angle from hanging down, rad'),
  angleDeviation: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Standard deviation of the initial angle, rad'),
  rate: z.number().min(-1000).max(1000).default(0).describe('Initial angular rate, rad/s'),
});

/** Parameters of the pendulum and its initial state, in SI units. */
export type PendulumSpec = Readonly<z.infer<typeof modelSchema>> & {
  /** End of the run, s. */
  readonly until: number;
};

export const pendulumSchema: () => Readonly<Record<string, unknown>> = lazily(() =>
  z.toJSONSchema(modelSchema, { io: 'input' }),
);

/** Checks a document and returns every issue at once. */
export function parsePendulum(document: ModelDocument): Parsed<PendulumSpec> {
  const parsed = modelSchema.safeParse(document.model);
  const issues = parsed.success ? [] : parsed.error.issues.map(toIssue);
  if (document.version !== 1) {
    issues.unshift({
      path: '/version',
      code: 'pendulum.unknown-version',
      message: `format ${document.version} is not known`,
      remedy: 'Use version 1.',
    });
  }
  if (!parsed.success || issues.length > 0) return { ok: false, issues };
  return { ok: true, spec: { ...parsed.data, until: document.run?.until ?? 60 } };
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  const remedy =
    issue.code === 'unrecognized_keys'
      ? `Remove ${issue.keys.join(', ')}; known are ${Object.keys(modelSchema.shape).join(', ')}.`
      : 'See the schema of the pendulum family.';
  return {
    path: ['/model', ...issue.path.map(String)].join('/'),
    code: `pendulum.${issue.code.replaceAll('_', '-')}`,
    message: issue.message,
    remedy,
  };
}
