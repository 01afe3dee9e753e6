// Chooses the back end: a kernel where the platform runs one, the plain back end elsewhere. Both give the same bits.

import { platformEngine } from '@holdfast/numerics';
import { plainComputers, type ComputerSource } from './computer.ts';
import { kernelComputers } from './kernel/kernel-computer.ts';
import type { Plan } from './plan.ts';

/** Outputs and points of fans of which a kernel keeps the bins, 36 KB each. */
const outputsMost = 600;

export function computersOf(plan: Plan, engine = platformEngine()): ComputerSource {
  return engine === undefined || plan.outputs.length > outputsMost
    ? plainComputers(plan)
    : kernelComputers(engine, plan);
}
