/**
 * The recorded session of the original sample, said again to this one.
 *
 * @module
 */
import { decode, encode } from "../../../n2o/bert/bert.ts";
import { isRecord, type Term, text, Tuple } from "../../../n2o/term/term.ts";
import { lines } from "../../_support/golden.ts";
import {
  type Answer,
  classicPickles,
  dial,
  io,
  shown,
  tokenOf,
  type Wire,
} from "../../_support/server/wire.ts";

/** A line of the recording. */
interface Line {
  readonly n: number;
  readonly step: string;
  readonly client: string;
  readonly dir: "c>s" | "s>c" | "http";
  readonly kind: "upgrade" | "text" | "binary" | "close" | "tcp-close";
  readonly path?: string;
  readonly text?: string;
  readonly hex?: string;
}

/** What one client was told. */
export interface Told {
  readonly client: string;
  /** The answer; `closed` where the original closed the connection. */
  readonly answer: Answer | "closed";
}

/** A page that was opened, or a frame that was sent to it and what was answered. */
export type Exchange =
  | { readonly opened: string; readonly client: string }
  | {
    readonly opened?: undefined;
    readonly n: number;
    readonly step: string;
    readonly client: string;
    /** What the original told its clients, and what this server told them. */
    readonly original: readonly Told[];
    readonly ours: readonly Told[];
  };

/** The JavaScript of an answer; empty for any other. */
export function codeOf(answer: Told["answer"]): string {
  const isIo = typeof answer === "object" && "term" in answer && isRecord(answer.term, "io", 3);
  return isIo ? text(io(answer).code) ?? "" : "";
}

/**
 * Sends every frame of the recording's clients, with the pickles and tokens that this server handed out for the same element and client in
 * the place of those that the original had.
 */
export async function* replay(origin: string): AsyncGenerator<Exchange> {
  const all = lines<Line>("wire_sample.jsonl"), open = new Map<string, Wire>();
  const known = new Map<string, () => string | undefined>();
  const pickles = new Map<string, string>(), tokens = new Map<string, string>();
  try {
    for (const [at, line] of all.entries()) {
      const { n, step, client } = line, wire = open.get(client);
      if (line.kind === "upgrade" || line.kind === "tcp-close") {
        await wire?.leave();
        open.delete(client);
        if (line.path === undefined) continue;
        open.set(client, await dial(`${origin}${line.path}`));
        yield { opened: line.path, client };
      }
      if (line.dir !== "c>s" || wire === undefined || line.kind === "tcp-close") continue;
      say(wire, line, (recorded) => known.get(recorded)?.());
      const original = answers(all, at + 1), ours: Told[] = [];
      // What settles is an empty text as well.
      if (line.text === "") ours.push({ client, answer: await wire.next() });
      for (const [client, wire] of open) {
        ours.push(...(await wire.settled()).map((answer) => ({ client, answer })));
      }
      for (const { client, answer } of original) learn(client, answer);
      for (const { client, answer } of ours) remember(client, answer);
      yield { n, step, client, original, ours };
    }
  } finally {
    for (const wire of open.values()) await wire.leave();
  }

  /** What the original handed out stands for what this server handed out to the same client. */
  function learn(client: string, answer: Told["answer"]): void {
    for (const [target, pickle] of Object.entries(classicPickles(codeOf(answer)))) {
      known.set(pickle, () => pickles.get(`${client} ${target}`));
    }
    const token = handed(answer);
    if (token !== undefined && !known.has(token)) known.set(token, () => tokens.get(client));
  }

  function remember(client: string, answer: Told["answer"]): void {
    for (const [target, pickle] of Object.entries(classicPickles(codeOf(answer)))) {
      pickles.set(`${client} ${target}`, pickle);
    }
    const token = handed(answer);
    if (token !== undefined) tokens.set(client, token);
  }
}

/** The token that an answer hands out, if it does. */
function handed(answer: Told["answer"]): string | undefined {
  if (typeof answer === "string" || !("term" in answer)) return undefined;
  const text = JSON.stringify(shown(answer.term));
  return text.includes('":Token"') ? tokenOf(answer) : undefined;
}

type Translate = (recorded: string) => string | undefined;

function say(wire: Wire, line: Line, translate: Translate): void {
  if (line.kind === "text") {
    const said = line.text ?? "", token = said.startsWith("N2O,") ? said.slice(4) : "";
    return wire.text(token === "" ? said : `N2O,${translate(token) ?? token}`);
  }
  const bytes = Uint8Array.fromHex(line.hex ?? "");
  wire.bytes(
    bytes.length === 0 || line.step === "invalid bert"
      ? bytes
      : encode(translated(decode(bytes), translate)),
  );
}

function translated(term: Term, translate: Translate): Term {
  if (term instanceof Uint8Array) return translate(text(term) ?? "") ?? term;
  if (term instanceof Tuple) {
    return new Tuple(term.elements.map((each) => translated(each, translate)));
  }
  return Array.isArray(term) ? term.map((each) => translated(each, translate)) : term;
}

/** What the original answered to the frame before line `from`. */
function answers(all: readonly Line[], from: number): Told[] {
  const until = all.findIndex(({ dir }, at) => at >= from && dir !== "s>c");
  return all.slice(from, until < 0 ? undefined : until).map(({ client, kind, text, hex }) => ({
    client,
    answer: kind === "close"
      ? "closed"
      : kind === "text"
      ? { text: text ?? "" }
      : hex
      ? { term: decode(Uint8Array.fromHex(hex)) }
      : "empty",
  }));
}
