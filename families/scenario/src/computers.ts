// Chooses the back end: a kernel where the platform runs one and the program has no loops, the plain back end elsewhere.
// Both give the same bits.

import { plainComputers, type ComputerSource } from './computer.ts';
import { kernelComputers } from './kernel/kernel-computer.ts';
import { platformEngine } from './kernel/wasm/engine.ts';
import type { Plan } from './plan.ts';

export function computersOf(plan: Plan, engine = platformEngine()): ComputerSource {
  return engine === undefined || plan.program.loops.length > 0
    ? plainComputers(plan)
    : kernelComputers(engine, plan);
}
