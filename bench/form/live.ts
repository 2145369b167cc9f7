/**
 * A keystroke in a field that ten others depend on, in a form of 50 fields that is live: how long the server takes from the frame of the
 * browser to its own, and what goes over the wire; beside the same form written by hand in nitro, whose page renders it anew.
 *
 * @module
 */
import { document, formPage, rule } from "../../form/mod.ts";
import {
  atom,
  connection,
  decode,
  encode,
  type Frame,
  heart,
  type Page,
  server,
  silentLog,
  type Term,
  text,
  Tuple,
  tuple,
} from "../../n2o/mod.ts";
import * as nitro from "../../nitro/mod.ts";
import { median, table } from "../report.ts";

const ENTERED = 40, COMPUTED = 10, KEYS = 300;

const sheet = document({
  name: "sheet",
  fields: [
    ...Array.from({ length: ENTERED }, (_, at) => ({
      id: `f${at}`,
      title: `Field ${at + 1}`,
      type: "number" as const,
      default: at,
    })),
    ...Array.from({ length: COMPUTED }, (_, at) => ({
      id: `c${at}`,
      title: `Sum ${at + 1}`,
      type: "number" as const,
      computed: rule(`f0 + f${at + 1}`),
    })),
  ],
  buttons: [{ name: "send", title: "Send" }],
});

const declared = formPage({ document: sheet, mode: "create", submit: () => {} });

/** The same by hand. */
const written = nitro.page({
  title: "Sheet",
  on: {
    type: nitro.takes({ f0_sheet_create: "number" }, async ({ f0_sheet_create: value }) => {
      nitro.state("f0", value ?? 0);
      await nitro.refresh();
    }),
  },
  body({ on }) {
    const first = Number(nitro.state("f0") ?? 0);
    return nitro.form({
      id: "form",
      body: [
        ...Array.from({ length: ENTERED }, (_, at) => {
          const id = `f${at}_sheet_create`;
          return nitro.div({
            body: [
              nitro.label({ for: id, body: `Field ${at + 1}` }),
              nitro.textbox({
                id,
                value: String(at === 0 ? first : at),
                actions: at > 0
                  ? []
                  : [nitro.event({ target: id, type: "input", debounce: 150, ...on.type() })],
              }),
            ],
          });
        }),
        ...Array.from({ length: COMPUTED }, (_, at) => {
          const id = `c${at}_sheet_create`;
          return nitro.div({
            body: [
              nitro.label({ for: id, body: `Sum ${at + 1}` }),
              nitro.output({ id, body: String(first + at + 1) }),
            ],
          });
        }),
      ],
    });
  },
});

/** A client of a page, within the process. */
class Client {
  readonly frames: Frame[] = [];
  readonly #connection;
  #pickle = "";
  #seq = 0;

  constructor(page: Page) {
    const made = server({
      secret: "sixteen or more random characters",
      routes: { "/": page },
      protocols: [heart, nitro.nitro],
      log: silentLog,
    });
    const transport = {
      send: (frame: Frame) => void this.frames.push(frame),
      close() {},
      backlog: 0,
    };
    this.#connection = connection(made, "/", { path: "/", query: "", headers: {} }, transport);
  }

  async begin(): Promise<number> {
    this.#send(tuple(atom("hello"), 1, "", "a-client-of-a-bench"));
    const [bytes, term] = await this.#answer();
    this.#pickle = pickleOf(term, "f0_sheet_create");
    return bytes;
  }

  async key(value: string): Promise<number> {
    const pair = tuple("f0_sheet_create", value);
    this.#send(tuple(atom("pickle"), "f0_sheet_create", this.#pickle, [pair], ++this.#seq));
    const [bytes, term] = await this.#answer();
    const next = pickleOf(term, "f0_sheet_create");
    if (next !== "") this.#pickle = next;
    return bytes;
  }

  #send(term: Term): void {
    this.frames.length = 0;
    this.#connection.receive(encode(term).slice().buffer);
  }

  async #answer(): Promise<readonly [number, Term]> {
    while (this.frames.length === 0) await Promise.resolve();
    const [frame = ""] = this.frames;
    if (typeof frame === "string") throw new Error(`a text came: ${frame}`);
    return [frame.byteLength, decode(frame)];
  }
}

/** What an event of an element is sent by. */
function pickleOf(term: Term, id: string): string {
  const [, instructions = []] = term instanceof Tuple ? term.elements : [];
  for (const each of Array.isArray(instructions) ? instructions : []) {
    if (!(each instanceof Tuple)) continue;
    const [name, target = [], type = [], pickle = []] = each.elements;
    if (name === atom("bind") && text(target) === id && text(type) === "input") {
      return text(pickle) ?? "";
    }
  }
  return "";
}

interface Measured {
  readonly hello: number;
  readonly first: number;
  readonly bytes: number;
  readonly ms: number;
}

async function measure(page: Page): Promise<Measured> {
  const client = new Client(page), hello = await client.begin(), first = await client.key("1");
  const times: number[] = [], sizes: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const begun = performance.now();
    sizes.push(await client.key(String(2 + key)));
    times.push(performance.now() - begun);
  }
  return { hello, first, bytes: Math.max(...sizes), ms: median(times.slice(KEYS / 3)) };
}

const form = await measure(declared), hand = await measure(written);
const row = (name: string, { hello, first, bytes, ms }: Measured) => [
  name,
  `${hello}`,
  `${first}`,
  `${bytes}`,
  ms.toFixed(3),
];
table("a keystroke in a field that ten others follow: bytes, and ms of the server", [
  ["", "hello", "first", "most", "ms"],
  row("formPage", form),
  row("by hand in nitro", hand),
  [
    "by hand / formPage",
    "",
    "",
    (hand.bytes / form.bytes).toFixed(2),
    (hand.ms / form.ms).toFixed(2),
  ],
]);
