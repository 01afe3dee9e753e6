// Checks the text while it is written: syntax here at once, meaning on the server once the keys have rested.

import { useEffect, useState } from 'react';
import type { Issue } from '@holdfast/core';
import { decodeJson, readDocument, type ModelView } from '@holdfast/protocol';
import { displayModel } from '@holdfast/pictures';
import type { PlacedIssue } from '../editor/document-editor.tsx';
import { issueRange } from '../editor/issue-range.ts';
import { useStudio } from '../shell/studio.ts';

const settleMs = 250;

export interface Check {
  /** `checking` until the newest text has been judged. */
  readonly state: 'checking' | 'good' | 'bad' | 'unknown';
  readonly issues: readonly PlacedIssue[];
  /** The same as they were found. */
  readonly found: readonly Issue[];
  /** Of the last text that compiled. */
  readonly model: ModelView | undefined;
  /** Of the last text that was JSON with a family. */
  readonly family: string | undefined;
}

function placed(text: string, issues: readonly Issue[], origin: 'text' | 'document'): readonly PlacedIssue[] {
  return issues
    .map((issue) => ({
      ...issueRange(
        text,
        issue,
        issue.code === 'document.unreadable' || issue.code === 'document.duplicate-key' ? 'text' : origin,
      ),
      code: issue.code,
      message: issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`,
      remedy: issue.remedy ?? '',
      path: issue.path,
    }))
    .toSorted((left, right) => left.from - right.from);
}

function familyOf(value: unknown): string | undefined {
  const family =
    typeof value === 'object' && value !== null ? (value as { family?: unknown }).family : undefined;
  return typeof family === 'string' ? family : undefined;
}

/** Judges `text`; the newest judgement wins. */
export function useCheck(text: string): Check {
  const { client, reach } = useStudio();
  const [check, setCheck] = useState<Check>({
    state: 'checking',
    issues: [],
    found: [],
    model: undefined,
    family: undefined,
  });
  useEffect(() => {
    let current = true;
    const say = (change: Partial<Check>): void => {
      if (current) setCheck((before) => ({ ...before, ...change }));
    };
    say({ state: 'checking' });
    const timer = setTimeout(() => {
      const local = readDocument(text, 'this document');
      const unreadable = local.ok ? [] : local.issues.filter((issue) => issue.line !== undefined);
      if (unreadable.length > 0) {
        say({ state: 'bad', issues: placed(text, unreadable, 'text'), found: unreadable });
        return;
      }
      const value = decodeJson(text);
      const family = familyOf(value);
      if (family !== undefined) say({ family });
      reach.watch(client.validate(value)).then(
        ({ ok, issues, model }) =>
          say({
            state: ok ? 'good' : 'bad',
            issues: placed(text, issues, 'document'),
            found: issues,
            ...(model === null ? {} : { model: displayModel(model) }),
          }),
        () => say({ state: 'unknown' }),
      );
    }, settleMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, client, reach]);
  return check;
}
