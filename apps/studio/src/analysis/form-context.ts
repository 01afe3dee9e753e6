// What every field of an analysis form needs, handed down once.

import { createContext, use } from 'react';
import type { Issue } from '@holdfast/core';
import type { AnalysedDocument } from './document-facts.ts';
import type { FormText } from './form-text.ts';

export interface AnalysisForm {
  readonly about: AnalysedDocument;
  readonly text: FormText;
  readonly change: (change: Partial<FormText>) => void;
  /** What is wrong at a path of the request or below it. */
  readonly issuesAt: (path: string) => readonly Issue[];
}

export const FormContext = createContext<AnalysisForm | undefined>(undefined);

/** The form around a field. */
export function useForm(): AnalysisForm {
  const form = use(FormContext);
  if (form === undefined) throw new Error('FormContext is missing');
  return form;
}

/** Issues at a path or below it. */
export function issuesBelow(issues: readonly Issue[], path: string): readonly Issue[] {
  return issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}/`));
}
