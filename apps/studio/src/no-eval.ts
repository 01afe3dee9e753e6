// Imported first: schemas decide how to check when they are made, and the page's security policy forbids generated code.

import { config } from 'zod';

config({ jitless: true });
