// Macros of a document become bodies, joints and the rest: by the builders that sentences use, so that both mean the same. Pure; a
// parameter that a builder never looks at is told, as is where each part came from.

import type { Issue } from '@holdfast/core';
import type { PhysicsInput, PhysicsSpec } from '../document.ts';
import { measureNames, type Macro } from '../spec/macro.ts';
import { pieceOf } from './catalog.ts';
import { partsBound } from './counts.ts';
import { materialInputs } from './place-things.ts';
import { joined, Names, shifted, type Parts } from './piece.ts';
import type { MeasureName, Measures, Thing } from './scene.ts';

type Look = Partial<Pick<Macro, 'material' | 'color' | MeasureName>>;

/** Remembers which measures are asked for. */
function watched(given: Look, asked: Set<string>): Measures {
  const measures: Measures = {};
  for (const name of measureNames) {
    const value = given[name];
    if (value !== undefined) measures[name] = value;
  }
  return new Proxy(measures, {
    get(target, key, receiver) {
      asked.add(String(key));
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

function thingOf(kind: string, look: Look, asked: Set<string>): Thing {
  const { material, color } = look;
  return {
    kind,
    count: 1,
    isCounted: true,
    measures: watched(look, asked),
    ...(material === undefined ? {} : { material }),
    ...(color === undefined ? {} : { color }),
    heading: 'forward',
    fixed: false,
    from: 0,
    to: 0,
  };
}

/** What a macro builds, and the measures its builder asked for. */
export function built(
  macro: Pick<Macro, 'kind'> & Partial<Macro>,
  names = new Names(),
): { readonly parts: Parts; readonly asked: ReadonlySet<string>; readonly isNamed: boolean } {
  const asked = new Set<string>();
  const thing = thingOf(macro.kind, macro, asked);
  if (macro.of !== undefined) thing.element = thingOf(macro.of.kind, macro.of, new Set());
  const made = pieceOf(thing, names, false, macro.name);
  const [x, y, z] = macro.at ?? [0, 0, 0];
  return { parts: shifted(made.parts, [x, y, z]), asked, isNamed: made.body !== undefined };
}

const listed = [
  'bodies',
  'geoms',
  'sites',
  'springs',
  'ropes',
  'tendons',
  'equalities',
  'excludes',
  'actuators',
] as const satisfies readonly (keyof Parts)[];

export interface ExpandedMacros {
  /** Without macros. */
  readonly model: PhysicsInput;
  readonly issues: readonly Issue[];
  /** An issue about a part of a macro points at the macro. */
  readonly traced: (issue: Issue) => Issue;
}

function issueAt(path: string, code: string, message: string, remedy: string): Issue {
  return { path: `/model/macros/${path}`, code: `physics.${code}`, message, remedy };
}

function findings(
  macro: Macro,
  index: number,
  asked: ReadonlySet<string>,
  isNamed: boolean,
): readonly Issue[] {
  const issues: Issue[] = [];
  const unused = measureNames.filter((name) => macro[name] !== undefined && !asked.has(name));
  const known = measureNames.filter((name) => asked.has(name)).join(', ');
  for (const name of unused)
    issues.push(
      issueAt(
        `${index}/${name}`,
        'unused-parameter',
        `a ${macro.kind} has no ${name}`,
        `Use one of: ${known}.`,
      ),
    );
  if (macro.name !== undefined && !isNamed)
    issues.push(
      issueAt(
        `${index}/name`,
        'unused-parameter',
        `a ${macro.kind} is no single body that could be named`,
        'Leave the name out.',
      ),
    );
  const most = partsBound(macro.kind);
  if ((macro.parts ?? 0) > most)
    issues.push(
      issueAt(
        `${index}/parts`,
        'too-many-parts',
        `${macro.parts} parts, at most ${most} make a ${macro.kind}`,
        `Use ${most} or less.`,
      ),
    );
  return issues;
}

/** Puts what macros stand for into the lists of a document, behind what is there. `spec` is the same document, checked by its schema. */
export function expandMacros(
  model: PhysicsInput,
  spec: Pick<PhysicsSpec, 'macros' | 'units' | 'bodies' | 'materials'>,
): ExpandedMacros {
  const { macros, units } = spec;
  if (macros.length === 0) return { model, issues: [], traced: (issue) => issue };
  const issues: Issue[] = [];
  if (units.length !== 'm' || units.angle !== 'radian')
    issues.push(
      issueAt('0', 'macro-units', 'macros are in m and radian', 'Write the document in m and radian.'),
    );
  const names = new Names();
  for (const { name } of spec.bodies) names.take(name);
  const pieces = macros.map((macro, index) => {
    const { parts, asked, isNamed } = built(macro, names);
    issues.push(...findings(macro, index, asked, isNamed));
    return parts;
  });
  const sum = joined(pieces);
  const text = JSON.stringify(sum);
  const own = new Set(spec.materials.map(({ name }) => name));
  const needed = materialInputs((name) => !own.has(name) && text.includes(`"material":"${name}"`));
  const { macros: _, ...rest } = model;
  const lists = Object.fromEntries(
    listed.filter((key) => sum[key].length > 0).map((key) => [key, [...(model[key] ?? []), ...sum[key]]]),
  );
  return {
    model: {
      ...rest,
      ...lists,
      ...(needed.length === 0 ? {} : { materials: [...(model.materials ?? []), ...needed] }),
    },
    issues,
    traced: (issue) => {
      const [, , key = '', number = ''] = issue.path.split('/');
      const list = listed.find((each) => each === key);
      if (list === undefined) return issue;
      let left = Number(number) - (model[list]?.length ?? 0);
      if (!(left >= 0)) return issue;
      const index = pieces.findIndex((parts) => (left -= parts[list].length) < 0);
      return index < 0 ? issue : { ...issue, path: `/model/macros/${index}` };
    },
  };
}
