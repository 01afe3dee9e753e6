// Which code exchanges the air of one simulation, and the memory it works on.

import { platformEngine, type CompiledModule, type Engine, type LogTable } from '@holdfast/numerics';
import { compiledExchange, exchangeModule } from './air-code.ts';
import { airMapOf, AirNumbers } from './air-numbers.ts';
import { plainExchange, type Exchange } from './air-plain.ts';
import { layoutOf, type Layout } from './layout.ts';

/** Doubles of the size of a state that fit beside the numbers: all that a method with seven stages needs, and two to copy
 * to; and what such a method's weights take. */
const vectorsMost = 14;
const weightsMost = 128;

/** An engine and what it compiled, for any number of simulations of one plant. */
export interface AirCode {
  readonly engine: Engine;
  readonly module: CompiledModule;
}

/** @param engine that of the platform; undefined for plain code */
export function airCodeOf(count: number, logs: LogTable, engine = platformEngine()): AirCode | undefined {
  if (engine === undefined) return undefined;
  return { engine, module: exchangeModule(engine, airMapOf(layoutOf(count), logs.cells.length)) };
}

export function airOf(
  { logs, code }: { readonly logs: LogTable; readonly code: AirCode | undefined },
  layout: Layout,
): { numbers: AirNumbers; exchange: Exchange } {
  const map = airMapOf(layout, logs.cells.length);
  const numbers = new AirNumbers(map, logs.cells, vectorsMost * layout.size + weightsMost, code?.engine);
  const exchange =
    code === undefined ? plainExchange(numbers) : compiledExchange(code.engine, code.module, numbers);
  return { numbers, exchange };
}
