import { type Operation, type RestApp, serve } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

const content = {
  "application/json": {},
  "application/x-www-form-urlencoded": {},
  "application/merge-patch+json": {},
};

function apiOf(required: boolean): RestApp {
  const operation: Operation = {
    id: "tell",
    method: "POST",
    path: "/tell",
    summary: "tells what came",
    tag: "tell",
    parameters: [],
    body: { content, required },
    responses: { 200: { description: "it", content: { "application/json": {} } } },
    guarded: false,
    run: async (incoming) => ({
      status: 200,
      value: [await incoming.body() ?? "none"],
    }),
  };
  return serve([operation]);
}

/** The ways in which nothing comes: measured, not measured, in pieces of nothing, packed. */
const NOTHING: Readonly<Record<string, () => Promise<RequestInit>>> = {
  "a length of 0": () =>
    Promise.resolve({ headers: { "content-length": "0" }, body: new Uint8Array() }),
  "no body at all": () => Promise.resolve({}),
  "a stream of nothing": () =>
    Promise.resolve({ body: new ReadableStream({ start: (to) => to.close() }) }),
  "pieces of nothing": () =>
    Promise.resolve({
      body: new ReadableStream({
        start(to) {
          for (let n = 0; n < 3; n++) to.enqueue(new Uint8Array());
          to.close();
        },
      }),
    }),
  "nothing, packed": async () => ({
    headers: { "content-encoding": "gzip" },
    body: await new Response(
      new Blob([]).stream().pipeThrough(new CompressionStream("gzip")),
    ).arrayBuffer(),
  }),
};

for (const [name, made] of Object.entries(NOTHING)) {
  Deno.test(`${name} is no body where none need be, whatever type is named, and a missing one elsewhere`, async () => {
    for (const type of [undefined, ...Object.keys(content), "application/json; charset=utf-8"]) {
      const ask = async (required: boolean) => {
        const init = await made(), headers = new Headers(init.headers);
        if (type !== undefined) headers.set("content-type", type);
        return await apiOf(required).request("/rest/tell", { ...init, method: "POST", headers });
      };
      const answer = await ask(false);
      equal([answer.status, await answer.json()], [200, ["none"]], type);
      // An empty form is a form of no fields.
      const isForm = type?.includes("form") === true;
      equal((await ask(true)).status, isForm ? 200 : 400, type);
    }
  });
}

Deno.test("what is there is read where none need be, and refused where it is wrong", async () => {
  const api = apiOf(false);
  const ask = async (body: string, type = "application/json") => {
    const answer = await api.request("/rest/tell", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    return [answer.status, answer.ok ? await answer.json() : (await answer.json()).code];
  };
  equal(await ask('{"a":1}'), [200, [{ a: 1 }]]);
  equal(await ask(" "), [400, "bad_json"]);
  equal(await ask("{"), [400, "bad_json"]);
  equal(await ask("a", "text/plain"), [415, "unsupported"]);
});
