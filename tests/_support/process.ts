/**
 * Deno processes that a test starts, listens to, kills, and never leaves behind.
 *
 * @module
 */

/** How a process is started. */
export interface ProcessOptions {
  /** Which command of Deno runs it; `run` by default. */
  readonly command?: "run" | "serve";
  /** Flags of `deno run` before the script; by default all permissions, unstable KV, and no check of types. */
  readonly flags?: readonly string[];
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; by default where this one does. */
  readonly cwd?: string;
}

/** How a process that a test talks with is started. */
export interface ChildOptions extends ProcessOptions {
  /** Takes what it writes to its standard error as lines too; by default that goes to the terminal. */
  readonly errors?: boolean;
}

/** A process that runs. It is killed at the end of its block if it has not ended by then. */
export interface Child extends AsyncDisposable {
  /** All lines that it has written, over those that were taken too. A line that a kill cut short is none. */
  readonly lines: readonly string[];
  /** Its state in the end; killed with -9 is code 137. */
  readonly status: Promise<Deno.CommandStatus>;
  /** Takes its next line; undefined when it has ended and there is none. */
  line(): Promise<string | undefined>;
  /** Takes lines up to the first that fits; throws with all that it wrote when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Takes all lines up to its end. */
  rest(): Promise<string[]>;
  /** Sends a signal, by default kill -9, waits for the end, and takes the lines that were left. */
  kill(signal?: Deno.Signal): Promise<string[]>;
  /** Closes its standard input, which asks it to end by itself. */
  close(): Promise<void>;
}

const FLAGS = ["--no-check", "--unstable-kv", "-A"];

function command(
  script: URL,
  args: readonly string[],
  { command = "run", flags = FLAGS, env, cwd }: ProcessOptions,
  pipes: Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr">,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [command, ...flags, script.href, ...args],
    ...env && { env: { ...env } },
    ...cwd !== undefined && { cwd },
    ...pipes,
  });
}

/** Starts a script as a process of its own. */
export function start(
  script: URL,
  args: readonly string[] = [],
  options: ChildOptions = {},
): Child {
  const process = command(script, args, options, {
    stdin: "piped",
    stdout: "piped",
    stderr: options.errors ? "piped" : "inherit",
  }).spawn();
  const lines: string[] = [];
  let taken = 0, over = false, closed = false, changed = Promise.withResolvers<void>();
  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const heard = (line: string) => {
    lines.push(line);
    wake();
  };
  const streams = options.errors ? [process.stdout, process.stderr] : [process.stdout];
  const read = Promise.all(streams.map((stream) => eachLine(stream, heard))).finally(() => {
    over = true;
    wake();
  });

  async function line(): Promise<string | undefined> {
    while (taken === lines.length) {
      if (over) return void await read;
      await changed.promise;
    }
    return lines[taken++];
  }
  async function rest(): Promise<string[]> {
    await Promise.all([read, process.status]);
    const left = lines.slice(taken);
    taken = lines.length;
    return left;
  }
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await process.stdin.close().catch(() => {}); // it has ended
  }
  async function kill(signal: Deno.Signal = "SIGKILL"): Promise<string[]> {
    try {
      process.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // but for one that has ended
    }
    const left = await rest();
    await close();
    return left;
  }

  return {
    lines,
    status: process.status,
    line,
    async until(pattern) {
      for (let each = await line(); each !== undefined; each = await line()) {
        const found = pattern.exec(each);
        if (found) return found;
      }
      throw new Error(`${script.pathname} ended before ${pattern}:\n${lines.join("\n")}`);
    },
    rest,
    kill,
    close,
    [Symbol.asyncDispose]: async () => void await kill(),
  };
}

/** What a process that ran to its end left. */
export interface Output {
  /** 0 when all went well. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a script to its end on an input. */
export async function run(
  script: URL,
  args: readonly string[] = [],
  { input = "", ...options }: ProcessOptions & { readonly input?: string } = {},
): Promise<Output> {
  const pipes = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  const process = command(script, args, options, pipes).spawn();
  const fed = new Response(input).body?.pipeTo(process.stdin).catch(() => {}); // it may end before it has read all
  const [{ code, stdout, stderr }] = await Promise.all([process.output(), fed]);
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

async function eachLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  heard: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + part).split("\n");
    rest = parts.pop() ?? "";
    parts.forEach(heard);
  }
}
