/**
 * A server of processes: one that is deployed, with instances that wait for people.
 *
 * @module
 */
import { openRuntime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { rest } from "../../../rest/mod.ts";
import { documented } from "../../../rest/openapi/mod.ts";
import type { Driven } from "./drive.ts";

const LEAVE = new URL("../../../examples/erp/processes/leave.bpmn", import.meta.url);

/** The server, and what is driven of it. */
export async function processSample(): Promise<Driven & AsyncDisposable> {
  const kv = memoryKv(), runtime = openRuntime(kv);
  const api = rest(documented({
    operations: processes(runtime, { may: "known" }),
    errors: [BPE_ERRORS],
    who: ({ headers }) => {
      const [, id] = /^Bearer (\w+)$/.exec(headers.get("authorization") ?? "") ?? [];
      return id === undefined ? undefined : { id, by: "token", user: { roles: ["Manager"] } };
    },
  }, { title: "Processes" }));
  const headers = { authorization: "Bearer ann" };
  const post = async (path: string, type: string, body: string) => {
    const answer = await api.request(`/rest/bpe/${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": type },
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.body?.cancel();
  };
  await post("processes", "application/xml", await Deno.readTextFile(LEAVE));
  for (const kind of ["holiday", "illness"]) {
    const variables = { kind };
    await post("instances", "application/json", JSON.stringify({ process: "leave", variables }));
  }
  return {
    fetch: (request) => api.fetch(request),
    document: "/rest/openapi.json",
    people: ["ann", "bob"],
    async [Symbol.asyncDispose]() {
      await runtime[Symbol.asyncDispose]();
      kv[Symbol.dispose]();
    },
  };
}
