// How the run is to be executed: seed, end, workers, limits, parameters. Empty fields show the default they mean.

import { type ReactNode, useId } from 'react';
import type { ModelView } from '@holdfast/protocol';
import { formatNumber } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { ParameterField } from '../design/parameter-field.tsx';
import type { ReadSettings, SettingName, SettingsText } from './settings.ts';
import { isNumber } from '../shell/number-parameters.ts';

interface FieldProps {
  readonly name: SettingName;
  readonly label: string;
  readonly placeholder: string;
  readonly text: SettingsText;
  readonly wrong: ReadSettings['wrong'];
  readonly change: (change: Partial<SettingsText>) => void;
  readonly unit?: string;
  readonly children?: ReactNode;
}

function Field({ name, label, placeholder, text, wrong, change, unit, children }: FieldProps) {
  const id = useId();
  const problem = wrong[name];
  return (
    <div>
      <div className="flex items-center gap-2">
        <label className="min-w-0 flex-1" htmlFor={id}>
          {label}
          {unit === undefined || unit === '' ? null : <span className="text-ink-3"> {unit}</span>}
        </label>
        {children}
        <input
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          aria-invalid={problem !== undefined}
          autoComplete="off"
          className="field field-number w-36"
          id={id}
          onChange={(event) => change({ [name]: event.target.value })}
          placeholder={placeholder}
          value={text[name] ?? ''}
        />
      </div>
      {problem === undefined ? null : (
        <p className="mt-0.5 text-right text-micro text-bad" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

/** A seed nobody chose. */
function drawSeed(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return String((high % 2 ** 20) * 2 ** 32 + low);
}

interface PanelProps {
  readonly text: SettingsText;
  readonly wrong: ReadSettings['wrong'];
  readonly model: ModelView | undefined;
  readonly seed: number | undefined;
  readonly change: (change: Partial<SettingsText>) => void;
}

function Limits({ text, wrong, model, change }: Omit<PanelProps, 'seed'>) {
  const timeUnit = model?.timeUnit ?? '';
  const shared = { text, wrong, change };
  return (
    <details
      className="group border-t border-line"
      open={['wallMs', 'simulatedTime', 'steps', 'memoryMb', 'frames'].some((name) => name in text)}
    >
      <summary className="flex h-10 cursor-pointer items-center gap-1.5 px-3 font-semibold">
        <Icon className="text-ink-3 group-open:rotate-90" name="right" size={14} />
        Limits
        <span className="font-normal text-ink-3">keep a partial result</span>
      </summary>
      <div className="space-y-2 px-3 pb-3">
        <Field {...shared} label="Wall time" name="wallMs" placeholder="none" />
        <Field {...shared} label="Simulated time" name="simulatedTime" placeholder="none" unit={timeUnit} />
        <Field {...shared} label="Steps" name="steps" placeholder="none" />
        <Field
          {...shared}
          label="Memory of the worker"
          name="memoryMb"
          placeholder="server’s own"
          unit="MB"
        />
        <Field {...shared} label="Recorded frames" name="frames" placeholder="server’s own" />
      </div>
    </details>
  );
}

function Parameters({ text, model, change }: Pick<PanelProps, 'text' | 'model' | 'change'>) {
  const parameters = (model?.parameters ?? []).filter(isNumber);
  if (parameters.length === 0) return null;
  return (
    <div className="border-t border-line">
      <h3 className="px-3 pt-2.5 font-semibold">Parameters</h3>
      <div className="space-y-3 px-3 pb-3 pt-2">
        {parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            onChange={(value) => change({ parameters: { ...text.parameters, [parameter.name]: value } })}
            parameter={parameter}
            value={text.parameters[parameter.name] ?? parameter.value}
          />
        ))}
      </div>
    </div>
  );
}

/** All settings. */
export function SettingsPanel({ text, wrong, model, seed, change }: PanelProps) {
  const shared = { text, wrong, change };
  return (
    <section aria-labelledby="settings" className="panel">
      <h2 className="px-3 pt-2.5 font-semibold" id="settings">
        Run settings
      </h2>
      <div className="space-y-2 px-3 pb-3 pt-2">
        <Field
          {...shared}
          label="Seed"
          name="seed"
          placeholder={seed === undefined ? 'server’s own' : String(seed)}
        >
          <button
            aria-label="Draw a seed"
            className="button button-quiet button-small button-icon"
            onClick={() => change({ seed: drawSeed() })}
            title="Draw a seed"
            type="button"
          >
            <Icon name="dice" size={14} />
          </button>
        </Field>
        <Field
          {...shared}
          label="Until"
          name="until"
          placeholder={model === undefined ? '' : formatNumber(model.until, 12)}
          unit={model?.timeUnit ?? ''}
        />
        <Field {...shared} label="Workers" name="workers" placeholder="1" />
      </div>
      <Limits {...shared} model={model} />
      <Parameters change={change} model={model} text={text} />
    </section>
  );
}
