// Parameters that are one number, as sliders, forms and analyses take them; lists have panels of their own.

import type { Parameter } from '@holdfast/core';
import type { ModelView } from '@holdfast/protocol';

/** Whether it is one number and no list. */
export function isNumber({ shape }: Pick<Parameter, 'shape'>): boolean {
  return shape === undefined;
}

/** The model without parameters that take a list. */
export function withNumbersOnly(model: ModelView): ModelView {
  return model.parameters.every(isNumber)
    ? model
    : { ...model, parameters: model.parameters.filter(isNumber) };
}
