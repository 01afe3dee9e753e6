// The form of one method, section by section, in the order of its schema.

import { useId } from 'react';
import { kinds, kindWords, manyOf } from '@holdfast/pictures';
import { formatNumber } from '../design/format.ts';
import { useForm } from './form-context.ts';
import { ConstraintsField, ObjectiveField, OutputsField } from './figure-fields.tsx';
import { PlainField, Problems, Section, TextField } from './form-parts.tsx';
import { fieldsOf, type MethodField } from './method-fields.ts';
import { OtherDocumentField } from './other-document.tsx';
import { ParameterTable, type ParameterUse } from './parameter-table.tsx';

/** The choice of the method; arrow keys move it, as in every group of radio buttons. */
export function KindPicker() {
  const { text, change } = useForm();
  return (
    <fieldset className="panel p-1.5">
      <legend className="sr-only">What to find out</legend>
      {kinds.map((kind) => {
        const { title, question } = kindWords[kind];
        return (
          <label
            className="block cursor-pointer rounded-md px-2.5 py-1.5 hover:bg-sunken has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
            key={kind}
          >
            <input
              checked={text.kind === kind}
              className="sr-only"
              name="kind"
              onChange={() => change({ kind })}
              type="radio"
              value={kind}
            />
            <span className={`block font-medium ${text.kind === kind ? 'text-accent' : ''}`}>{title}</span>
            <span className="block text-small text-ink-2">{question}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function SourcesField() {
  const { about, text, change, issuesAt } = useForm();
  const { sources } = about.facts;
  const toggle = (name: string, on: boolean): void =>
    change({ ignored: on ? text.ignored.filter((each) => each !== name) : [...text.ignored, name] });
  return (
    <Section
      about={`${sources.length - text.ignored.length} of ${sources.length} are looked at`}
      title="Sources of randomness"
    >
      <ul className="grid max-h-56 grid-cols-2 gap-x-4 gap-y-1 overflow-y-auto xl:grid-cols-3">
        {sources.map((name) => (
          <li key={name}>
            <label className="flex items-center gap-2">
              <input
                checked={!text.ignored.includes(name)}
                onChange={(event) => toggle(name, event.target.checked)}
                type="checkbox"
              />
              <span className="truncate">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      <Problems issues={issuesAt('/method/sources')} />
    </Section>
  );
}

function useOf(fields: readonly MethodField[]): ParameterUse {
  const shapes = new Set(fields.map(({ shape }) => shape));
  if (shapes.has('ranges')) return 'many';
  if (shapes.has('range')) return 'one';
  return shapes.has('inputs') ? 'other' : 'held';
}

function FieldSection({ field }: { field: MethodField }) {
  const { key, shape } = field;
  switch (shape) {
    case 'figures':
      return <OutputsField field={key} single={false} subjects={false} />;
    case 'figure':
      return <OutputsField field={key} single subjects={false} />;
    case 'words':
      return key === 'outputs' ? <OutputsField field={key} single={false} subjects /> : <SourcesField />;
    case 'objective':
      return <ObjectiveField field={key === 'risk' ? 'risk' : 'objective'} />;
    case 'constraints':
      return <ConstraintsField />;
    case 'document':
      return <OtherDocumentField />;
    case 'ranges':
    case 'range':
    case 'inputs':
    case 'number':
    case 'choice':
      return null;
  }
}

function RunSettings() {
  const { about, text, change } = useForm();
  const { document, model } = about;
  const { settings } = text;
  const set = (part: Partial<typeof settings>): void => change({ settings: { ...settings, ...part } });
  const end = document.run?.until ?? model?.until ?? Number.NaN;
  const unit = manyOf(model?.timeUnit ?? '');
  return (
    <Section title="Each run">
      <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        <TextField
          about={unit === '' ? '' : `in ${unit}; fewer are faster`}
          label="Until"
          onChange={(until) => set({ until })}
          path="/until"
          placeholder={Number.isFinite(end) ? formatNumber(end, 12) : 'needed'}
          value={settings.until}
        />
        <TextField
          about="same seeds at every setting; errors from the repeats"
          label="Replicates"
          onChange={(replicates) => set({ replicates })}
          path="/replicates"
          placeholder={text.kind === 'inputs' ? '8' : '1'}
          value={settings.replicates}
        />
        <TextField
          label="Seed"
          onChange={(seed) => set({ seed })}
          path="/seed"
          placeholder={String(document.run?.seed ?? 1)}
          value={settings.seed}
        />
        <TextField
          about="of all runs together, such as 30s"
          label="Wall time"
          onChange={(wall) => set({ wall })}
          path="/limits"
          placeholder="no limit"
          value={settings.wall}
        />
      </div>
    </Section>
  );
}

/** All fields of the method in force. */
export function MethodForm() {
  const { text, issuesAt } = useForm();
  const id = useId();
  const fields = fieldsOf(text.kind);
  const plain = fields.filter(({ shape }) => shape === 'number' || shape === 'choice');
  const byShare = fields.some(({ key }) => key === 'share');
  return (
    <div aria-labelledby={id} className="panel" role="group">
      <div className="px-4 py-3">
        <h2 className="text-lead font-semibold" id={id}>
          {kindWords[text.kind].title}
        </h2>
        <p className="text-ink-2">{kindWords[text.kind].question}</p>
      </div>
      {fields.map((field) => (
        <FieldSection field={field} key={`${text.kind} ${field.key}`} />
      ))}
      <ParameterTable byShare={byShare} use={useOf(fields)} />
      {plain.length === 0 ? null : (
        <Section title="Method">
          <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
            {plain.map((field) => (
              <PlainField field={field} key={`${text.kind} ${field.key}`} />
            ))}
          </div>
        </Section>
      )}
      <RunSettings />
      <div className="px-4 pb-3">
        <Problems
          issues={[...issuesAt('/document'), ...issuesAt('/method').filter(({ path }) => path === '/method')]}
        />
      </div>
    </div>
  );
}
