// The only place that encodes what crosses a wire or a disk.

export * from './api.ts';
