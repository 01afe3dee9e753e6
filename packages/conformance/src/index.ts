// The laws every family, store and executor keeps, as suites.

export { describeStore, type StoreLaws } from './store-suite.ts';
export { startPostgres, type PostgresServer } from './postgres-server.ts';
export { runDigest } from './digest-law.ts';
export { describeSimulator } from './simulator-suite.ts';
export type { SimulatorLaws } from './simulator-laws.ts';
export { evaluateInChromium, launchChromium } from './chromium.ts';
export { describeFaults, type FaultLaws } from './faults/suite.ts';
export type { Draw, Fault, Patient, Words } from './faults/patient.ts';
export { memoryFaults } from './faults/patient.ts';
export { Trials, type Outcome, type TrialOptions } from './faults/trial.ts';
