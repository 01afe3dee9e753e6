// The database thread on a disk whose fsync fails from the moment the first word of `failing` is set.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { workerData } from 'node:worker_threads';

const real = fs.fdatasyncSync;
fs.fdatasyncSync = (descriptor) => {
  if (Atomics.load(workerData.failing, 0) === 1)
    throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  real(descriptor);
};
syncBuiltinESMExports();
await import('../dist/pglite/database-thread.js');
