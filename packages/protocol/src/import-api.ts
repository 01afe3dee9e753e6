// What an import over HTTP is asked with.

import { z } from 'zod';

/** Largest file that is imported over HTTP, in bytes. */
export const importBytesMost = 20_000_000;

export const importQuerySchema = z.object({
  name: z.string().min(1).max(200).default('model').describe('Name of the file'),
  main: z.string().min(1).max(1000).optional().describe('The model in a ZIP file that holds several'),
});
