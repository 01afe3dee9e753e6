// The database port: PostgreSQL 15 SQL in, rows out. Both adapters parse values with the one table in values.ts.

/** What a statement takes: numbers travel as text, so `$1` needs a cast wherever the column does not give the type. */
export type SqlValue = string | number | boolean | Uint8Array | null;

export interface Statements {
  /** Runs one statement. @throws SimulationError `store.unavailable`, `store.rejected`; other database errors as they are, with `code` */
  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Runs several statements without values. */
  script(text: string): Promise<void>;
}

export interface Sql extends Statements {
  /** Commits when `body` resolves, rolls back when it rejects; `body` must use only the statements it is given. */
  transaction<T>(body: (statements: Statements) => Promise<T>): Promise<T>;
  /** Harmless when repeated. */
  close(): Promise<void>;
}
