// Operating failures are one class with a code from this closed registry; docs/reference/errors.md lists the same codes.

/** Whether trying again can help: never, the same way, or with less (smaller step, fewer workers). */
export type RetryClass = 'never' | 'same' | 'degraded';

export interface ErrorEntry {
  /** What happened, `{name}` replaced by the detail of that name. */
  readonly cause: string;
  /** What the reader does next. */
  readonly remedy: string;
  readonly retry: RetryClass;
}

const entry = (retry: RetryClass, cause: string, remedy: string): ErrorEntry => ({ retry, cause, remedy });

// One row per code, kept on one line each so that the table reads as a table.
// prettier-ignore
export const errorRegistry = {
  'document.unreadable': entry('never', '{source} is not a readable document: {reason}', 'Check the name, and that the file holds what is read here.'),
  'document.invalid': entry('never', 'the document has {count} issue(s)', 'Fix the listed issues; each names its path.'),
  'document.unknown-family': entry('never', 'no family is named "{family}"', 'Use one of: {known}.'),
  'archive.refused': entry('never', '{source} is not unpacked: {reason}', 'Pack only the model and the files it names into a new ZIP file.'),
  'input.unknown': entry('never', 'no parameter is named "{parameter}"', 'Use one of: {known}.'),
  'input.out-of-range': entry('never', '{parameter} = {value} lies outside {min} .. {max}', 'Choose a value inside the bounds.'),
  'input.wrong-length': entry('never', '{parameter} takes {expected}, it was given {given}', 'Give one value for each place, row by row.'),
  'input.too-long': entry('never', '{place} holds {given}, at most {most} numbers are taken at once', 'Give one number for each place of the parameter: scale a larger picture down first, and send lists one after the other.'),
  'input.too-fast': entry('same', 'lists of {places} numbers in all were sent, more than {rate} a second', 'Send smaller lists, or less often.'),
  'input.log-full': entry('never', '{places} numbers in lists would be kept of the run, at most {most} are', 'Fork the run to go on from here with a log of its own, or send smaller lists less often.'),
  'state.unknown-layout': entry('never', 'a snapshot with layout "{layout}" cannot be restored, "{expected}" is needed', 'Resume with the version that wrote it.'),
  'state.corrupt': entry('same', 'the state is damaged at time {time}: {findings}', 'The run repairs what can be proven sound, or goes back to its last checkpoint and repeats; look at the memory of the machine.'),
  'state.repaired': entry('never', 'a damaged state was repaired: {changes}', 'Nothing to do: the numbers are proven to be those of an undamaged run. Look at the memory of the machine if it happens often.'),
  'checkpoint.corrupt': entry('same', 'checkpoint {file} does not match its hash', 'The previous checkpoint is used; check the disk.'),
  'checkpoint.unwritable': entry('same', 'a checkpoint could not be written: {reason}', 'Free disk space or fix permissions; the run continues from memory.'),
  'checkpoint.too-large': entry('never', 'the checkpoint has {bytes} bytes, at most {most} are given', 'Watch the stream of the run: its state is too large to be followed in lock-step.'),
  'worker.crashed': entry('same', 'the worker process ended by itself ({reason})', 'The run resumes from its last checkpoint.'),
  'worker.unresponsive': entry('degraded', 'the worker did not answer for {waitedMs} ms', 'Look for an endless loop or raise the limit for one step.'),
  'worker.out-of-memory': entry('degraded', 'the worker passed its memory bound of {memoryMb} MB', 'Raise the memory limit or make the model smaller.'),
  'worker.protocol': entry('never', 'the worker sent a message that is not understood: {reason}', 'Use the same version of server and worker.'),
  'picture.too-large': entry('never', 'the picture has {what}, at most {most} are read', 'Make it smaller, or cut away what is not drawn on.'),
  'picture.unreadable': entry('never', 'the picture cannot be read: {reason}', 'Save it again as PNG or JPEG.'),
  'text.too-long': entry('never', 'the text has {characters} characters, at most {most} are read', 'Say it shorter, or say the rest as changes of the world.'),
  'writing.too-slow': entry('never', 'nothing could be made of it within {deadlineMs} ms', 'Say or draw less at once.'),
  'writing.too-many': entry('same', '{waiting} texts and drawings wait to be read, the most allowed', 'Send it again in a moment.'),
  'step.refused': entry('never', 'the model refuses the smallest step {min} at time {time}', 'Check the model near this time, or allow a smaller step.'),
  'simulation.diverged': entry('never', '{state} of {component} cannot be followed at time {time}: {reason}', 'Look at the model near this time: the last checkpoint is good. A smaller tolerance may help.'),
  'simulation.law-broken': entry('never', '{law} is broken at time {time}: {quantity} is {value}', 'Report it with the document: this is a defect of the model, not a result.'),
  'account.open': entry('never', '{name} is off by {residual}, more than {tolerance} allows, at time {time}', 'Trust the numbers from there on less; a smaller tolerance of the model may close it.'),
  'limit.out-of-bounds': entry('never', '{name} = {value} lies outside {min} .. {max}', 'Choose a value inside the bounds.'),
  'run.not-found': entry('never', 'no run has the id "{id}"', 'See the list of runs: "holdfast runs", or the first page of the studio.'),
  'export.no-form': entry('never', '{what} of the family {family} cannot be written as {format}: only {families} has that form', 'Choose another format; --help lists them.'),
  'run.undivided': entry('never', 'a run of {family} is computed by one worker, and {workers} were asked for', 'Ask for one worker: the steps of this family are not shared.'),
  'run.ended': entry('never', 'run {id} has already ended', 'Start a new run.'),
  'run.not-ended': entry('same', 'run {id} has not ended, so it has no result yet', 'Wait until it ends.'),
  'run.too-many': entry('same', '{active} runs are active, the most allowed', 'Wait for one to end or cancel one.'),
  'run.not-here': entry('same', 'run {id} is executed by another server', 'Send the request to that server.'),
  'run.not-there-yet': entry('never', 'run {id} has not reached time {time}, it stands at {reached}', 'Choose a time it has reached.'),
  'follow.other-engine': entry('never', 'the run is computed by {there}, here is {here}: they are not mixed', 'Watch the stream of the run, or use the version that computes it.'),
  'follow.not-equal': entry('never', 'what is computed here is not equal to the run at time {time}', 'Watch the stream of the run; the numbers it shows are those of the run.'),
  'detail.unknown': entry('never', 'nothing named "{name}" can be looked at closer', 'Use one of: {known}.'),
  'detail.too-large': entry('never', 'the answer has {bytes} bytes, at most {most} are given', 'Ask for less at once.'),
  'detail.unavailable': entry('same', 'there is no living state to look at: {reason}', 'Ask again while the run runs.'),
  'drill.unavailable': entry('same', 'the drill cannot be done now: {reason}', 'Ask again while the run runs.'),
  'drill.too-soon': entry('same', 'the last drill of this run is not over', 'Send the request again in a moment.'),
  'drill.forbidden': entry('never', 'drills are switched off on this server', 'Set HOLDFAST_DRILLS to on.'),
  'experiment.not-found': entry('never', 'no experiment has the id "{id}"', 'See the list of analyses in the studio.'),
  'experiment.ended': entry('never', 'experiment {id} has already ended', 'Start a new one.'),
  'experiment.not-ended': entry('same', 'experiment {id} has not ended, so it has no result yet', 'Wait until it ends, or cancel it.'),
  'experiment.unknown-figure': entry('never', 'no result has the figure {figure}', 'Use one of: {known}.'),
  'fleet.unavailable': entry('same', 'the fleet did not compute a span: {reason}', 'Nothing to do; the run\'s own process computed it. Look at the workers if it happens often.'),
  'fleet.worker-lost': entry('same', 'a fleet worker fell silent with a span of this run ({times} time(s))', 'Nothing to do; the span was computed again.'),
  'store.stale-epoch': entry('never', 'run {id} was taken over: epoch {epoch} is no longer current', 'Nothing to do; the newer owner continues.'),
  'store.unavailable': entry('same', 'the database does not answer: {reason}', 'Check that it runs and that HOLDFAST_DATABASE_URL is right.'),
  'store.locked': entry('never', 'data directory {directory} is in use by {holder}', 'Stop the other process or choose another directory.'),
  'store.too-new': entry('never', 'the database has migration {found}, this version knows {known}', 'Use a newer version of Holdfast.'),
  'store.rejected': entry('never', 'the database refuses what was to be stored: {reason}', 'Report it with the server log; trying again gives the same answer.'),
  'store.incompatible': entry('never', 'the stored data cannot be used by this version: {reason}', 'Use the version that wrote it, or export there and import here.'),
  'protocol.malformed': entry('never', 'bytes that cannot be decoded: {reason}', 'Use the same version on both sides.'),
  'request.invalid': entry('never', 'the request is not valid: {reason}', 'Compare it with the API reference.'),
  'request.too-large': entry('never', 'the request body is larger than {limitMb} MB', 'Make it smaller or raise HOLDFAST_BODY_LIMIT_MB.'),
  'request.unauthorized': entry('never', 'an API key is needed', 'Send it as "Authorization: Bearer <key>".'),
  'request.not-found': entry('never', 'nothing answers {method} {path}', 'See the API reference.'),
  'request.forbidden': entry('never', '{header} "{value}" may not use this server', 'Open the address the server printed, or set HOLDFAST_HOST and HOLDFAST_API_KEYS.'),
  'request.timeout': entry('same', 'the request took longer than {timeoutMs} ms', 'Ask for less at once or raise HOLDFAST_REQUEST_TIMEOUT_MS.'),
  'server.overloaded': entry('same', 'the server is overloaded: its event loop is {delayMs} ms late', 'Send the request again in a moment.'),
  'server.draining': entry('same', 'the server is shutting down', 'Send the request again in a moment.'),
  'server.unreachable': entry('same', 'no server answers at {url}', 'Start one with "holdfast serve".'),
  'server.internal': entry('same', 'an unexpected failure: {reason}', 'Report it with the server log.'),
  'configuration.invalid': entry('never', '{name} = "{value}" is not valid: {reason}', 'Correct the setting.'),
  'replay.unreadable': entry('never', 'the replay file cannot be read: {reason}', 'Use the file as it was saved: a report, or the replay file it links to.'),
  'replay.mismatch': entry('never', 'the replay differs at frame {sequence}, time {time}', 'Use the engine version named in the result.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorRegistry;

export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

function fill(template: string, details: ErrorDetails): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?'));
}

/** An operating failure. The message says what happened; `remedy` says what to do. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly remedy: string;
  readonly retry: RetryClass;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(fill(errorRegistry[code].cause, details), cause === undefined ? {} : { cause });
    this.code = code;
    this.details = details;
    this.remedy = fill(errorRegistry[code].remedy, details);
    this.retry = errorRegistry[code].retry;
  }
}
