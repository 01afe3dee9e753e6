// What a kept run can be exported as.
export const exportFormats = ['json', 'csv', 'frames-csv', 'frames-ndjson', 'document'] as const;

export type ExportFormat = (typeof exportFormats)[number];
