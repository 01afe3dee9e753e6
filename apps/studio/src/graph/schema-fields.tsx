// Fields generated from the schema: each with its name, what it means, its bounds, and what is wrong with it.

import { createContext, lazy, Suspense, use, useId, type ReactNode } from 'react';
import type { Issue } from '@holdfast/core';
import type { ExpressionWord } from '../editor/expression-completion.ts';
import type { Schema } from '../editor/schema-walk.ts';
import { Icon } from '../design/icon.tsx';
import { valueAt, type Path } from './edits.ts';
import { beginning, fieldsAt, fieldTitle, type Field } from './field-schema.ts';
import { listOf, recordOf } from './graph-model.ts';
import { JsonInput, NumberInput, NumbersInput, TextInput } from './simple-inputs.tsx';

const ExpressionEditor = lazy(() => import('../editor/expression-editor.tsx'));

/** What every field of a form needs. */
export interface Form {
  /** Of the model. */
  readonly schema: Schema;
  readonly model: unknown;
  /** Where the graph looked at stands in the model. */
  readonly base: Path;
  readonly words: readonly ExpressionWord[];
  /** What is wrong at a path of the model or below it. */
  readonly issuesAt: (path: Path) => readonly Issue[];
  readonly set: (path: Path, value: unknown) => void;
}

export const FormContext = createContext<Form | undefined>(undefined);

function useForm(): Form {
  const form = use(FormContext);
  if (form === undefined) throw new Error('FormContext is missing');
  return form;
}

/** `4` where the text is a plain number, so that numbers stay numbers. */
function numberOrText(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) && /^[-+.\de_]+$/i.test(trimmed) ? value : text;
}

function ExpressionInput({ field, numeric, about }: { field: Field; numeric: boolean; about: string }) {
  const { model, words, issuesAt, set } = useForm();
  const value = valueAt(model, field.path);
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  return (
    <Suspense fallback={<div className="field w-full" />}>
      <ExpressionEditor
        describedBy={about}
        issues={issuesAt(field.path)}
        label={fieldTitle(field.key)}
        onChange={(next) => set(field.path, numeric ? numberOrText(next) : next === '' ? undefined : next)}
        text={text}
        words={words}
      />
    </Suspense>
  );
}

interface Shown {
  readonly field: Field;
  readonly id: string;
  readonly about: string;
  readonly invalid: boolean;
}

function Choice({ field, id, about, invalid }: Shown) {
  const { model, set } = useForm();
  const value = valueAt(model, field.path);
  const values = field.kind.kind === 'choice' ? field.kind.values : [];
  return (
    <select
      aria-describedby={about}
      aria-invalid={invalid}
      className="field w-full"
      id={id}
      onChange={(event) =>
        set(
          field.path,
          values.find((each) => String(each) === event.target.value),
        )
      }
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
    >
      {field.required ? null : <option value="">default</option>}
      {values.map((each) => (
        <option key={String(each)} value={String(each)}>
          {String(each)}
        </option>
      ))}
    </select>
  );
}

function Input(shown: Shown) {
  const { field, id, about, invalid } = shown;
  const { model, set } = useForm();
  const value = valueAt(model, field.path);
  const common = { id, describedBy: about, invalid, change: (next: unknown) => set(field.path, next) };
  switch (field.kind.kind) {
    case 'expression':
      return <ExpressionInput about={about} field={field} numeric={field.kind.numeric} />;
    case 'choice':
      return <Choice {...shown} />;
    case 'switch':
      return (
        <input
          aria-describedby={about}
          checked={value === true}
          id={id}
          onChange={(event) => set(field.path, event.target.checked)}
          type="checkbox"
        />
      );
    case 'number':
      return <NumberInput {...common} value={typeof value === 'number' ? value : undefined} />;
    case 'text':
      return <TextInput {...common} value={typeof value === 'string' ? value : undefined} />;
    case 'numbers':
      return <NumbersInput {...common} value={Array.isArray(value) ? (value as number[]) : undefined} />;
    case 'fixed':
      return <span className="font-mono text-small">{JSON.stringify(value)}</span>;
    case 'json':
    case 'group':
    case 'names':
    case 'list':
      return <JsonInput {...common} value={value} />;
  }
}

function About({ id, field, issues }: { id: string; field: Field; issues: readonly Issue[] }) {
  return (
    <div className="mt-0.5 text-micro text-ink-3" id={id}>
      {issues.map(({ code, message, remedy = '' }) => (
        <p className="text-bad" key={`${code} ${message}`}>
          {message}. {remedy}
        </p>
      ))}
      {field.description === '' ? null : <p>{field.description}</p>}
      {field.facts === '' ? null : <p className="font-mono">{field.facts}</p>}
    </div>
  );
}

/** One field with its label. */
function FieldRow({ field }: { field: Field }) {
  const { issuesAt, model } = useForm();
  const id = useId();
  const nested = ['group', 'names', 'list'].includes(field.kind.kind);
  if (nested) return <Nested field={field} />;
  const given = valueAt(model, field.path) !== undefined;
  const issues = issuesAt(field.path);
  const about = `${id}-about`;
  return (
    <div>
      <label className="font-medium" htmlFor={id}>
        {fieldTitle(field.key)}
        {field.required || given ? null : <span className="font-normal text-ink-3"> optional</span>}
      </label>
      <Input about={about} field={field} id={id} invalid={issues.length > 0} />
      <About field={field} id={about} issues={issues} />
    </div>
  );
}

function Box({ field, children }: { field: Field; children: ReactNode }) {
  return (
    <fieldset className="grid gap-2.5 border-l-2 border-line pl-3">
      <legend className="-ml-3 font-medium">{fieldTitle(field.key)}</legend>
      {children}
    </fieldset>
  );
}

function Nested({ field }: { field: Field }) {
  const form = useForm();
  const issues = form
    .issuesAt(field.path)
    .filter((issue) => !/\/\d+$|\/\w+$/.test(issue.path) || field.kind.kind === 'json');
  return (
    <Box field={field}>
      <About field={field} id="" issues={field.kind.kind === 'group' ? [] : issues} />
      {field.kind.kind === 'group' ? <Fields path={field.path} /> : null}
      {field.kind.kind === 'names' ? <NameRows field={field} item={field.kind.item} /> : null}
      {field.kind.kind === 'list' ? <ItemRows field={field} item={field.kind.item} /> : null}
    </Box>
  );
}

function RemoveButton({ what, run }: { what: string; run: () => void }) {
  return (
    <button
      aria-label={`Remove ${what}`}
      className="button button-quiet button-small button-icon"
      onClick={run}
      type="button"
    >
      <Icon name="cross" size={12} />
    </button>
  );
}

function AddButton({ what, run }: { what: string; run: () => void }) {
  return (
    <button className="button button-small justify-self-start" onClick={run} type="button">
      <Icon name="plus" size={12} />
      {what}
    </button>
  );
}

/** An object whose keys the author chooses. */
function NameRows({ field, item }: { field: Field; item: Schema }) {
  const { model, set } = useForm();
  const entries = Object.entries(recordOf(valueAt(model, field.path)));
  const put = (next: readonly (readonly [string, unknown])[]): void =>
    set(field.path, next.length === 0 ? undefined : Object.fromEntries(next));
  const free = (): string => {
    for (let number = 1; ; number += 1) {
      if (!entries.some(([key]) => key === `name${number}`)) return `name${number}`;
    }
  };
  return (
    <>
      {entries.map(([key, value], index) => (
        <div className="grid gap-1" key={index}>
          <div className="flex items-center gap-1">
            <input
              aria-label={`Name ${index + 1} of ${field.key}`}
              className="field w-full font-mono"
              defaultValue={key}
              key={key}
              onBlur={(event) => {
                const name = event.target.value.trim();
                const sound = /^[A-Za-z_]\w*$/.test(name) && !entries.some(([other]) => other === name);
                if (sound) put(entries.with(index, [name, value]));
                else event.target.value = key;
              }}
            />
            <RemoveButton run={() => put(entries.toSpliced(index, 1))} what={key} />
          </div>
          <FieldValue field={{ ...field, key, path: [...field.path, key] }} item={item} />
        </div>
      ))}
      <AddButton run={() => put([...entries, [free(), beginning(item)]])} what="Add" />
    </>
  );
}

/** The input of one entry, without a label of its own. */
function FieldValue({ field, item }: { field: Field; item: Schema }) {
  const { issuesAt } = useForm();
  const id = useId();
  const numeric = item['type'] === 'number';
  const kind = numeric ? { kind: 'number' as const } : { kind: 'expression' as const, numeric: false };
  const own: Field = { ...field, kind, schema: item };
  const issues = issuesAt(field.path);
  return (
    <div>
      <label className="sr-only" htmlFor={id}>
        {field.key}
      </label>
      <Input about={`${id}-about`} field={own} id={id} invalid={issues.length > 0} />
      <About field={{ ...own, description: '', facts: '' }} id={`${id}-about`} issues={issues} />
    </div>
  );
}

/** A list of objects. */
function ItemRows({ field, item }: { field: Field; item: Schema }) {
  const { model, set } = useForm();
  const items = listOf(valueAt(model, field.path));
  return (
    <>
      {items.map((_, index) => (
        <div className="flex items-start gap-1" key={index}>
          <div className="grid flex-1 gap-2">
            <Fields path={[...field.path, index]} />
          </div>
          <RemoveButton
            run={() => set(field.path, items.length === 1 ? undefined : items.toSpliced(index, 1))}
            what={`${fieldTitle(field.key)} ${index + 1}`}
          />
        </div>
      ))}
      <AddButton run={() => set(field.path, [...items, beginning(item)])} what="Add" />
    </>
  );
}

/** All fields of the object at a path; `except` are shown elsewhere. Optional ones that are empty are folded away. */
export function Fields({ path, except = [] }: { path: Path; except?: readonly string[] }) {
  const { schema, model } = useForm();
  const fields = fieldsAt(schema, model, path).filter(
    ({ key, kind }) => kind.kind !== 'fixed' && !except.includes(key),
  );
  const open = fields.filter(
    ({ required, path: own, kind }) =>
      required || kind.kind === 'expression' || valueAt(model, own) !== undefined,
  );
  const folded = fields.filter((field) => !open.includes(field));
  return (
    <>
      {open.map((field) => (
        <FieldRow field={field} key={field.key} />
      ))}
      {folded.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer text-ink-2">
            More: {folded.map(({ key }) => key).join(', ')}
          </summary>
          <div className="mt-2 grid gap-3">
            {folded.map((field) => (
              <FieldRow field={field} key={field.key} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}
