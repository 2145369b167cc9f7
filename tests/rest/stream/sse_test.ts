import { events, LAST_EVENT_ID, lastEventId, type Operation, rest } from "../../../rest/mod.ts";
import { eventText, RestError } from "../../../rest/mod.ts";
import type { EventsOptions, Person, ServeOptions } from "../../../rest/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

const headers = { accept: "text/event-stream" };

/** An API of one stream. */
function apiOf(options: EventsOptions, serving: ServeOptions = {}) {
  const operation: Operation = {
    id: "watch",
    method: "GET",
    path: "/watch",
    summary: "What happens",
    tag: "test",
    parameters: [LAST_EVENT_ID],
    responses: { 200: { description: "events", content: { "text/event-stream": {} } } },
    guarded: false,
    run: (incoming) => {
      lastEventId(incoming);
      return Promise.resolve(events(incoming, options));
    },
  };
  return rest({ operations: [operation], ...serving });
}

/** What is told part by part. */
function partsOf(answer: Response) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert(reader !== undefined, "there is no body");
  return reader;
}

Deno.test("events are lines as the standard has them, and line breaks of data arrive as LF", () => {
  equal(
    eventText({ id: "a", event: "put", data: "x\r\ny\rz" }),
    "event: put\nid: a\ndata: x\ndata: y\ndata: z\n\n",
  );
  equal(eventText({ data: "" }), "data: \n\n");
  equal(eventText({ id: "only" }), "id: only\n\n");
  for (const bad of [{ id: "a\nb" }, { id: "a\0" }, { event: "a\rb" }]) {
    throws(() => eventText(bad), RestError);
  }
});

Deno.test("where nothing happens a comment is told at each heartbeat, and the clock alone says when", async () => {
  const clock = virtualClock();
  const api = apiOf({
    async *source({ signal }) {
      yield { data: "first" };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  }, { clock, streams: { heartbeatMs: 100, retryMs: 1_000 } });
  const answer = await api.request("/rest/watch", { headers });
  equal(answer.headers.get("content-type"), "text/event-stream");
  equal(answer.headers.get("cache-control"), "no-store, no-transform");
  const parts = partsOf(answer),
    [, ms] = /^retry: (\d+)\n\n$/.exec((await parts.read()).value ?? "") ?? [];
  assert(Number(ms) >= 1_000 && Number(ms) <= 2_000, `retry: ${ms}`);
  equal((await parts.read()).value, "data: first\n\n");
  for (let n = 0; n < 3; n++) {
    const beat = parts.read();
    await clock.advanceAsync(100);
    equal((await beat).value, ":\n\n");
  }
  await parts.cancel();
  await clock.advanceAsync(0);
  equal(clock.pending, 0);
});

Deno.test("nothing is asked of the source before the client has taken what was told", async () => {
  let asked = 0, isLeft = false;
  const api = apiOf({
    async *source() {
      try {
        for (;;) yield { id: String(++asked), data: "x".repeat(1_000) };
      } finally {
        isLeft = true;
      }
    },
  });
  const answer = await api.request("/rest/watch", { headers });
  equal(asked, 0);
  const reader = answer.body?.getReader();
  for (let n = 0; n < 10; n++) await reader?.read();
  equal(asked, 9); // the first part is the retry
  await reader?.cancel();
  assert(isLeft, "the source is left with its client");
});

Deno.test("a reader that takes nothing is cut, and one that takes little is not", async () => {
  const clock = virtualClock();
  let isLeft = false;
  const api = apiOf({
    async *source() {
      try {
        for (let n = 0;; n++) yield { id: String(n), data: "x" };
      } finally {
        isLeft = true;
      }
    },
  }, { clock, streams: { patienceMs: 1_000 } });
  const reader = (await api.request("/rest/watch", { headers })).body?.getReader();
  for (let n = 0; n < 5; n++) {
    await reader?.read();
    await clock.advanceAsync(999);
  }
  assert(!isLeft, "it was cut too early");
  await clock.advanceAsync(1);
  assert(isLeft, "it was not cut");
  const error = await reader?.read().catch((error) => error);
  equal(error?.code, "timeout");
  equal(clock.pending, 0);
});

Deno.test("who listens is asked again: a person whose right has ended is cut, also in the middle of events", async () => {
  for (
    const [left, may] of [[undefined, true], [{ id: "bob", by: "key" }, true], [{
      id: "ann",
      by: "key",
    }, false]] as const
  ) {
    const clock = virtualClock();
    let person: Person | undefined = { id: "ann", by: "key" }, mayRead = true;
    const api = apiOf({
      async *source() {
        for (let n = 0;; n++) yield { id: String(n), data: "secret" };
      },
      may: () => mayRead,
    }, { clock, who: () => person, streams: { heartbeatMs: 100 } });
    const parts = partsOf(await api.request("/rest/watch", { headers }));
    await parts.read();
    equal((await parts.read()).value, "id: 0\ndata: secret\n\n");
    clock.advance(100);
    equal((await parts.read()).value, "id: 1\ndata: secret\n\n");
    person = left;
    mayRead = may;
    clock.advance(99);
    equal((await parts.read()).value, "id: 2\ndata: secret\n\n");
    clock.advance(1);
    equal(await parts.read(), { done: true, value: undefined });
  }
});

Deno.test("a stream ends with the right of who listens though its source waits for what comes next", async () => {
  const clock = virtualClock();
  let person: Person | undefined = { id: "ann", by: "key" }, isLeft = false;
  const api = apiOf({
    async *source({ signal }) {
      yield { data: "first" };
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      isLeft = true;
    },
  }, { clock, who: () => person, streams: { heartbeatMs: 100 } });
  const parts = partsOf(await api.request("/rest/watch", { headers }));
  await parts.read();
  await parts.read();
  const next = parts.read();
  person = undefined;
  await clock.advanceAsync(100);
  equal(await next, { done: true, value: undefined });
  assert(isLeft, "its source waits still");
  equal(clock.pending, 0);
});

Deno.test("a fault of the source breaks the stream off, and is logged", async () => {
  const logged: string[] = [];
  const api = apiOf({
    async *source() {
      yield { data: "x" };
      throw new Error("the store is away");
    },
  }, { log: (level, message) => void logged.push(`${level}: ${message}`) });
  const error = await (await api.request("/rest/watch", { headers })).text().catch((error) =>
    error
  );
  equal(error.message, "the store is away");
  equal(logged, ["error: a stream of events was cut"]);
});

Deno.test("HEAD starts no stream, and a Last-Event-ID that no stream has told is refused", async () => {
  let isAsked = false;
  const api = apiOf({
    async *source() {
      isAsked = true;
      yield { data: "x" };
    },
  });
  const head = await api.request("/rest/watch", { method: "HEAD", headers });
  equal([head.status, head.body, isAsked], [200, null, false]);
  for (const id of ["two words", "\u00e9", "x".repeat(8_193)]) {
    const answer = await api.request("/rest/watch", {
      headers: { ...headers, "last-event-id": id },
    });
    equal([answer.status, (await answer.json()).errors[0].header], [400, "last-event-id"]);
  }
});
