// The single place where families are named.

export { drawnSimulators, grammars } from './grammar.ts';
export type {
  CorrelationGrammar,
  CorrelationVerdict,
  ExpressionFunction,
  ExpressionName,
  ExpressionPlace,
  GraphGrammar,
  NodeSketch,
  NodeStarter,
} from './grammar.ts';
export { importers } from './importers.ts';
export type { Importer } from './importers.ts';
export { catalog } from './simulators.ts';
export { writers } from './writers.ts';
export type { Edited, Writer, WriterQuestion, Written } from './writers.ts';
