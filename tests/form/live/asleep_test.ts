import { document, formPage } from "../../../form/mod.ts";
import { woken } from "../../../n2o/connection.ts";
import {
  type Asleep,
  atom,
  type Connection,
  connection,
  decode,
  encode,
  type Frame,
  heart,
  type Log,
  server,
  tableOf,
  type Term,
  text,
  Tuple,
  tuple,
} from "../../../n2o/mod.ts";
import { nitro } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";

const order = document({
  name: "order",
  fields: [
    { id: "item", title: "Item", required: true },
    { id: "price", title: "Price", type: "money", curr: "UAH" },
    { id: "lines", title: "Lines", type: "table", fields: [{ id: "qty", type: "integer" }] },
  ],
  buttons: [{ name: "send", title: "Send" }],
});

/** A host that may forget a connection after each message: what it keeps is its bytes. */
class Host {
  readonly frames: Uint8Array[] = [];
  #asleep: Asleep | undefined;
  #connection: Connection;
  #seq = 0;
  readonly #server;

  constructor(server_: ReturnType<typeof server>) {
    this.#server = server_;
    this.#connection = connection(
      server_,
      "/",
      { path: "/", query: "", headers: {} },
      this.#transport(),
    );
  }

  #transport() {
    return {
      send: (frame: Frame) => void (typeof frame !== "string" && this.frames.push(frame.slice())),
      close() {},
      backlog: 0,
      sleeper: {
        holds() {},
        room() {},
        heard: 0,
        keep: (asleep: Asleep | undefined) => void (this.#asleep = structuredClone(asleep)),
        rested() {},
      },
    };
  }

  async say(term: Term): Promise<Term> {
    this.frames.length = 0;
    this.#connection.receive(encode(term).slice().buffer);
    while (this.frames.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    const [frame = new Uint8Array()] = this.frames;
    // Nothing of the process is left but what the host has.
    const caching = tableOf(this.#server.tables, "caching");
    for (const { key } of [...caching.rows()]) caching.delete(key);
    if (this.#asleep !== undefined) {
      this.#connection = woken(this.#server, this.#asleep, this.#transport());
    }
    return decode(frame);
  }

  event(id: string, pickle: string, values: Term[] = []): Promise<Term> {
    return this.say(tuple(atom("pickle"), id, pickle, values, ++this.#seq));
  }
}

/** What an event of an element is sent by. */
function pickleOf(term: Term, id: string): string {
  const [, instructions = []] = term instanceof Tuple ? term.elements : [];
  const found = (Array.isArray(instructions) ? instructions : []).find((each) =>
    each instanceof Tuple && each.elements[0] === atom("bind") &&
    text(each.elements[1] ?? []) === id
  );
  return found instanceof Tuple ? text(found.elements[3] ?? []) ?? "" : "";
}

Deno.test("a form goes on where its host forgets the connection after each message, without any draft", async () => {
  const sent: unknown[] = [], errors: unknown[] = [];
  const log: Log = (_level, message, details) => void errors.push(message, details?.error);
  const page = formPage({ document: order, mode: "create", submit: (v) => void sent.push(v) });
  const host = new Host(server({
    secret: "sixteen or more random characters",
    routes: { "/": page },
    protocols: [heart, nitro],
    log,
  }));
  const first = await host.say(tuple(atom("hello"), 1, "", "a-page-of-a-test"));
  const item = "item_order_create", price = "price_order_create", add = "lines_order_create-add";
  await host.event(item, pickleOf(first, item), [tuple(item, "tea")]);
  await host.event(price, pickleOf(first, price), [tuple(price, "12.50")]);
  const added = await host.event(add, pickleOf(first, add));
  const qty = "lines/r1/qty_order_create";
  await host.event(qty, pickleOf(added, qty), [tuple(qty, "3")]);
  await host.event("send_order_create", pickleOf(first, "send_order_create"));
  // The second of two clicks.
  await host.event("send_order_create", pickleOf(first, "send_order_create"));
  equal(errors, []);
  equal(sent, [{ item: "tea", price: { minor: 1250n, currency: "UAH" }, lines: [{ qty: 3 }] }]);
});
