/**
 * An application as a process of its own, which a test may kill and start again on the same port and store.
 *
 * @module
 */
import { temporaryFolder } from "../folder.ts";
import { type Child, start as startProcess } from "../process.ts";

/** An application that runs, with a folder that is removed in the end. */
export interface Server extends AsyncDisposable {
  /** Where it is: `http://localhost:PORT`, the same over restarts. */
  readonly origin: string;
  /** Everything it wrote, line by line, over restarts too. */
  readonly lines: readonly string[];
  /** Ends it; resolves with its exit code, or the number of the signal that ended it plus 128. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number>;
  /** Starts it again on the same port and folder; resolves when it listens. */
  start(): Promise<void>;
}

/** What is started. */
export interface ServerOptions {
  readonly main: URL;
  /** Prepares the folder it works in and answers its variables, beside `PORT`. */
  prepare(
    folder: string,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

/** What an application says when it listens; the port is what follows. */
const LISTENS = /^listening on http:\/\/localhost:(\d+)\/$/;
/** What it says where no secret is set. */
const UNSEALED = /^no secret is set/;

const FLAGS = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"]
  .concat("--quiet", "--allow-sys=hostname");

/** Starts an application on a free port; it listens when this resolves. */
export async function serve({ main, prepare }: ServerOptions): Promise<Server> {
  const folder = await temporaryFolder(), before: string[] = [];
  const variables = await prepare(folder.path);
  let port = "0", child: Child | undefined;

  async function start(): Promise<void> {
    const env = { ...variables, PORT: port, NO_COLOR: "1" };
    child = startProcess(main, [], { flags: FLAGS, errors: true, env });
    port = (await child.until(LISTENS))[1] ?? "";
  }
  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<number> {
    const ended = child;
    if (ended === undefined) throw new Error(`${main.pathname} does not run`);
    await ended.kill(signal);
    before.push(...ended.lines);
    child = undefined;
    return (await ended.status).code;
  }
  async function dispose(): Promise<void> {
    if (child !== undefined) await end("SIGKILL");
    await folder[Symbol.asyncDispose]();
  }

  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    get origin() {
      return `http://localhost:${port}`;
    },
    get lines() {
      return [...before, ...child?.lines ?? []];
    },
    end,
    start,
    [Symbol.asyncDispose]: dispose,
  };
}

/** The lines in which it complained of something that nobody told it to expect. */
export function complaints({ lines }: Pick<Server, "lines">): string[] {
  return lines.filter((line) => !LISTENS.test(line) && !UNSEALED.test(line));
}
