// A world as MuJoCo XML, written in the page. Loaded when somebody asks for it.

import { exporters } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { ModelText } from '../family-view.ts';

/** @throws Error when the document does not run */
export async function writeMjcf(document: ModelDocument): Promise<ModelText> {
  const written = exporters.find(({ format }) => format === 'mjcf')?.write(document);
  if (written?.ok !== true) {
    const issues = written?.issues ?? [];
    throw new Error(issues.map(({ message }) => message).join('; ') || 'this world cannot be written');
  }
  return { text: written.spec, notices: written.notices ?? [] };
}
