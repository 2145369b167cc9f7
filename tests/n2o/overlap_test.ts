import { bpe, openRuntime } from "../../bpe/mod.ts";
import { bpeN2o } from "../../bpe/n2o.ts";
import { memoryKv } from "../../kvs/mod.ts";
import {
  atom,
  heart,
  type Message,
  type Protocol,
  push,
  reply,
  type Term,
  tuple,
  unknown,
} from "../../n2o/mod.ts";
import { overlap } from "../../n2o/overlap.ts";
import { cx as opened } from "../../n2o/cx.ts";
import { Sent } from "../../n2o/bus/news.ts";
import { nitro } from "../../nitro/mod.ts";
import { equal } from "../_support/assert.ts";

const req = { path: "/", query: "", headers: {} };
const cx = opened("/p");
const text = (text: string): Message => ({ type: "text", text });
const term = (...elements: Term[]): Message => ({ type: "term", term: tuple(...elements) });

Deno.test("the protocols of the project answer no message together, and say what each of them answers", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { manual: true });
  await using processes = bpe(runtime);
  const protocols = [heart, nitro, bpeN2o(processes)];
  const messages: [Message, string | undefined][] = [
    [text("PING"), "n2o_heart"],
    [text(""), "n2o_heart"],
    [text("PONG"), undefined],
    [text("N2O,"), "nitro_n2o"],
    [term(atom("init"), ""), "nitro_n2o"],
    [term(atom("pickle"), "", "", []), "nitro_n2o"],
    [term(atom("pickle"), "", "", [], 1), "nitro_n2o"],
    [term(atom("hello"), 1, "", ""), "nitro_n2o"],
    [term(atom("hello"), 1), undefined],
    [term(atom("Make"), "x", []), "bpe_n2o"],
    [term(atom("toString"), "x"), undefined],
    [term(), undefined],
    [{ type: "bus", topic: "t", data: "init", news: new Sent("t", "init") }, undefined],
    [{ type: "exit", reason: "gone" }, undefined],
  ];
  for (const [message, name] of messages) {
    const said = protocols.filter(({ answers }) => answers?.(message)).map(({ name }) => name);
    equal(said, name === undefined ? [] : [name]);
  }
});

Deno.test("an overlap is told once for each pair, without what the message holds, and no protocol is asked for it", async () => {
  const told: unknown[] = [], asked: string[] = [];
  const made = (name: string | undefined, does: boolean): Protocol => ({
    ...(name === undefined ? {} : { name }),
    answers: ({ type }) => type === "term",
    info() {
      asked.push(name ?? "");
      return does ? reply({ text: name ?? "" }) : unknown;
    },
  });
  const protocols = [made("a", false), made("b", true), made(undefined, true)];
  const watch = overlap(
    protocols,
    (level, message, details) =>
      void told.push([level, message.split(" would")[0], details?.message]),
  );
  const chain = { protocols: [watch, ...protocols], req, cx };
  for (let round = 0; round < 3; round++) {
    equal(await push(term(atom("pickle"), "secret"), chain), reply({ text: "b" }));
    await push(text("PING"), chain);
  }
  equal(told, [
    ["warning", "protocols: a and b", "a tuple pickle"],
    ["warning", "protocols: a and protocol 3", "a tuple pickle"],
  ]);
  equal(asked.slice(0, 4), ["a", "b", "a", "b"]);
});
