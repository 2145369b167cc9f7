/**
 * The protocol of processes over a WebSocket of an application: what Erlang's `term_to_binary` gives, sent byte by byte, and what
 * comes back.
 */
import { bpe, type BpeModules } from "../../bpe/process/bpe.ts";
import {
  beginEvent,
  endEvent,
  process,
  sequenceFlow,
  userTask,
} from "../../bpe/define/builders.ts";
import { bpeN2o, type BpeN2oOptions, bpeTopic, live } from "../../bpe/n2o.ts";
import type { OpenOptions } from "../../bpe/mod.ts";
import { type Kv, KvsError, memoryKv } from "../../kvs/mod.ts";
import { application, n2o, nitro } from "../../mod.ts";
import { atom, tuple } from "../../n2o/bert/bert.ts";
import type { Tuple } from "../../n2o/term/term.ts";
import { assert, equal } from "../_support/assert.ts";
import { dial, io, notebook, type Shown, shown, type Wire } from "../_support/server/wire.ts";
import { random } from "../_support/random.ts";
import { testWith } from "../_support/permission.ts";
import { disturbed } from "./runtime/world.ts";

const test = testWith("net");

/** Bytes of the external term format, written out: `131, tag, ...`. */
const bytes = (...parts: readonly (number | string)[]) =>
  new Uint8Array(
    parts.flatMap((part) =>
      typeof part === "number" ? [part] : [...new TextEncoder().encode(part)]
    ),
  );
/** ATOM_EXT, as OTP 25 and before give it. */
const atomBytes = (name: string) => [100, 0, name.length, name];
/** BINARY_EXT. */
const binBytes = (text: string) => [109, 0, 0, 0, text.length, text];
const message = (name: string, ...rest: readonly (readonly (number | string)[])[]) =>
  bytes(131, 104, rest.length + 1, ...atomBytes(name), ...rest.flat());

const ticket = process({
  id: "ticket",
  name: "Support Ticket",
  tasks: [
    beginEvent({ id: "Create" }),
    userTask({ id: "Work", roles: ["clerk"] }),
    endEvent({ id: "Closed" }),
  ],
  flows: [
    sequenceFlow({ id: "f1", source: "Create", target: "Work" }),
    sequenceFlow({ id: "f2", source: "Work", target: "Closed" }),
  ],
});

/** An application with the protocol, whose page logs in whom its query names. */
async function scene(
  options: BpeN2oOptions & {
    readonly modules?: BpeModules;
    readonly runtime?: OpenOptions;
    readonly kv?: Kv;
  } = {},
) {
  const { kv = memoryKv() } = options, book = notebook(), told: unknown[] = [];
  const b = bpe(kv, {
    manual: true,
    modules: { ticket: { def: ticket }, ...options.modules },
    ...options.runtime,
  });
  await b.deploy(ticket);
  const page = {
    event(event: unknown) {
      told.push(event);
      if (event !== "init") return;
      const { searchParams } = new URL(`http://x/?${n2o.context().req.query}`);
      n2o.user(searchParams.get("user") ?? "");
      const watched = searchParams.get("watch");
      if (watched !== null) n2o.reg(bpeTopic(watched));
    },
  };
  const made = await application({
    kv,
    routes: { "/app/p": page },
    protocols: [n2o.heart, bpeN2o(b, { make: ["ticket"], ...options }), nitro.nitro],
    secret: "a secret of more than sixteen letters",
    port: 0,
    hostname: "127.0.0.1",
    log: book.log,
  });
  const silence = live(made.server, b);
  const { port, stop } = await made.start(), wires: Wire[] = [];
  return {
    b,
    book,
    told,
    async login(user: string, query = ""): Promise<Wire> {
      const wire = await dial(`ws://127.0.0.1:${port}/ws/app/p?user=${user}${query}`);
      wires.push(wire);
      wire.text("N2O,");
      await wire.next();
      return wire;
    },
    async [Symbol.asyncDispose]() {
      for (const wire of wires) await wire.leave();
      silence();
      await stop();
      await b.close();
      kv.close();
    },
  };
}

/** Sends bytes and shows the data of `{io, <<>>, Data}`. */
async function ask(wire: Wire, sent: Uint8Array): Promise<Shown> {
  wire.bytes(sent);
  return await answer(wire);
}

async function answer(wire: Wire): Promise<Shown> {
  const { code, data } = io(await wire.next());
  equal(shown(code), "");
  return shown(data);
}

/** The id in `{ok, Id}`. */
function made(reply: Shown): string {
  assert(Array.isArray(reply) && reply[1] === ":ok", JSON.stringify(reply));
  return String(reply[2]);
}

/** `{'Make',<<"ticket">>,[{issue,1}]}`, with ATOM_EXT, BINARY_EXT, LIST_EXT, SMALL_TUPLE_EXT, SMALL_INTEGER_EXT and NIL_EXT. */
const MAKE = message(
  "Make",
  binBytes("ticket"),
  [108, 0, 0, 0, 1, 104, 2, ...atomBytes("issue"), 97, 1, 106],
);
const flow = (id: string, source: string, target: string) => [
  "{}",
  ":sequenceFlow",
  id,
  "",
  [],
  source,
  target,
  [],
  [],
];

test("a process is made, moved, given documents and seen over the wire as the original's client does it", async () => {
  await using on = await scene();
  const wire = await on.login("ann"), id = made(await ask(wire, MAKE));
  equal(await ask(wire, message("Next", binBytes(id))), ["{}", ":complete", "Work"]);
  const amend = message("Amen", binBytes(id), [104, 2, ...atomBytes("answer"), ...binBytes("42")]);
  equal(await ask(wire, amend), ["{}", ":complete", "Closed"]);
  const proc = await ask(wire, message("Proc", binBytes(id)));
  assert(Array.isArray(proc));
  // The fields of the record in the order of the original's header: 39 and the name.
  equal(proc.length, 1 + 40);
  equal([proc[1], proc[2], proc[5], proc[9]], [":process", id, "Support Ticket", ":ticket"]);
  equal(proc[14], [["{}", ":answer", "42"], ["{}", ":issue", 1]]);
  equal([proc[28], proc[29], proc[31]], ["Create", "Closed", flow("f2", "Work", "Closed")]);
  equal(await ask(wire, message("Load", binBytes(id))), proc);
  const hist = await ask(wire, message("Hist", binBytes(id)));
  assert(Array.isArray(hist));
  const step = (at: number) => ["{}", ":step", at, id];
  equal(
    hist.map((row) => Array.isArray(row) ? [row.length, ...row.slice(1, 8)] : row),
    [
      [10, ":hist", step(0), [], step(1), [], "Create", [["{}", ":issue", 1]]],
      [10, ":hist", step(1), step(0), step(2), [], flow("f1", "Create", "Work"), [[
        "{}",
        ":issue",
        1,
      ]]],
      [10, ":hist", step(2), step(1), [], [], flow("f2", "Work", "Closed"), proc[14]],
    ],
  );
  equal(await ask(wire, message("Next", binBytes(id))), ":Final");
  equal((await on.b.proc(id)).status, "completed");
  equal(on.book.take(), []);
});

test("a process that is not there is [] to Load, and an error to all else", async () => {
  await using on = await scene();
  const wire = await on.login("ann");
  equal(await ask(wire, message("Load", binBytes("none"))), []);
  for (const name of ["Next", "Proc", "Hist", "Sub"]) {
    const reply = await ask(wire, message(name, binBytes("none")));
    equal(Array.isArray(reply) && reply.slice(0, 3), ["{}", ":error", ":instance"], name);
  }
});

test("only a process that the application lists is made, by whom the runtime's auth lets", async () => {
  const asked: unknown[] = [];
  await using on = await scene({
    roles: (user) => user === "ann" ? ["boss"] : [],
    runtime: {
      auth: (identity, _roles, permission) => {
        asked.push([identity?.id, identity?.roles, permission.do]);
        return identity === undefined || identity.roles?.includes("boss") === true;
      },
    },
  });
  const ann = await on.login("ann"), bob = await on.login("bob"), nobody = await on.login("");
  const id = made(await ask(ann, MAKE));
  const error = async (wire: Wire, sent: Uint8Array) => {
    const reply = await ask(wire, sent);
    return Array.isArray(reply) ? reply.slice(0, 3) : reply;
  };
  const denied = ["{}", ":error", ":denied"];
  equal(await error(ann, message("Make", binBytes("other"), [106])), denied);
  equal(await error(ann, message("Make", [...atomBytes("erlang")], [106])), denied);
  equal(await error(bob, MAKE), denied);
  for (const name of ["Next", "Load", "Proc", "Hist", "Sub"]) {
    equal(await error(bob, message(name, binBytes(id))), denied, name);
    equal(await error(nobody, message(name, binBytes(id))), denied, name);
  }
  equal(await error(bob, message("Amen", binBytes(id), [106])), denied);
  equal((await on.b.hist(id)).length, 1);
  const actions = new Set(asked.map((each) => JSON.stringify(each)));
  for (const permission of ["start", "next", "amend", "read"]) {
    assert(actions.has(JSON.stringify(["bob", [], permission])), permission);
  }
  assert(actions.has(JSON.stringify(["ann", ["boss"], "start"])));
});

test("what the store says of itself is for the log: a client is told only that it failed", async () => {
  let isAway = false;
  const away = () => {
    if (isAway) throw new KvsError("unavailable", "connect to 10.0.0.7:6379 refused");
  };
  const kv = disturbed(memoryKv(), { read: away });
  await using on = await scene({ kv });
  const ann = await on.login("ann"), id = made(await ask(ann, MAKE));
  for (const name of ["Next", "Proc", "Hist"]) {
    isAway = true;
    const reply = await ask(ann, message(name, binBytes(id)));
    isAway = false;
    equal(reply, ["{}", ":error", ":failed", "it could not be done; try again later"], name);
    equal(on.book.take(), [`bpe failed to answer ${name}`]);
  }
});

test("the auth of a process is told who asks, and for which roles; what it refuses is answered as the original does", async () => {
  const asked: unknown[] = [];
  await using on = await scene({
    modules: {
      ticket: {
        def: ticket,
        auth: (roles, identity) => {
          asked.push([roles, identity?.id]);
          return identity?.id === "ann";
        },
      },
    },
  });
  const bob = await on.login("bob"), id = made(await ask(bob, MAKE));
  const reply = await ask(bob, message("Next", binBytes(id)));
  equal(reply, ["{}", ":error", "Access denied", [
    "{}",
    ":beginEvent",
    "Create",
    "",
    [],
    ["f1"],
    [],
    [],
    [],
  ]]);
  const ann = await on.login("ann");
  equal(await ask(ann, message("Next", binBytes(id))), ["{}", ":complete", "Work"]);
  equal(await ask(ann, message("Next", binBytes(id))), ["{}", ":complete", "Closed"]);
  equal(asked, [[[], "bob"], [[], "ann"], [["clerk"], "ann"]]);
});

test("a client that has asked hears of each change, wherever it comes from, until it asks no more", async () => {
  await using on = await scene();
  const ann = await on.login("ann"), id = made(await ask(ann, MAKE));
  equal(await ask(ann, message("Sub", binBytes(id))), ["{}", ":ok", id]);
  await on.b.next(id);
  const told = await answer(ann);
  equal(told, ["{}", ":bpe", id, 2, "active", flow("f1", "Create", "Work")]);
  equal(await ask(ann, message("Unsub", binBytes(id))), ["{}", ":ok", id]);
  await on.b.next(id);
  equal(await ann.settled(), []);
});

test("a page under the topic of a process is told its changes as data", async () => {
  await using on = await scene();
  const id = await on.b.start("ticket", [], { id: "watched" });
  const wire = await on.login("ann", "&watch=watched");
  await on.b.next(id);
  await wire.settled();
  const news = on.told.at(-1);
  equal(n2o.isSent(news) && news.message, { bpe: id, version: 2, status: "active", task: "Work" });
});

test("hostile messages are refused with a term, change nothing and close nothing", async () => {
  await using on = await scene({ limits: { held: 3 } });
  const wire = await on.login("ann"), id = made(await ask(wire, MAKE));
  const deep = (levels: number): Tuple =>
    levels === 0 ? tuple(atom("end")) : tuple(atom("d"), deep(levels - 1));
  const hostile: readonly (readonly [string, Tuple])[] = [
    ["bad_arguments", tuple(atom("Next"))],
    ["bad_arguments", tuple(atom("Next"), id, [])],
    ["bad_arguments", tuple(atom("Make"), "ticket")],
    ["bad_arguments", tuple(atom("Next"), atom(id))],
    ["bad_arguments", tuple(atom("Proc"), [...id].map((char) => char.charCodeAt(0)))],
    ["bad_arguments", tuple(atom("Hist"), `${id}/..`)],
    ["bad_arguments", tuple(atom("Load"), "x".repeat(201))],
    ["bad_arguments", tuple(atom("Load"), Uint8Array.of(255, 254))],
    ["bad_arguments", tuple(atom("Amen"), id, atom("doc"))],
    ["bad_arguments", tuple(atom("Amen"), id, [tuple()])],
    ["bad_arguments", tuple(atom("Amen"), id, [1])],
    ["denied", tuple(atom("Make"), tuple(atom("process"), "ticket"), [])],
    ["denied", tuple(atom("Make"), "constructor", [])],
    ["denied", tuple(atom("Make"), "<definitions/>", [])],
    ["limit", tuple(atom("Amen"), id, Array.from({ length: 101 }, () => tuple(atom("a"))))],
    ["limit", tuple(atom("Amen"), id, [deep(40)])],
    ["limit", tuple(atom("Amen"), id, [tuple(atom("a"), Array.from({ length: 10_001 }, () => 1))])],
    ["limit", tuple(atom("Amen"), id, [tuple(atom("a")), tuple(atom("b")), tuple(atom("c"))])],
  ];
  for (const [code, term] of hostile) {
    wire.term(term);
    const reply = await answer(wire);
    equal(Array.isArray(reply) && reply.slice(0, 3), ["{}", ":error", `:${code}`], String(code));
  }
  equal((await on.b.proc(id)).version, 1);
  equal(await ask(wire, message("Next", binBytes(id))), ["{}", ":complete", "Work"]);
  equal(on.book.take(), []);
});

test("an action that throws is a failure that is logged, and moves nothing", async () => {
  await using on = await scene({
    modules: {
      ticket: {
        def: ticket,
        action: () => {
          throw new Error("the printer is on fire");
        },
      },
    },
  });
  const wire = await on.login("ann"), id = made(await ask(wire, MAKE));
  const reply = await ask(wire, message("Next", binBytes(id)));
  equal(reply, ["{}", ":error", ":failed", "it could not be done; try again later"]);
  equal((await on.b.proc(id)).version, 1);
  equal(on.book.take(), ["bpe failed to answer Next"]);
});

test("two thousand messages of random terms get an answer each, and the connection lives", async () => {
  await using on = await scene({ make: [] });
  const wire = await on.login("ann"), seed = 20_261_124, roll = random(seed);
  const names = ["Make", "Next", "Amen", "Load", "Proc", "Hist", "Sub", "Unsub"];
  const any = (deep: number): ReturnType<typeof term> => term(deep);
  function term(deep: number): Parameters<Wire["term"]>[0] {
    switch (roll.below(deep > 4 ? 5 : 8)) {
      case 0:
        return roll.below(1_000) - 500;
      case 1:
        return atom(`a${roll.below(50)}`);
      case 2:
        return `text ${roll.below(100)}`;
      case 3:
        return Uint8Array.of(roll.below(256), roll.below(256));
      case 4:
        return [];
      case 5:
        return tuple(...Array.from({ length: roll.below(4) }, () => any(deep + 1)));
      case 6:
        return Array.from({ length: roll.below(4) }, () => any(deep + 1));
      default:
        return new Map([[any(deep + 1), any(deep + 1)]]);
    }
  }
  for (let count = 0; count < 2_000; count++) {
    const name = names[roll.below(names.length)] ?? "Next";
    wire.term(tuple(atom(name), ...Array.from({ length: roll.below(4) }, () => term(0))));
    const reply = await answer(wire);
    const isRefused = Array.isArray(reply) && reply[1] === ":error";
    const isFree = ["Load", "Unsub"].includes(name);
    assert(isRefused || isFree, `seed ${seed}: ${name} ${JSON.stringify(reply)}`);
  }
  equal(on.book.take(), []);
});
