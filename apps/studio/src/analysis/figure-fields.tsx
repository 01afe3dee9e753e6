// Choosing figures: what is looked at, what is to be best, what is to be kept.

import { useMemo } from 'react';
import type { Figure, Objective } from '@holdfast/protocol';
import { formatNumber } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import type { KnownFigure } from './document-facts.ts';
import { useForm } from './form-context.ts';
import { Problems, Section } from './form-parts.tsx';
import type { ConstraintText } from './form-text.ts';
import { metricWords, namesOf } from '@holdfast/pictures';

/** Subject and metric as one value of a list; neither holds a newline. */
const keyOf = ({ subject, metric }: Figure): string => `${subject}\n${metric}`;

function hint({ value, unit }: KnownFigure): string {
  if (!Number.isFinite(value)) return '';
  return `, about ${formatNumber(value, 3)}${unit === '' || unit === '1' ? '' : ` ${unit}`}`;
}

function useSubjects(): readonly (readonly [subject: string, figures: readonly KnownFigure[]])[] {
  const { facts } = useForm().about;
  return useMemo(() => {
    const subjects = [...new Set(facts.figures.map(({ subject }) => subject))];
    return subjects.map((name) => [name, facts.figures.filter(({ subject }) => subject === name)] as const);
  }, [facts]);
}

/** One list of every figure, by subject. */
export function FigurePicker(props: { label: string; value: Figure; onChange: (figure: Figure) => void }) {
  const { label, value, onChange } = props;
  const { about } = useForm();
  const subjects = useSubjects();
  const names = namesOf(about.model);
  const known = about.facts.figures.some((figure) => keyOf(figure) === keyOf(value));
  const choose = (key: string): void => {
    const [subject = '', metric = ''] = key.split('\n');
    onChange({ subject, metric });
  };
  return (
    <select
      aria-label={label}
      className="field min-w-0 flex-1"
      onChange={(event) => choose(event.target.value)}
      value={keyOf(value)}
    >
      {known ? null : <option value={keyOf(value)}>{`${value.metric} of ${value.subject}`}</option>}
      {subjects.map(([subject, figures]) => (
        <optgroup key={subject} label={names.subject(subject)}>
          {figures.map((figure) => (
            <option key={figure.metric} value={keyOf(figure)}>
              {`${metricWords(figure.metric)} of ${names.subject(subject)}${hint(figure)}`}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

function SubjectPicker(props: { label: string; value: string; onChange: (subject: string) => void }) {
  const subjects = useSubjects();
  const names = namesOf(useForm().about.model);
  return (
    <select
      aria-label={props.label}
      className="field min-w-0 flex-1"
      onChange={(event) => props.onChange(event.target.value)}
      value={props.value}
    >
      {subjects.map(([subject]) => (
        <option key={subject} value={subject}>
          {names.subject(subject)}
        </option>
      ))}
    </select>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button aria-label={label} className="button button-quiet button-icon" onClick={onClick} type="button">
      <Icon name="cross" size={14} />
    </button>
  );
}

function AddButton({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <button className="button button-quiet button-small" onClick={onClick} type="button">
      <Icon name="plus" size={12} />
      {children}
    </button>
  );
}

/** The figures, or with `subjects` the subjects, that are looked at. */
export function OutputsField({
  field,
  subjects,
  single,
}: {
  field: string;
  subjects: boolean;
  single: boolean;
}) {
  const { about, text, change, issuesAt } = useForm();
  const { outputs } = text;
  const shown = single ? outputs.slice(0, 1) : outputs;
  const set = (index: number, figure: Figure): void =>
    change({ outputs: outputs.map((old, at) => (at === index ? figure : old)) });
  const add = (): void => {
    const taken = new Set(outputs.map(keyOf));
    const next = about.facts.figures.find((figure) => !taken.has(keyOf(figure)));
    if (next !== undefined) change({ outputs: [...outputs, { subject: next.subject, metric: next.metric }] });
  };
  return (
    <Section
      action={single ? null : <AddButton onClick={add}>Add an output</AddButton>}
      title={single ? 'Output' : 'Outputs'}
    >
      <ul className="space-y-1.5">
        {shown.map((output, index) => (
          // An output may stand twice while it is being chosen: only its place tells it apart.
          // eslint-disable-next-line react/no-array-index-key
          <li className="flex gap-1.5" key={index}>
            {subjects ? (
              <SubjectPicker
                label={`Output ${index + 1}`}
                onChange={(subject) => set(index, { subject, metric: 'mean' })}
                value={output.subject}
              />
            ) : (
              <FigurePicker
                label={`Output ${index + 1}`}
                onChange={(figure) => set(index, figure)}
                value={output}
              />
            )}
            {shown.length > 1 ? (
              <RemoveButton
                label={`Remove output ${index + 1}`}
                onClick={() => change({ outputs: outputs.filter((_, at) => at !== index) })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <Problems issues={issuesAt(`/method/${field}`)} />
    </Section>
  );
}

const directions = [
  ['minimize', 'Minimise'],
  ['maximize', 'Maximise'],
] as const;

/** A figure that is to be small or large. */
export function ObjectiveField({ field }: { field: 'objective' | 'risk' }) {
  const { text, change, issuesAt } = useForm();
  const objective: Objective = text[field];
  const title = field === 'risk' ? 'Risk' : 'Objective';
  return (
    <Section title={title}>
      <div className="flex gap-1.5">
        <select
          aria-label={`${title}, direction`}
          className="field w-28"
          onChange={(event) => change({ [field]: { ...objective, direction: event.target.value } })}
          value={objective.direction}
        >
          {directions.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
        <FigurePicker
          label={`${title}, figure`}
          onChange={(figure) => change({ [field]: { ...objective, ...figure } })}
          value={objective}
        />
      </div>
      <Problems issues={issuesAt(`/method/${field}`)} />
    </Section>
  );
}

/** Bounds that have to be kept, each with the confidence asked for. */
export function ConstraintsField() {
  const { text, change, issuesAt } = useForm();
  const { constraints, objective } = text;
  const set = (index: number, part: Partial<ConstraintText>): void =>
    change({ constraints: constraints.map((old, at) => (at === index ? { ...old, ...part } : old)) });
  const { subject, metric } = objective;
  const fresh: ConstraintText = { subject, metric, side: 'at-least', bound: '' };
  return (
    <Section
      about={constraints.length === 0 ? 'none' : 'kept only where the confidence allows it to be said'}
      action={
        <AddButton onClick={() => change({ constraints: [...constraints, fresh] })}>Add a bound</AddButton>
      }
      title="Bounds"
    >
      <ul className="space-y-1.5">
        {constraints.map((constraint, index) => (
          // A bound may stand twice while it is being written: only its place tells it apart.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index}>
            <div className="flex gap-1.5">
              <FigurePicker
                label={`Bound ${index + 1}, figure`}
                onChange={(figure) => set(index, figure)}
                value={constraint}
              />
              <select
                aria-label={`Bound ${index + 1}, side`}
                className="field w-24"
                onChange={(event) => set(index, { side: event.target.value as ConstraintText['side'] })}
                value={constraint.side}
              >
                <option value="at-least">at least</option>
                <option value="at-most">at most</option>
              </select>
              <input
                aria-invalid={issuesAt(`/method/constraints/${index}`).length > 0}
                aria-label={`Bound ${index + 1}, value`}
                className="field field-number w-28"
                onChange={(event) => set(index, { bound: event.target.value })}
                value={constraint.bound}
              />
              <RemoveButton
                label={`Remove bound ${index + 1}`}
                onClick={() => change({ constraints: constraints.filter((_, at) => at !== index) })}
              />
            </div>
            <Problems issues={issuesAt(`/method/constraints/${index}`)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
