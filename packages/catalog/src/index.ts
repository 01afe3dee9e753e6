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
export { exporters, stateExporters } from './exporters.ts';
export type { Exporter, StateExporter } from './exporters.ts';
export { importerFor, modelIn, openModel } from './import-folder.ts';
export type { ListedFolder, OpenedModel } from './import-folder.ts';
export { importers } from './importers.ts';
export type { Importer, ImportFolder } from './importers.ts';
export { scenes, sceneSimulators } from './scenes.ts';
export type {
  Scene,
  SceneBody,
  SceneCamera,
  SceneColour,
  SceneCord,
  SceneGeom,
  SceneJoint,
  SceneLight,
  SceneMesh,
  ScenePiece,
  ScenePlace,
  SceneReader,
  SceneShape,
  SceneWheel,
  WorldForces,
} from './scenes.ts';
export { catalog } from './simulators.ts';
export { smokeRun, textMost, writers } from './writers.ts';
export type { Edited, Writer, WriterQuestion, Written } from './writers.ts';
