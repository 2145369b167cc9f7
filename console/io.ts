/**
 * What the console reads from and writes to.
 *
 * @module
 */

/** The streams of a process, or of a test. */
export interface Io {
  /** Writes to standard output. */
  readonly out: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly err: (text: string) => Promise<void>;
  /** The bytes of standard input, in chunks as they come. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** One line typed by a person; undefined at the end of the input. */
  readonly ask: () => Promise<string | undefined>;
  /** Whether a person is there to read pages and to ask for the next. */
  readonly interactive: boolean;
  /** Whether standard error is a terminal. */
  readonly watched: boolean;
  /** Milliseconds since a moment that does not matter, by a clock that never goes back. */
  readonly now: () => number;
}

/** The streams of this process. */
export function processIo(): Io {
  return {
    out: (text) => writeAll(Deno.stdout, text),
    err: (text) => writeAll(Deno.stderr, text),
    input: () => Deno.stdin.readable,
    ask,
    interactive: Deno.stdin.isTerminal() && Deno.stdout.isTerminal(),
    watched: Deno.stderr.isTerminal(),
    now: () => performance.now(),
  };
}

/** Text from a store for a terminal: no control character of it reaches the terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (c) => `\\u{${c.charCodeAt(0).toString(16)}}`,
  );
}

async function writeAll(
  to: { write(bytes: Uint8Array): Promise<number> },
  text: string,
): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
}

/** A terminal gives a line at a time. */
async function ask(): Promise<string | undefined> {
  const buffer = new Uint8Array(1024);
  const size = await Deno.stdin.read(buffer);
  return size === null ? undefined : new TextDecoder().decode(buffer.subarray(0, size)).trim();
}
