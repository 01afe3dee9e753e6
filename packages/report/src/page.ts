// The page around a report: its head, its policy, its end.

import { markup, type Markup } from './markup.ts';
import { style } from './style.ts';

/** Forbids what the file never does: scripts, requests, frames, forms. The same rules go into the answer's head. */
export const reportPolicy: string =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Everything before the first section. */
export function pageHead(title: string, description: string | undefined): Markup {
  const about =
    description === undefined ? undefined : markup`<meta name="description" content="${description}"/>`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="${reportPolicy}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="Holdfast"/>
        ${about}
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body>
        <main>
`;
}

/** Everything after the last section. */
export const pageEnd: Markup = markup`</main>
</body>
</html>
`;
