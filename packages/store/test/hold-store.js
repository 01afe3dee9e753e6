// A process that holds a store with one claimed run until it is killed: node hold-store.js '<place as JSON>' <owner> <run>

import { openStore } from '../dist/index.js';

const [place, owner, run] = process.argv.slice(2);
const clock = { now: () => Date.now(), after: () => () => undefined };
const store = await openStore(JSON.parse(place), { owner, clock });
const document = { family: 'f', version: 1, name: 'n', model: {} };
const spec = { document, seed: 1, until: 1, parameters: [], limits: {}, workers: 1 };
await store.createRun({ id: run, spec, document: 'd', family: 'f', name: 'n', createdAt: 1 });
await store.claimRun(run, owner, 2);
store.publishHolder('http://127.0.0.1:4100');
process.stdout.write('holding\n');
setInterval(() => undefined, 1000);
