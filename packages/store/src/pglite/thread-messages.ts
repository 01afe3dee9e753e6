// What the main thread and the database thread say to each other. Requests are answered in the order they came.

/** `create` makes a new database and ends the thread; `serve` opens one and answers requests. */
export interface ThreadTask {
  readonly task: 'create' | 'serve';
  readonly directory: string;
}

export type ThreadRequest =
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly text: string;
      readonly values: readonly (string | Uint8Array | null)[];
    }
  | { readonly kind: 'script'; readonly id: number; readonly text: string }
  | { readonly kind: 'close'; readonly id: number };

/** An error as it crosses threads: structured clone would drop `code`. */
export interface ThreadError {
  readonly message: string;
  readonly code: string;
  readonly registered: boolean;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export type ThreadReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly object[] }
  | { readonly kind: 'failed'; readonly id: number | null; readonly error: ThreadError };
