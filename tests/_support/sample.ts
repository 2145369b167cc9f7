/**
 * The sample as a process of its own, which a test may kill and start again.
 *
 * @module
 */

/** A running sample, with a store that is removed in the end. */
export interface Sample extends AsyncDisposable {
  /** Where it is: `http://localhost:PORT`, the same over restarts. */
  readonly origin: string;
  /** Everything it wrote, line by line, over restarts too. */
  readonly lines: readonly string[];
  /** Ends it; resolves with its exit code, or the number of the signal that ended it plus 128. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number>;
  /** Starts it again on the same port and store; resolves when it listens. */
  start(): Promise<void>;
}

const main = new URL("../../examples/sample/main.ts", import.meta.url);
const permissions = [
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=hostname",
];

/** What it says when it listens; the port is what follows. */
const LISTENS = /^listening on http:\/\/localhost:(\d+)\/$/;
/** What it says where no secret is set. */
const UNSEALED = /^no secret is set/;

/** Starts the sample on a free port; it listens when this resolves. */
export async function sample(): Promise<Sample> {
  const folder = await Deno.makeTempDir({ prefix: "sample-" }), lines: string[] = [];
  let port = "0", child: Deno.ChildProcess | undefined, read: Promise<unknown> = Promise.resolve();

  async function start(): Promise<void> {
    const listening = Promise.withResolvers<string>();
    const started = child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", ...permissions, main.href],
      env: { PORT: port, KV_PATH: `${folder}/sample.sqlite3`, NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const heard = (line: string) => {
      lines.push(line);
      const [, found] = LISTENS.exec(line) ?? [];
      if (found !== undefined) listening.resolve(found);
    };
    read = Promise.all([each(started.stdout, heard), each(started.stderr, heard)]);
    started.status.then(() =>
      listening.reject(new Error(`the sample ended early:\n${lines.join("\n")}`))
    );
    port = await listening.promise;
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<number> {
    const ended = child;
    if (ended === undefined) throw new Error("the sample does not run");
    child = undefined;
    ended.kill(signal);
    const { code } = await ended.status;
    await read;
    return code;
  }

  await start();
  return {
    get origin() {
      return `http://localhost:${port}`;
    },
    lines,
    end,
    start,
    async [Symbol.asyncDispose]() {
      if (child !== undefined) await end("SIGKILL");
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The lines in which it complained of something that nobody told it to expect. */
export function complaints({ lines }: Sample): string[] {
  return lines.filter((line) => !LISTENS.test(line) && !UNSEALED.test(line));
}

async function each(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  heard: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + part).split("\n");
    rest = parts.pop() ?? "";
    parts.forEach(heard);
  }
  if (rest !== "") heard(rest);
}
