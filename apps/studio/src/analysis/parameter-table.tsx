// The parameters of the document as a method uses them: moved or held, from where to where, and on the other side.

import type { Issue, Parameter } from '@holdfast/core';
import { formatNumber } from '../design/format.ts';
import { useForm } from './form-context.ts';
import { Problems, Section } from './form-parts.tsx';
import { rangedNames, untouched, type FormText, type ParameterText } from './form-text.ts';

/** `many` move at once, `one` is sought, `other` differs on the other side, `held` only stay. */
export type ParameterUse = 'many' | 'one' | 'other' | 'held';

const abouts: Readonly<Record<ParameterUse, string>> = {
  many: 'those marked are moved; an empty field means the document’s own',
  one: 'the one marked is moved',
  other: 'on the other side; an empty field means the same as here',
  held: 'held in every run; an empty field means the document’s own',
};

const aboutShare = 'those marked are moved; without from and to, by the distance below';

/** Names behind the indices in the paths of issues. */
function ownersOf(text: FormText, names: readonly string[], ranged: readonly string[], use: ParameterUse) {
  const typed = (side: 'value' | 'other'): readonly string[] =>
    names.filter((name) => (text.parameters[name]?.[side] ?? '').trim() !== '');
  return [
    { path: '/parameters', names: typed('value') },
    ...(use === 'many' ? [{ path: '/method/ranges', names: ranged }] : []),
    ...(use === 'other' ? [{ path: '/method/parameters', names: typed('other') }] : []),
  ];
}

function useIssues(use: ParameterUse): (name: string) => readonly Issue[] {
  const { about, text, issuesAt } = useForm();
  const names = about.model?.parameters.map(({ name }) => name) ?? [];
  const owners = ownersOf(text, names, rangedNames(text, about.model), use);
  return (name) => [
    ...owners.flatMap(({ path, names: own }) =>
      own.includes(name) ? issuesAt(`${path}/${own.indexOf(name)}`) : [],
    ),
    ...(use === 'one' && text.sought === name ? issuesAt('/method/range') : []),
  ];
}

function Cell(props: {
  label: string;
  value: string;
  placeholder: string;
  bad: boolean;
  disabled?: boolean;
  onChange: (text: string) => void;
}) {
  return (
    <td className="py-1 pl-2">
      <input
        aria-invalid={props.bad}
        aria-label={props.label}
        autoComplete="off"
        className="field field-number h-6.5 w-full"
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.value)}
        placeholder={props.placeholder}
        value={props.value}
      />
    </td>
  );
}

/** `needed` where the parameter has no bound of its own; nothing where the method finds the end by itself. */
function endHint(end: number, byShare: boolean): string {
  if (byShare) return '';
  return Number.isFinite(end) ? formatNumber(end, 5) : 'needed';
}

interface RowProps {
  readonly parameter: Parameter;
  readonly use: ParameterUse;
  readonly byShare: boolean;
  readonly issues: readonly Issue[];
}

function useRow({ name }: Parameter) {
  const { text, change } = useForm();
  const own = text.parameters[name] ?? untouched;
  const set = (part: Partial<ParameterText>): void =>
    change({ parameters: { ...text.parameters, [name]: { ...own, ...part } } });
  return { own, set, sought: text.sought === name, seek: () => change({ sought: name }) };
}

function NameCell({ parameter, use }: Pick<RowProps, 'parameter' | 'use'>) {
  const { own, set, sought, seek } = useRow(parameter);
  return (
    <td className="py-1 pr-2">
      <label className="flex items-center gap-2">
        {use === 'many' ? (
          <input
            checked={own.moved}
            onChange={(event) => set({ moved: event.target.checked })}
            type="checkbox"
          />
        ) : null}
        {use === 'one' ? <input checked={sought} name="sought" onChange={seek} type="radio" /> : null}
        <span className="truncate">{parameter.label}</span>
        <span className="text-ink-3">{parameter.unit}</span>
      </label>
    </td>
  );
}

function RangeCells({ parameter, use, byShare, issues }: RowProps) {
  const { own, set, sought } = useRow(parameter);
  const { label, min, max } = parameter;
  const moved = use === 'many' ? own.moved : sought;
  const shared = { bad: issues.length > 0, disabled: !moved };
  return (
    <>
      <Cell
        {...shared}
        label={`${label}, low`}
        onChange={(typed) => set({ low: typed })}
        placeholder={moved ? endHint(min, byShare) : ''}
        value={moved ? own.low : ''}
      />
      <Cell
        {...shared}
        label={`${label}, high`}
        onChange={(typed) => set({ high: typed })}
        placeholder={moved ? endHint(max, byShare) : ''}
        value={moved ? own.high : ''}
      />
    </>
  );
}

function Row(props: RowProps) {
  const { parameter, use, issues } = props;
  const { own, set } = useRow(parameter);
  const { label, value } = parameter;
  const bad = issues.length > 0;
  return (
    <>
      <tr>
        <NameCell parameter={parameter} use={use} />
        <Cell
          bad={bad}
          label={`${label}, value`}
          onChange={(typed) => set({ value: typed })}
          placeholder={formatNumber(value, 5)}
          value={own.value}
        />
        {use === 'many' || use === 'one' ? <RangeCells {...props} /> : null}
        {use === 'other' ? (
          <Cell
            bad={bad}
            label={`${label}, other side`}
            onChange={(typed) => set({ other: typed })}
            placeholder={own.value === '' ? formatNumber(value, 5) : own.value}
            value={own.other}
          />
        ) : null}
      </tr>
      {bad ? (
        <tr>
          <td colSpan={4}>
            <Problems issues={issues} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function heads(use: ParameterUse): readonly string[] {
  if (use === 'held') return ['value'];
  if (use === 'other') return ['value here', 'other side'];
  return ['value', 'from', 'to'];
}

/** The table; nothing for a document without parameters. */
export function ParameterTable({ use, byShare }: { use: ParameterUse; byShare: boolean }) {
  const { about, issuesAt } = useForm();
  const issues = useIssues(use);
  const parameters = about.model?.parameters ?? [];
  const whole = issuesAt('/method/ranges').filter(({ path }) => path === '/method/ranges');
  if (parameters.length === 0) return null;
  return (
    <Section about={byShare ? aboutShare : abouts[use]} title="Parameters">
      <div className="overflow-x-auto">
        <table className="w-full table-fixed">
          <thead>
            <tr className="text-left text-small text-ink-3">
              <th className="w-[40%] font-medium" scope="col">
                <span className="sr-only">parameter</span>
              </th>
              {heads(use).map((head) => (
                <th className="pl-2 text-right font-medium" key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parameters.map((parameter) => (
              <Row
                byShare={byShare}
                issues={issues(parameter.name)}
                key={parameter.name}
                parameter={parameter}
                use={use}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Problems issues={whole} />
    </Section>
  );
}
