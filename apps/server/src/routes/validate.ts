// Checks a document without running it.

import { validateRequestSchema, validationViewSchema, type ValidationView } from '@holdfast/protocol';
import { answers, type Api, type RouteContext } from '../api.ts';
import { modelView } from '../views.ts';

export function registerValidate(app: Api, { host }: RouteContext): void {
  app.post(
    '/validate',
    {
      schema: {
        summary: 'Finds every issue of a document at once',
        tags: ['documents'],
        body: validateRequestSchema,
        response: answers(validationViewSchema),
      },
    },
    ({ body }): ValidationView => {
      const checked = host.parse(body.document);
      return checked.ok
        ? { ok: true, issues: checked.notices, model: modelView(checked.model) }
        : { ok: false, issues: checked.issues, model: null };
    },
  );
}
