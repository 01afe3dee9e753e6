// The laws every family, store and executor keeps, as suites.

export { describeStore, type StoreLaws } from './store-suite.ts';
export { startPostgres, type PostgresServer } from './postgres-server.ts';
export { runDigest } from './digest-law.ts';
export { describeSimulator } from './simulator-suite.ts';
export type { SimulatorLaws } from './simulator-laws.ts';
export { evaluateInChromium, launchChromium } from './chromium.ts';
