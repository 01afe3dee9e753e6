// Adapters of the store port: PGlite in a directory, PostgreSQL by connection string; one SQL for both.

export { openStore } from './open-store.ts';
export type { OpenStore, StoreContext, StorePlace } from './open-store.ts';
export type {
  ExperimentRecord,
  ExperimentStatus,
  ExperimentStore,
  NewExperiment,
} from './experiment-store.ts';
export type { StoreClock } from './clock.ts';
export type { SqlValue, Statements } from './sql.ts';
export { readHolder } from './pglite/directory-lock.ts';
export type { Holder } from './pglite/directory-lock.ts';
export type { PoolOptions } from './postgres/pool-options.ts';
export type { MaintenanceBounds } from './pglite/maintenance.ts';
