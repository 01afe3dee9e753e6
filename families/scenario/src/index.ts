// Monte Carlo over a graph of uncertain quantities.

import type { Simulator } from '@holdfast/core';
import { filesNamed } from './columns.ts';
import { compileScenario } from './compile.ts';
import { jsonSchema } from './document.ts';
import { parseScenario, type ScenarioSpec } from './parse.ts';
import { scenarioStudy } from './study/study.ts';

export { aggregatorMethodHelp, distributionHelp, nodeKinds } from './catalogue.ts';
export type { DistributionHelp, NodeKindHelp } from './catalogue.ts';
export { scenarioGrammar } from './drawing/grammar.ts';
export { expressionFunctions } from './expression/expression.ts';
export type { FunctionHelp } from './expression/expression.ts';
export { writtenNode } from './hierarchy/drill-down.ts';
export type { WrittenNode } from './hierarchy/drill-down.ts';
export { importers as scenarioImporters } from './exchange/index.ts';
export type { ScenarioModel } from './document.ts';
export type { ScenarioSpec } from './parse.ts';

/** The family `scenario`. */
export const scenario: Simulator<ScenarioSpec> = Object.freeze({
  family: 'scenario',
  version: '3',
  get schema() {
    return jsonSchema();
  },
  files: filesNamed,
  parse: parseScenario,
  compile: compileScenario,
  study: scenarioStudy,
});
