// Every way in for models written elsewhere.

import { graphJson } from './graph-json.ts';
import type { Importer } from './importer.ts';
import { squiggle } from './squiggle.ts';

export const importers: readonly Importer[] = Object.freeze([graphJson, squiggle]);
