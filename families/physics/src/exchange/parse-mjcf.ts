// A document that holds MJCF text: guarded, then read for its facts.

import type { Issue } from '@holdfast/core';
import { Report } from '../check/report.ts';
import type { MjcfModel } from '../document.ts';
import type { WorldFacts } from '../facts.ts';
import { guardMjcf } from './mjcf-guard.ts';
import { mjcfFacts } from './mjcf-facts.ts';
import { readXml, XmlRefusal, type XmlElement } from './xml-reader.ts';

export type ReadMjcf =
  | { readonly facts: WorldFacts; readonly issues: readonly Issue[] }
  | { readonly facts: undefined; readonly issues: readonly Issue[] };

/** What a refusal of the reader means to an author. */
export function issueOf(refusal: XmlRefusal, path: string): Issue {
  return {
    path,
    code: refusal.code,
    message: `line ${refusal.line}: ${refusal.message}`,
    remedy: 'Correct the XML; only elements, attributes and comments are read.',
    line: refusal.line,
  };
}

export function parseMjcf(model: MjcfModel): ReadMjcf {
  let root: XmlElement;
  try {
    root = readXml(model.mjcf);
  } catch (error) {
    if (!(error instanceof XmlRefusal)) throw error;
    return { facts: undefined, issues: [issueOf(error, '/model/mjcf')] };
  }
  const report = new Report();
  if (root.tag !== 'mujoco')
    report.add(
      '/mjcf',
      'not-mjcf',
      `the root element is <${root.tag.slice(0, 40)}>`,
      'Begin with <mujoco>; import URDF instead.',
    );
  guardMjcf(root, report);
  if (report.issues.length > 0) return { facts: undefined, issues: report.issues };
  const facts = mjcfFacts(root, model, report);
  return report.issues.length > 0 ? { facts: undefined, issues: report.issues } : { facts, issues: [] };
}
