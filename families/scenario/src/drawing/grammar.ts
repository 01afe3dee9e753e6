// Everything an editor that draws scenarios asks of the family, in one object.

import { jsonSchema } from '../document.ts';
import { expressionFunctions } from '../expression/expression.ts';
import { defaultPort } from '../graph.ts';
import { parseScenario } from '../parse.ts';
import { correlationGrammar } from './correlations.ts';
import { expressionNames } from './names.ts';
import { probe } from './probe.ts';
import { frameOf, insideOf, sketch } from './sketch.ts';
import { starters } from './starters.ts';

export const scenarioGrammar = Object.freeze({
  get schema() {
    return jsonSchema();
  },
  parse: parseScenario,
  sketch,
  insideOf,
  frameOf,
  portMeant: defaultPort,
  starters,
  names: expressionNames,
  functions: expressionFunctions,
  probe,
  correlations: correlationGrammar,
});
