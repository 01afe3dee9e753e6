// Every way out for models, and for states of their runs, into formats of other programs.

import type { Issue, ModelDocument, Parsed, Snapshot } from '@holdfast/core';
import { writeNetwork, type NetworkFormat } from '@holdfast/neural';
import { exportMjcf } from '@holdfast/physics';

/** Writes documents of one family in one foreign format. */
export interface Exporter {
  /** Name on the command line. */
  readonly format: string;
  readonly title: string;
  readonly family: string;
  /** The text; notices tell what it cannot hold. */
  write(document: ModelDocument): Parsed<string>;
}

export const exporters: readonly Exporter[] = Object.freeze([
  { format: 'mjcf', title: 'MuJoCo XML', family: 'physics', write: exportMjcf },
]);

/** Writes states of runs of one family in one foreign format. */
export interface StateExporter {
  /** Name on the command line. */
  readonly format: string;
  readonly title: string;
  readonly family: string;
  /** The text in parts; notices tell what has to be known to begin with it. Takes documents that parse.
   * @throws SimulationError `state.unknown-layout` */
  write(
    document: ModelDocument,
    state: Snapshot,
  ): { readonly parts: Iterable<string>; readonly notices: readonly Issue[] };
}

function network(format: NetworkFormat, title: string): StateExporter {
  return {
    format,
    title,
    family: 'neural',
    write: (document, state) => writeNetwork(document, state, format),
  };
}

export const stateExporters: readonly StateExporter[] = Object.freeze([
  network('graphml', 'GraphML, nodes and connections'),
  network('edge-list', 'CSV, connections'),
]);
