/**
 * A program that has two applications beside handlers of its own for what nobody caught, started by `apart_test.ts` on Deno and, bundled,
 * on Node: it says who took each error, one after the other.
 */
import type { Bootstrap } from "../../../../host/application.ts";
import type { Log } from "../../../../base/mod.ts";

/** What a program on a host does with errors: a handler takes those whose message begins with `mine`. */
export interface Program {
  readonly application: Bootstrap;
  readonly say: (line: string) => void;
  /** Adds the program's handlers; answers what takes them away. */
  handle(took: (message: string) => void): () => void;
}

/** Runs the program. */
export async function embedding({ application, say, handle }: Program): Promise<void> {
  let heard = (_line: string) => {};
  const logOf = (name: string): Log => (level, _, details) => {
    const { error } = details ?? {};
    if (level === "error") heard(`${name}: ${error instanceof Error ? error.message : error}`);
  };
  async function made(name: string) {
    const { start } = await application({
      routes: { "/p": { event() {} } },
      app: (app) =>
        void app.get("/fail/:what", (c) => {
          void Promise.reject(new Error(c.req.param("what")));
          return c.text("fine");
        }),
      port: 0,
      hostname: "127.0.0.1",
      secret: "a secret of more than sixteen letters",
      log: logOf(name),
    });
    return await start();
  }
  /** Has something fail, and says who heard of it. */
  async function after(fail: () => unknown): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<string>();
    heard = resolve;
    await fail();
    say(await promise);
  }
  const rejected = (message: string) => () => void Promise.reject(new Error(message));
  const thrown = (message: string) => () =>
    void setTimeout(() => {
      throw new Error(message);
    });
  const took = (message: string) => heard(`program: ${message}`);

  const endFirst = handle(took), one = await made("one"), two = await made("two");
  const asked = (port: number, what: string) => () =>
    fetch(`http://127.0.0.1:${port}/fail/${what}`).then((answer) => answer.text());
  await after(rejected("mine before"));
  endFirst();
  const endSecond = handle(took);
  await after(rejected("mine after"));
  await after(thrown("mine thrown"));
  endSecond();
  await after(rejected("a rejection"));
  await after(thrown("an error"));
  await after(asked(one.port, "route"));
  await after(asked(two.port, "route"));
  await one.stop();
  await after(rejected("a rejection"));
  await after(thrown("an error"));
  await after(asked(two.port, "route"));
  await two.stop();
  const endLast = handle(took);
  await after(rejected("mine at the end"));
  endLast();
  say("stopped");
  void Promise.reject(new Error("nobody's"));
  setTimeout(() => say("alive"), 1_000);
}
