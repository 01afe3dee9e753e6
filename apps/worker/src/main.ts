// The entry of a worker process and of its chunk threads: the catalog, served.

import { catalog } from '@holdfast/catalog';
import { serveWorker } from '@holdfast/runtime';

serveWorker(catalog);
