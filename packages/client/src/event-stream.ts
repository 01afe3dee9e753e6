// Server-sent events from bytes (WHATWG HTML, section 9.2.6), wherever the chunks happen to be cut.

export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
  /** Last id the stream has named; empty before the first. */
  readonly id: string;
}

/** Reads events one by one; an event that is not complete when the stream ends is dropped, as the standard asks. */
export async function* readEventStream(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let pending = '';
  let id = '';
  let type = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      pending += decoder.decode(value, { stream: true });
      // A carriage return at the very end may be half of CRLF: it waits for the next chunk.
      const lines = pending.split(/\r\n|\n|\r(?!$)/);
      pending = lines.pop()!;
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { type: type === '' ? 'message' : type, data: data.join('\n'), id };
          type = '';
          data = [];
          continue;
        }
        const [, field, text = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line)!;
        if (field === 'event') type = text;
        else if (field === 'data') data.push(text);
        else if (field === 'id' && !text.includes('\0')) id = text;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
