import { serve } from "../../host/deno/serve.ts";
import { equal } from "../_support/assert.ts";

/** A host whose ports fail when they are told to, and whose timers are over at once, with what they were set to. */
function host() {
  const own = { serve: Deno.serve, setTimeout: globalThis.setTimeout };
  const ports: { fail: (error: Error) => void; ask: () => Promise<Response> }[] = [];
  const rests: number[] = [];
  let aborted = 0, shut = 0;
  // As: of all that it may be called with, the program calls it in this way.
  Deno.serve = ((options: Deno.ServeTcpOptions, answer: Deno.ServeHandler) => {
    const ended = Promise.withResolvers<void>();
    ended.promise.catch(() => {});
    options.signal?.addEventListener("abort", () => {
      aborted++;
      ended.resolve();
    });
    options.onListen?.({ port: 4711, hostname: "0.0.0.0", transport: "tcp" });
    const info = { completed: Promise.resolve() } as Deno.ServeHandlerInfo;
    const ask = async () => await answer(new Request("http://localhost/"), info);
    ports.push({ fail: ended.reject, ask });
    return { finished: ended.promise, shutdown: () => Promise.resolve(void shut++) };
  }) as unknown as typeof Deno.serve;
  globalThis.setTimeout = ((work: () => void, ms: number) => {
    rests.push(ms);
    return own.setTimeout(work, 0);
  }) as typeof setTimeout;
  return {
    rests,
    ended: () => ({ aborted, shut }),
    last: () => ports.at(-1) ?? Promise.reject(new Error("no port")),
    /** Has the present port fail, and waits for the next. */
    async fail(): Promise<void> {
      const before = ports.length;
      ports.at(-1)?.fail(new Error("Too many open files"));
      while (ports.length === before) await new Promise((resolve) => own.setTimeout(resolve, 0));
    },
    [Symbol.dispose]() {
      Deno.serve = own.serve;
      globalThis.setTimeout = own.setTimeout;
    },
  };
}

Deno.test("a port that fails rests longer each time, and anew from the least once somebody was answered", async () => {
  using made = host();
  const told: string[] = [];
  const listener = await serve(
    () => new Response("here"),
    {},
    (_, message) => void told.push(message),
  );
  for (let times = 0; times < 4; times++) await made.fail();
  equal(made.rests, [50, 100, 200, 200]);
  equal(await (await (await made.last()).ask()).text(), "here");
  for (let times = 0; times < 2; times++) await made.fail();
  equal(made.rests, [50, 100, 200, 200, 50, 100]);
  equal(told.length, 1, "further failures in a minute are no news");
  await listener.close();
  equal(made.ended(), { aborted: 7, shut: 0 });
});

Deno.test("a port that never failed is shut in order", async () => {
  using made = host();
  const listener = await serve(() => new Response("here"));
  await (await made.last()).ask();
  await listener.drain();
  await listener.close();
  equal(made.ended(), { aborted: 0, shut: 1 });
});
