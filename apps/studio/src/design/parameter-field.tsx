// One parameter: slider and field for the same number, with its bounds and unit.

import { type CSSProperties, useEffect, useId, useState } from 'react';
import type { Parameter } from '@holdfast/core';
import { formatNumber } from './format.ts';

/** Steps a continuous slider is divided into. */
const sliderSteps = 1000;

function clamp(value: number, { min, max }: Parameter): number {
  return Math.min(max, Math.max(min, value));
}

function NumberInput(props: {
  id: string;
  text: string;
  unit: string;
  invalid: boolean;
  disabled: boolean;
  write: (text: string) => void;
  commit: () => void;
}) {
  const { id, text, unit, invalid, disabled, write, commit } = props;
  return (
    <span className="flex shrink-0 items-center gap-1.5">
      <input
        aria-describedby={`${id}-note`}
        aria-invalid={invalid}
        autoComplete="off"
        className="field field-number h-6.5 w-24"
        disabled={disabled}
        id={id}
        inputMode="decimal"
        onBlur={commit}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
        value={text}
      />
      {unit === '' ? null : <span className="text-small text-ink-3">{unit}</span>}
    </span>
  );
}

function Slider(props: {
  parameter: Parameter;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
  reach: Reach;
}) {
  const { parameter, value, disabled, onChange } = props;
  const { label, step } = parameter;
  const { min, max } = props.reach;
  const filled = max > min ? Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100)) : 0;
  return (
    <>
      <input
        aria-label={`${label}, slider`}
        className="range"
        disabled={disabled}
        max={max}
        min={min}
        onChange={(event) => onChange(clamp(Number(Number(event.target.value).toPrecision(6)), parameter))}
        step={step > 0 ? step : (max - min) / sliderSteps}
        style={{ '--filled': `${filled}%` } as CSSProperties}
        type="range"
        value={value}
      />
      <div className="flex justify-between text-micro text-ink-3">
        <span>{formatNumber(min)}</span>
        <span>{formatNumber(max)}</span>
      </div>
    </>
  );
}

/** What a slider spans; inside the bounds. */
export interface Reach {
  readonly min: number;
  readonly max: number;
}

/** Slider and number field; `onChange` receives values inside the bounds only. */
export function ParameterField(props: {
  parameter: Parameter;
  value: number;
  onChange: (value: number) => void;
  disabled?: boolean;
  invalid?: boolean;
  note?: string;
  /** The bounds by default. */
  reach?: Reach;
}) {
  const { parameter, value, onChange, disabled = false, invalid = false, note = '' } = props;
  const { label, unit, min, max } = parameter;
  const { reach = { min, max } } = props;
  const id = useId();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const typed = text.trim() === '' ? Number.NaN : Number(text);
  const outside = !Number.isFinite(typed) || typed < min || typed > max;
  const commit = (): void => {
    if (outside) setText(String(value));
    else if (typed !== value) onChange(typed);
  };
  return (
    <div>
      <div className="flex items-center justify-between gap-2">
        <label className="min-w-0 truncate font-medium" htmlFor={id}>
          {label}
        </label>
        <NumberInput
          commit={commit}
          disabled={disabled}
          id={id}
          invalid={invalid || outside}
          text={text}
          unit={unit}
          write={setText}
        />
      </div>
      {Number.isFinite(reach.min) && Number.isFinite(reach.max) ? (
        <Slider disabled={disabled} onChange={onChange} parameter={parameter} reach={reach} value={value} />
      ) : null}
      <p className={`text-micro ${invalid || outside ? 'text-bad' : 'text-ink-3'}`} id={`${id}-note`}>
        {outside ? `Between ${formatNumber(min)} and ${formatNumber(max)}` : note}
      </p>
    </div>
  );
}
