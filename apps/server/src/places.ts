// Where things lie beside this package: the built studio and the example documents. The same from sources and from `dist`.

import { fileURLToPath } from 'node:url';

/** Static files of the studio; made by `npm run build`. */
export const studioDirectory: string = fileURLToPath(new URL('../../studio/dist/', import.meta.url));

/** Runnable documents and their attachments. */
export const examplesDirectory: string = fileURLToPath(new URL('../../../examples/', import.meta.url));
