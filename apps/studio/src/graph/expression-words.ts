// The names an expression may use with what each is worth now, for completion and hover.

import type { ExpressionWord } from '../editor/expression-completion.ts';
import { listOf, recordOf, type GraphNode } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';
import type { PortPreview } from './preview-messages.ts';
import { previewText } from './thumbnail.tsx';

/** Words for the expressions of a node; of an edge without one. */
export function expressionWords(
  session: GraphSession,
  previews: ReadonlyMap<string, PortPreview>,
  node: GraphNode | undefined,
): readonly ExpressionWord[] {
  const { grammar } = session;
  const { graph, model } = session.state();
  const incoming = graph.edges.filter(({ to }) => node !== undefined && to?.node === node.key);
  const connected = incoming.flatMap(({ to }) => (to === undefined || to.port === '' ? [] : [to.port]));
  const names = grammar.names(
    model,
    node === undefined ? { on: 'edge' } : { on: 'node', node: node.fields, connected },
  );
  const fed = (port: string | undefined): string | undefined => {
    const from = incoming.find(({ to }) => port !== undefined && to?.port === port)?.from;
    const preview = from && previews.get(`${from.node}.${from.port}`);
    return preview && previewText(preview);
  };
  const parameters = new Map(
    [...listOf(recordOf(model)['parameters']), ...graph.nodes.map(({ fields }) => fields)]
      .map(recordOf)
      .map(({ name, id, value }) => [`$params.${String(name ?? id)}`, value]),
  );
  const own = names.map(({ name, kind, summary, port }): ExpressionWord => {
    const value = parameters.get(name) ?? recordOf(node?.fields['fields'])[name.replace('$node.', '')];
    const worth = fed(port) ?? (typeof value === 'number' ? String(value) : undefined);
    return { name, summary, detail: kind, worth, call: false };
  });
  const calls = grammar.functions.map(({ name, summary, signature }): ExpressionWord => ({
    name,
    summary,
    detail: signature,
    call: true,
  }));
  return [...own, ...calls];
}
