// The small parts of an analysis form: a section, what is wrong in it, a plain field.

import { type ReactNode, useId } from 'react';
import type { Issue } from '@holdfast/core';
import { sentence } from '../design/notice.tsx';
import { useForm } from './form-context.ts';
import type { MethodField } from './method-fields.ts';

const titles: Readonly<Record<string, string>> = {
  share: 'Distance',
  levels: 'Levels',
  trajectories: 'Trajectories',
  rows: 'Rows',
  confidence: 'Confidence',
  design: 'Design',
  points: 'Points',
  target: 'Target',
  tolerance: 'Tolerance',
  budget: 'Budget',
};

/** What a field is called: its own word, or the member's name. */
export function fieldTitle(key: string): string {
  return titles[key] ?? sentence(key.replaceAll(/([A-Z])/g, ' $1').toLowerCase());
}

/** Mistakes in plain sentences; `id` lets a control point at them. */
export function Problems({ issues, id }: { issues: readonly Issue[]; id?: string }) {
  if (issues.length === 0) return null;
  return (
    <ul className="mt-1 text-small text-bad" id={id}>
      {issues.map(({ path, message, remedy }) => (
        <li key={`${path} ${message}`}>
          {sentence(message)}. {remedy}
        </li>
      ))}
    </ul>
  );
}

/** A titled part of the form. */
export function Section(props: { title: string; about?: string; children: ReactNode; action?: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-3">
      <div className="mb-2 flex items-baseline gap-2">
        <h2 className="font-semibold" id={id}>
          {props.title}
        </h2>
        <p className="min-w-0 flex-1 text-small text-ink-3">{props.about}</p>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

/** A number or text in one line, with its mistake under it. */
export function TextField(props: {
  label: string;
  value: string;
  placeholder: string;
  path: string;
  about?: string;
  required?: boolean;
  onChange: (text: string) => void;
}) {
  const { label, value, placeholder, path, about = '', required = false, onChange } = props;
  const { issuesAt } = useForm();
  const id = useId();
  const issues = issuesAt(path);
  // A field that still waits for its number is no mistake yet.
  const shown = required && value.trim() === '' ? [] : issues;
  return (
    <div>
      <label className="block text-small text-ink-2" htmlFor={id}>
        {label}
        {required ? <span className="text-ink-3"> (needed)</span> : null}
      </label>
      <input
        aria-describedby={`${id}-about`}
        aria-invalid={shown.length > 0}
        autoComplete="off"
        className="field field-number mt-0.5 w-full"
        id={id}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        value={value}
      />
      <div id={`${id}-about`}>
        {shown.length > 0 ? (
          <Problems issues={shown} />
        ) : about === '' ? null : (
          <p className="mt-0.5 text-micro text-ink-3">{about}</p>
        )}
      </div>
    </div>
  );
}

function ChoiceField({ field, path }: { field: MethodField; path: string }) {
  const { text, change, issuesAt } = useForm();
  const id = useId();
  const name = `${text.kind}.${field.key}`;
  return (
    <div>
      <label className="block text-small text-ink-2" htmlFor={id}>
        {fieldTitle(field.key)}
      </label>
      <select
        className="field mt-0.5 w-full"
        id={id}
        onChange={(event) => change({ plain: { ...text.plain, [name]: event.target.value } })}
        value={text.plain[name] ?? ''}
      >
        <option value="">{field.fallback === '' ? 'as it is' : field.fallback.replaceAll('-', ' ')}</option>
        {field.choices
          .filter((choice) => choice !== field.fallback)
          .map((choice) => (
            <option key={choice} value={choice}>
              {choice.replaceAll('-', ' ')}
            </option>
          ))}
      </select>
      <Problems issues={issuesAt(path)} />
    </div>
  );
}

/** A number or a choice of a method, as its schema describes it. */
export function PlainField({ field }: { field: MethodField }) {
  const { text, change } = useForm();
  const path = `/method/${field.key}`;
  if (field.shape === 'choice') return <ChoiceField field={field} path={path} />;
  const name = `${text.kind}.${field.key}`;
  return (
    <TextField
      about={field.about}
      label={fieldTitle(field.key)}
      onChange={(typed) => change({ plain: { ...text.plain, [name]: typed } })}
      path={path}
      placeholder={field.fallback}
      required={field.required}
      value={text.plain[name] ?? ''}
    />
  );
}
