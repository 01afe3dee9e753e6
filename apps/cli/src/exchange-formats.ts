// What a kept run can be exported as, and what a document can be imported from.
export const exportFormats = [
  'html',
  'json',
  'csv',
  'parquet',
  'frames-csv',
  'frames-ndjson',
  'frames-parquet',
  'mcap',
  'document',
] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Formats of models, for a kept run and for a document in a file; a test compares them with the catalog. */
export const modelFormats = ['mjcf'] as const;

export type ModelFormat = (typeof modelFormats)[number];

/** Formats of the state a run has at some time; a test compares them with the catalog. */
export const stateFormats = ['graphml', 'edge-list'] as const;

export type StateFormat = (typeof stateFormats)[number];

/** Known before the importers are loaded, so that help costs nothing; a test compares them. */
export const importFormats = ['graph-json', 'mjcf', 'squiggle', 'urdf'] as const;

export type ImportFormat = (typeof importFormats)[number];
