/**
 * How many forms a second a browser shows.
 *
 * A page is told what to do by the protocol of its development tools and nothing of what it does is told back meanwhile: a driver that hears
 * of each frame of a socket takes as much of two cores as the page itself.
 *
 * @module
 */

/** How long a rate is measured, in seconds, and how often. */
export const SECONDS = 2, ROUNDS = 3;
/**
 * How many forms are on their way at once where frames are not waited for: one alone measures how long three processes take to wake each
 * other, in which the page has nothing to do.
 */
export const AHEAD = 8;

/** Forms in a second: each in a frame of its own, and each with its layout done before the next is looked at. */
export interface Rate {
  readonly frames: number;
  readonly laidOut: number;
}

/** Where a page has the first and the last number that is computed, the first that is entered, and another one. */
export interface Places {
  readonly first: string;
  readonly last: string;
  readonly entered: string;
  readonly other: string;
}

/** The places of the sheet by hand. */
const SHEET: Places = { first: "#c0", last: "#c9", entered: "#f0", other: "#f5" };

/** What is done in a page. */
export interface Page {
  /** Runs a function there that has all it needs in its arguments, and answers what it gives. */
  evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R,
    ...args: A
  ): Promise<Awaited<R>>;
}

/** A browser with a profile of its own. */
export interface Browser extends AsyncDisposable {
  /** Runs with a page of its own at this address. */
  at<T>(address: string, run: (page: Page) => Promise<T>): Promise<T>;
}

/** Forms in a second of a page that asks for the next one by a button, as that of `examples/forms` does; who has the focus then. */
export function measure(page: Page, places: Places = SHEET): Promise<Rate & { focus: string }> {
  return page.evaluate(
    async (ms, ahead, { first, last, entered, other }) => {
      const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      while (!document.querySelector(last)) await pass(50);
      document.querySelector<HTMLElement>(other)?.focus();
      await pass(500);
      // As: it is a button.
      const button = document.querySelector("#frames") as HTMLElement;
      const read = (at: string) => {
        const { value = "", textContent } = document.querySelector<HTMLInputElement>(at)!;
        return value + textContent;
      };
      const sum = () => read(first) + read(entered);
      /** What is seen in a second of these changes of a node. */
      const counted = async (
        node: Element,
        seen: MutationObserverInit,
        each: (count: () => void) => void,
        begin: () => void = () => {},
      ) => {
        let forms = 0;
        const watcher = new MutationObserver(() => each(() => void forms++));
        watcher.observe(node, seen);
        begin();
        await pass(ms);
        watcher.disconnect();
        return forms * 1_000 / ms;
      };
      let shown = "";
      const isNew = () => shown !== (shown = sum());
      // The page asks for the next form in this very frame: what is shown here is shown before that can come.
      const frames = await counted(button, { attributeFilter: ["aria-busy"] }, (count) => {
        if (!button.hasAttribute("aria-busy")) requestAnimationFrame(() => isNew() && count());
      });
      button.click();
      await pass(200);
      const ask = () => void button.dispatchEvent(new Event("frame"));
      const texts = { childList: true, characterData: true, subtree: true };
      const laidOut = await counted(document.querySelector(first)!, texts, (count) => {
        void document.body.offsetHeight;
        if (isNew()) count();
        ask();
      }, () => {
        for (let asked = 0; asked < ahead; asked++) ask();
      });
      return { frames, laidOut, focus: document.activeElement?.id ?? "" };
    },
    SECONDS * 1_000,
    AHEAD,
    places,
  );
}

/** Browsers that are measured: as fast as they can, and as a screen has it. */
export const BROWSERS = ["uncapped", "60 Hz"] as const;

/** Starts one. */
export async function launch(name: (typeof BROWSERS)[number]): Promise<Browser> {
  const own = name === "uncapped"
    ? ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
    : ["--disable-gpu"];
  const profile = await Deno.makeTempDir();
  const child = new Deno.Command("/usr/bin/chromium", {
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      ...own,
      "about:blank",
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const port = await portOf(profile);
  return {
    async at(address, run) {
      const opened = await fetch(`http://127.0.0.1:${port}/json/new`, { method: "PUT" });
      const { id, webSocketDebuggerUrl }: Record<string, string> = await opened.json();
      using page = await paged(String(webSocketDebuggerUrl), address);
      try {
        return await run(page);
      } finally {
        await (await fetch(`http://127.0.0.1:${port}/json/close/${id}`)).text();
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      // Processes of its own may still write into it.
      for (let tries = 0; await isLeft(profile) && tries < 50; tries++) await pass(100);
    },
  };
}

/** Where a browser listens, which it writes into its profile. */
async function portOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const written = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
    const [port] = written.split("\n");
    if (port) return port;
    await pass(50);
  }
  throw new Error("chromium did not say where it listens; is it installed?");
}

/** Tries to remove a folder; whether it is still there. */
function isLeft(folder: string): Promise<boolean> {
  return Deno.remove(folder, { recursive: true }).then(() => false, () => true);
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The page behind a socket of its development tools, when it is on its way to this address. */
async function paged(tools: string, address: string): Promise<Page & Disposable> {
  const socket = new WebSocket(tools);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  let calls = 0;
  const call = async (method: string, params: Record<string, unknown>) => {
    const answered = new Promise<MessageEvent<string>>((resolve) => socket.onmessage = resolve);
    socket.send(JSON.stringify({ id: ++calls, method, params }));
    const { result, error } = JSON.parse((await answered).data);
    if (error || result.exceptionDetails) {
      throw new Error(`${method} failed: ${JSON.stringify(error ?? result.exceptionDetails)}`);
    }
    return result;
  };
  await call("Page.navigate", { url: address });
  return {
    async evaluate(run, ...args) {
      const expression = `(${run})(...${JSON.stringify(args)})`;
      const params = { expression, awaitPromise: true, returnByValue: true };
      return (await call("Runtime.evaluate", params)).result.value;
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** A rate in words. */
export function text({ frames, laidOut }: Rate): string {
  return `${frames.toFixed(0)} in frames of their own, ${laidOut.toFixed(0)} laid out`;
}

/** The best of each. */
export function best(rates: readonly Rate[]): Rate {
  return {
    frames: Math.max(...rates.map(({ frames }) => frames)),
    laidOut: Math.max(...rates.map(({ laidOut }) => laidOut)),
  };
}
