// The exporter of a format for a family, or the families that have one.
import { SimulationError } from '@holdfast/core';

/** @throws SimulationError `document.unreadable` where `what`, such as "a model", of this family has no form in the format */
export function exporterOf<Exporter extends { readonly format: string; readonly family: string }>(
  exporters: readonly Exporter[],
  { format, family, what, source }: { readonly [part in 'format' | 'family' | 'what' | 'source']: string },
): Exporter {
  const alike = exporters.filter((exporter) => exporter.format === format);
  const exporter = alike.find((each) => each.family === family);
  if (exporter !== undefined) return exporter;
  const families = alike.map((each) => each.family).join(', ');
  const reason = `${what} of the family ${family} has no form as ${format}; only ${families} has`;
  throw new SimulationError('document.unreadable', { source, reason });
}
