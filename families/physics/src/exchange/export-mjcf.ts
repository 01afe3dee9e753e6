// A world of a document as MJCF other programs open. What MJCF has no word for goes into its custom section, from where an
// import takes it back; what is lost is told.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { mjcfSchema } from '../document.ts';
import { layoutOf } from '../layout.ts';
import { compileMjcf, startKey } from '../mjcf/compile.ts';
import { element, section } from '../mjcf/xml.ts';
import { parsePhysics } from '../parse.ts';
import { readSpec } from '../read-spec.ts';

function notice(path: string, message: string, remedy: string): Issue {
  return { path, code: 'physics.exported', message, remedy };
}

/** MJCF and what to know about it. Issues of a document that does not run come back instead. */
export function exportMjcf(document: ModelDocument): Parsed<string> {
  const checked = parsePhysics(document);
  if (!checked.ok) return checked;
  const raw = mjcfSchema.safeParse(document.model);
  if (raw.success) return { ok: true, spec: raw.data.mjcf };
  const { spec } = readSpec(document.model);
  if (spec === undefined) throw new Error('a document that was checked is read again');
  const numbers = {
    frame: spec.solver.frame,
    energyOpen: spec.solver.energyOpen,
    until: document.run?.until,
    seed: document.run?.seed,
  };
  const custom = section(
    'custom',
    Object.entries(numbers).flatMap(([name, data]) =>
      data === undefined ? [] : [element('numeric', { name: `holdfast.${name}`, data })],
    ),
  );
  const name = document.name.replaceAll(/[^\w .:/-]/g, '_').slice(0, 80);
  const start = spec.start ?? startKey;
  const notices = [
    notice(
      '/model',
      `it begins as the key frame "${start}" says`,
      'Load that key frame before the first step.',
    ),
    ...layoutOf(spec.bodies).joints.flatMap(({ joint, path }) =>
      'deviation' in joint && (joint.deviation ?? 0) > 0
        ? [
            notice(
              `/model${path}/deviation`,
              'MJCF has no start by chance',
              'Draw the start where it is loaded.',
            ),
          ]
        : [],
    ),
  ];
  return { ok: true, spec: compileMjcf(spec, { name, custom }), notices };
}
