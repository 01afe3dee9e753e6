// The entry of a process that computes one experiment: the catalog, served.

import { catalog } from '@holdfast/catalog';
import { serveExperiment } from './serve-experiment.ts';

serveExperiment(catalog);
