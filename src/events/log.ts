/** Where the events' machinery tells operators what happens. A pino logger is one. No field ever holds a secret. */
export interface EventLog {
  /** What an operator looks at when something is odd; left out, nobody does. */
  readonly debug?: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** Says nothing. */
export const silentLog: EventLog = { info: () => {}, warn: () => {}, error: () => {} };

/** What of an error may be logged: its name and message, without its stack's paths. */
export function described(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
