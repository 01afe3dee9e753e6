// Learning of every so manieth stretch of rows in WebAssembly: one call for all, so that it can be a task of a lane.

import type { FunctionBody, ModuleWriter } from '@holdfast/numerics';
import { countAt, type Layout } from '../layout.ts';
import { lessonSlots } from '../phases.ts';
import { Code } from './code.ts';
import { accountOf, least } from './push-code.ts';

/** `learn(first, end, stride, ..., lane)`: `learn(first, end, ...)` for the lessons that begin at `first`, `first + stride` and so on. */
export function writeLessons(module: ModuleWriter, layout: Layout, learn: FunctionBody): FunctionBody {
  const further = learn.parameters.slice(2);
  const body = module.addFunction(['i32', 'i32', 'i32', ...further, 'i32'], []);
  const code = new Code(body);
  const [end, stride] = [code.parameter(1), code.parameter(2)];
  const slot = code.hold('i32', code.parameter(0));
  const until = body.local('i32');
  const taught = code.hold('i32', code.i32(0));
  code.count(slot, end, stride, () => {
    code.set(until, least(code, code.op('i32.add', code.get(slot), code.i32(lessonSlots)), end));
    body.get(slot).get(until);
    for (const place of further.keys()) code.parameter(3 + place)();
    body.call(learn);
    code.add(taught, code.op('i32.sub', code.get(until), code.get(slot)));
  });
  const account = accountOf(code, code.parameter(3 + further.length));
  code.bump(account, layout.counts + 4 * countAt.rewritten, code.get(taught));
  return body;
}
