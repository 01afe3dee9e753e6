// REST, WebSocket and SSE in front of the runtime; composition only, never computes.

export { isLoopback, readConfiguration } from './configuration.ts';
export type { Configuration, RawSettings } from './configuration.ts';
export { settings } from './settings.ts';
export type { NumberSetting, SettingName, TextSetting } from './settings.ts';
export { startServer } from './server.ts';
export type { RunningServer } from './server.ts';
export { openHost } from './open-host.ts';
export type { HostOverrides, OpenedHost } from './open-host.ts';
export { openWorker } from './open-worker.ts';
export type { RunningWorker } from './open-worker.ts';
export type { Catalog, Checked, Host } from './host.ts';
export { Refusal } from './refusal.ts';
export { documentJsonSchema } from './document-schema.ts';
