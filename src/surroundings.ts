/** What the process gives to a command: nothing below `main.ts` reaches for it by itself. */
export interface Surroundings {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The user's home folder. */
  home: string;
  /** Everything that standard input holds. */
  stdin(): Promise<Uint8Array>;
  /** The same as it comes. Throws an AbortError on Ctrl-C, and where nobody reads stdout any more. */
  input(): AsyncIterable<Uint8Array>;
  /** Writes to stdout. Resolves when it can take more. */
  print(text: string): Promise<void>;
  /** Writes a line to stderr. */
  tell(line: string): void;
  stderr: NodeJS.WriteStream;
  terminal: { stdout: boolean; stderr: boolean; unicode: boolean; columns: number; color: boolean };
  /** The clock, ISO 8601 UTC. */
  now(): string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Who runs this, as the operating system names them. */
  operator: string;
  /** Names and addresses of this machine. */
  localNames: string[];
  version: string;
}
