// Run once by the build: makes the empty database that every new data directory is copied from.

import { prepareEmptyDatabase } from './embedded-database.ts';

await prepareEmptyDatabase();
