// The only place that encodes what crosses a wire or a disk.

export { forkRequestSchema, type ForkRequest } from './fork.ts';
export { healthViewSchema, infoViewSchema } from './server-api.ts';
export type { HealthView, InfoView } from './server-api.ts';
export { drillKinds, drillRequestSchema } from './drill-api.ts';
export type { DrillRequest } from './drill-api.ts';
export {
  channelSchema,
  checkpointsViewSchema,
  documentSchema,
  errorViewSchema,
  eventPageSchema,
  exampleViewSchema,
  examplesViewSchema,
  familiesViewSchema,
  familyViewSchema,
  framePageSchema,
  frameViewSchema,
  issueSchema,
  jsonSchemaSchema,
  limitsSchema,
  metricSchema,
  metricsViewSchema,
  modelViewSchema,
  pageQuerySchema,
  parameterSchema,
  runAnswerSchema,
  runDetailSchema,
  runEventSchema,
  runPageSchema,
  runRequestSchema,
  runStatusSchema,
  runViewSchema,
  seedSchema,
  stopReasonSchema,
  validateRequestSchema,
  validationViewSchema,
  wireNumber,
} from './api.ts';
export type {
  CheckpointView,
  CheckpointsView,
  ErrorView,
  EventPage,
  ExampleView,
  ExamplesView,
  FamiliesView,
  FamilyView,
  FramePage,
  FrameView,
  MetricsView,
  ModelView,
  RunAnswer,
  RunDetail,
  RunPage,
  RunRequest,
  RunView,
  ValidationView,
} from './api.ts';
export { documentDigest, extendTrail, sha256Hex, startTrail } from './digest.ts';
export { schemaIssues } from './document-issues.ts';
export {
  experimentLimitsSchema,
  experimentRequestSchema,
  figureSchema,
  methodSchema,
  rangeSchema,
} from './experiment-api.ts';
export type {
  Constraint,
  ExperimentLimits,
  ExperimentRequest,
  ExperimentSpec,
  Figure,
  Method,
  MethodOf,
  Objective,
  PointOutcome,
  Range,
} from './experiment-api.ts';
export {
  estimateSchema,
  experimentResultSchema,
  experimentStopSchema,
  reportSchema,
} from './experiment-report.ts';
export type {
  Candidate,
  Estimate,
  ExperimentResult,
  ExperimentStop,
  Interval,
  Report,
  ReportOf,
  Verdict,
} from './experiment-report.ts';
export {
  experimentAnswerSchema,
  experimentDetailSchema,
  experimentPageSchema,
  experimentViewSchema,
  pointPageSchema,
} from './experiment-view.ts';
export type { ExperimentDetail, ExperimentPage, ExperimentView, PointPage } from './experiment-view.ts';
export { decodeFrame, encodeFrame } from './frame-codec.ts';
export {
  checkLengths,
  isChange,
  inputSchema,
  inputsRequestSchema,
  inputsViewSchema,
  inputValueSchema,
  numberInputSchema,
  recordedInputSchema,
  tooLong,
} from './input-api.ts';
export { listedIn, listedInEvent, listLogMost } from './input-cost.ts';
export type { InputsView } from './input-api.ts';
export { inputDetails, inputText } from './input-text.ts';
export { decodeList, encodeList } from './list-codec.ts';
export { canonicalJson, decodeJson, encodeJson } from './json.ts';
export { scanJson } from './json-scan.ts';
export type { JsonVisitor } from './json-scan.ts';
export { McapWriter } from './mcap/mcap-writer.ts';
export type { Attachment } from './mcap/mcap-writer.ts';
export { jsonPointer, locate, pointerSegments } from './locate.ts';
export type { TextLocation } from './locate.ts';
export { importBytesMost, importQuerySchema } from './import-api.ts';
export { archiveCaps, isArchive, readArchive } from './archive.ts';
export { writeArchive } from './archive-writer.ts';
export { parseDocument, readDocument } from './parse-document.ts';
export {
  assistanceViewSchema,
  clockViewSchema,
  formatPaceFactor,
  paceModeSchema,
  paceRequestSchema,
  parsePaceFactor,
  profileViewSchema,
} from './pace-api.ts';
export type { AssistanceView, ClockView, ComponentCostView, PaceRequest, ProfileView } from './pace-api.ts';
export { decodeResult, encodeResult, resultSchema } from './result.ts';
export { formatDuration, formatLimits, parseDuration, parseLimits } from './run-text.ts';
export { decodeSnapshot, encodeSnapshot } from './snapshot-codec.ts';
export {
  liveKeyProtocolPrefix,
  liveMessageSchema,
  experimentEventSchemas,
  liveHzMost,
  liveHzUsual,
  liveProtocol,
  liveQuerySchema,
  liveRequestSchema,
  progressEventSchemas,
} from './stream-api.ts';
export type {
  LiveMessage,
  LiveRequest,
  LiveWatch,
  StreamTierName,
  StreamView,
  WatchRequest,
} from './stream-api.ts';
export { frameDigest, runReachedSchema } from './reached.ts';
export type { RunReached } from './reached.ts';
export { StreamChains } from './stream-chain.ts';
export type { OnEncoded, SentFrame, StreamChainsOptions } from './stream-chain.ts';
export { StreamDecoder } from './stream-decoder.ts';
export type { StreamedFrame } from './stream-decoder.ts';
export { StreamEncoder } from './stream-encoder.ts';
export { StreamReceiver, StreamSender } from './stream-flow.ts';
export type { StreamQuality, StreamWish } from './stream-flow.ts';
export { keyByte, ownTier, streamLayout, streamTiers } from './stream-layout.ts';
export type { StreamField, StreamLayout, StreamTier } from './stream-layout.ts';
export {
  changeRequestSchema,
  pictureBytesMost,
  sheetSchema,
  strokePointsMost,
  strokesMost,
  writeDrawingRequestSchema,
  writersViewSchema,
  writeTextRequestSchema,
  writtenPictureViewSchema,
  writtenViewSchema,
} from './writing-api.ts';
export type {
  ChangeRequest,
  PartView,
  QuestionView,
  WriteDrawingRequest,
  WritersView,
  WriteTextRequest,
  WrittenPictureView,
  WrittenView,
} from './writing-api.ts';
export {
  advertisement,
  decodeServiceCall,
  encodeServiceAnswer,
  encodeViewerData,
  encodeViewerTime,
  serviceAdvertisement,
  statusLevel,
  viewerProtocols,
  viewerRequestSchema,
} from './viewer/foxglove.ts';
export type {
  ServiceCall,
  ViewerMessage,
  ViewerParameter,
  ViewerRequest,
  ViewerService,
} from './viewer/foxglove.ts';
export { numberField, objectField } from './viewer/json-schema.ts';
export type { FieldSchema } from './viewer/json-schema.ts';
export { nanosecondsOf, secondsOf } from './time-unit.ts';
export { eventMessage, eventTopic, frameTopics, parameterTopic, parameterValues } from './viewer/topics.ts';
export type { FrameTopic, ParameterTopic, Topic } from './viewer/topics.ts';
