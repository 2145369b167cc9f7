/**
 * Who may move a process.
 */
import {
  beginEvent,
  callActivity,
  endEvent,
  process,
  sequenceFlow,
  userTask,
} from "../../../bpe/define/builders.ts";
import { bpe, type BpeModule } from "../../../bpe/process/bpe.ts";
import { define } from "../../../bpe/define/define.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { leave, manual } from "./models.ts";

Deno.test("a task is completed by whom auth lets, and the action hears of it", async () => {
  const heard: unknown[] = [];
  const module: BpeModule = {
    auth: (roles, identity) => roles.every((role) => identity?.roles?.includes(role)),
    action: (asked, proc) => {
      heard.push(asked.kind === "request" ? [asked.source, asked.target, asked.key] : asked.kind);
      return { docs: [...proc.docs, ["seen", heard.length]] };
    },
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: module } });
  const id = await b.start(leave, [], { stepping: false, id: "l1" });
  const boss = { by: { id: "ann", roles: ["boss"] } };
  const clerk = { by: { id: "bob", roles: ["clerk"] } };
  equal(await b.next(id, undefined, clerk), { error: "Access denied", what: "Approve" });
  equal(await b.next(id, undefined, boss), { complete: "Approve" });
  equal(await b.next(id, undefined, boss), { error: "Access denied", what: "File" });
  equal(await b.next(id, undefined, clerk), { complete: "File" });
  equal(heard, [["Approve", "File", "l1/2"], ["File", "Done", "l1/3"]]);
  equal((await b.proc(id)).docs, [["seen", 1], ["seen", 2]]);
});

Deno.test("tasks of a process that is called are asked of auth with their own roles", async () => {
  const asked: unknown[] = [];
  const inner = process({
    id: "inner",
    tasks: [
      beginEvent({ id: "is" }),
      userTask({ id: "it", roles: ["boss"] }),
      endEvent({ id: "ie" }),
    ],
    flows: [
      sequenceFlow({ source: "is", target: "it" }),
      sequenceFlow({ source: "it", target: "ie" }),
    ],
  });
  const outer = process({
    id: "outer",
    tasks: [
      beginEvent({ id: "s" }),
      callActivity({ id: "call", called: "inner" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "call" }),
      sequenceFlow({ source: "call", target: "e" }),
    ],
  });
  using kv = memoryKv();
  await using b = bpe(kv, {
    ...manual,
    modules: { outer: { auth: (roles) => asked.push(roles) > 0 } },
  });
  const id = await b.start(define(outer, inner));
  for (let count = 0; count < 3; count++) await b.next(id);
  equal(await b.next(id, "it->ie"), {
    error: "Unavailable flow",
    what: {
      id: "it->ie",
      name: "",
      condition: "",
      source: "it",
      target: "ie",
    },
  });
  equal(await b.next(id), { complete: "e" });
  equal(await b.next(id), "Final");
  equal(asked, [[], [], ["boss"], []]);
});
