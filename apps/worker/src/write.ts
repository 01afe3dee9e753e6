// The entry of the process that reads words and drawings: the catalog's writers, served.

import { catalog, writers } from '@holdfast/catalog';
import { serveWriting } from './serve-writing.ts';

serveWriting(writers, catalog);
