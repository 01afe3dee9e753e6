// The exporter of a format for a family, or the families that have one.
import { SimulationError } from '@holdfast/core';

/** @throws SimulationError `export.no-form` where `what`, such as "a model", of this family has no form in the format */
export function exporterOf<Exporter extends { readonly format: string; readonly family: string }>(
  exporters: readonly Exporter[],
  { format, family, what }: { readonly [part in 'format' | 'family' | 'what']: string },
): Exporter {
  const alike = exporters.filter((exporter) => exporter.format === format);
  const exporter = alike.find((each) => each.family === family);
  if (exporter !== undefined) return exporter;
  const families = alike.map((each) => each.family).join(', ');
  throw new SimulationError('export.no-form', { what, family, format, families });
}
