/**
 * The recorded scenarios of sessions and of the cache: `step`, `input`, `result`. A step is told by its words; each one is replayed on
 * sessions of its own, so that any part of the list can be.
 *
 * @module
 */
import { pickler } from "../../../n2o/session/pickle.ts";
import type { SessionRows } from "../../../n2o/session/rows.ts";
import { type SessionOptions, type Sessions, sessions } from "../../../n2o/session/session.ts";
import { type Table, table } from "../../../n2o/table.ts";
import { atom } from "../../../n2o/term/atom.ts";
import { N2oError } from "../../../n2o/error.ts";
import { type Term, Tuple, tuple } from "../../../n2o/term/term.ts";
import { equal, notEqual, rejects } from "../../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { field, type Kind, type Line } from "../kind.ts";

/** What a step is replayed on. */
interface Scene extends Sessions {
  readonly clock: VirtualClock;
  readonly cookies: Table<SessionRows>;
  /** Seals what the server itself would not: a token of these parts. */
  token(session: string, till: number): string;
  /** The term of a token. */
  read(token: string): Term;
}

interface Step {
  /** Words of the step. */
  readonly says: RegExp;
  /** Replays it: `result` is what the original answered. */
  run(result: string): Promise<void> | void;
  /** The defect in whose place the useful answer is expected. */
  readonly difference?: string;
}

const SECRET = "a secret of more than sixteen letters";

function scene(options: Partial<SessionOptions> = {}): Scene {
  const clock = virtualClock(), seals = pickler(SECRET, clock), tokens = seals.purpose("token");
  const cookies = table<SessionRows>({ clock });
  const token = (session: string, till: number) =>
    tokens.pickle(tuple(tuple(session, atom("auth")), tuple(till, [])), "", till);
  const read = (text: string) => tokens.depickle(text, "");
  return {
    ...sessions({ pickler: seals, clock, cookies, ...options }),
    clock,
    cookies,
    token,
    read,
  };
}

/** Asserts that a token is of the shape that the original's has: `{{Sid, auth}, {Till, []}}`, ending so many seconds from now. */
function isToken({ read, clock }: Scene, token: string, seconds: number): void {
  const term = read(token);
  const [key, value] = term instanceof Tuple ? term.elements : [];
  equal(key instanceof Tuple && key.elements[1] === atom("auth"), true);
  equal(value, tuple(clock.now() + seconds * 1000, []));
}

/** The seconds that a recorded token lives. */
function secondsOf(result: string): number {
  return Number(/'now\+',(\d+)/.exec(result)?.[1] ?? 900);
}

async function fresh(options: Partial<SessionOptions>, result: string): Promise<void> {
  const made = scene(options), { session, token } = await made.authenticate("");
  equal(session.length, 20);
  isToken(made, token, secondsOf(result));
}

async function another(token: (made: Scene, known: string) => string, prolongate = false) {
  const made = scene({ prolongate }), known = await made.authenticate("");
  const given = token(made, known.session), found = await made.authenticate(given);
  notEqual(found.session, known.session);
  equal([found.session.length, found.token === given], [20, false]);
  isToken(made, found.token, 900);
}

const steps: readonly Step[] = [
  { says: /-> new token$/, run: (result) => fresh({ prolongate: false }, result) },
  {
    says: /prolongate=false: same token/,
    async run() {
      const { authenticate } = scene({ prolongate: false }), { token } = await authenticate("");
      equal((await authenticate(token)).token, token);
    },
  },
  { says: /^garbage token/, run: () => another(() => "garbage") },
  {
    says: /#ev\{\} used as a token/,
    async run() {
      const event = (session: string) => ({ clock }: Scene, known: string) =>
        pickler(SECRET, clock).pickle(
          tuple(atom("ev"), known),
          session,
          clock.now() + 60_000,
        );
      await another(event(""));
      await another((made, known) => event(known)(made, known));
    },
  },
  {
    says: /well signed token is accepted/,
    difference: "a well-signed token of a session that nobody began begins a new one",
    run: () => another(({ token, clock }) => token("chosen", clock.now() + 60_000)),
  },
  { says: /^expired token/, run: () => expired(false) },
  { says: /^expired token, prolongate=true/, run: () => expired(true) },
  {
    says: /cookies table keys/,
    async run(result) {
      const { authenticate, cookies } = scene(), count = result.split("{auth,true}").length - 1;
      for (let each = 0; each < count; each++) await authenticate("");
      const rows = [...cookies.rows()];
      equal(rows.map(({ value }) => [...value.keys()]), rows.map(() => ["auth"]));
      equal([rows.length, new Set(rows.map(({ key }) => String(key).length)).size], [count, 1]);
    },
  },
  {
    says: /^valid token, prolongate=true/,
    async run(result) {
      const made = scene(), first = await made.authenticate("");
      made.clock.advance(10_000);
      const second = await made.authenticate(first.token);
      equal(second.session, first.session);
      notEqual(second.token, first.token);
      isToken(made, second.token, secondsOf(result));
    },
  },
  { says: /^get_value existing/, run: () => withValue("joe", (value) => equal(value, "joe")) },
  { says: /^get_value missing/, run: () => withValue(undefined, (value) => equal(value, "def")) },
  {
    says: /^get_value expired/,
    async run() {
      const { authenticate, setValue, getValue, clock, cookies } = scene();
      const { session } = await authenticate("");
      await setValue(session, "exp", "x");
      clock.advance(900_000);
      equal([getValue(session, "exp", []), cookies.get(session)], [[], undefined]);
    },
  },
  { says: /^set_value returns/, run: () => withValue("v", (value) => equal(value, "v")) },
  {
    says: /^stored as/,
    async run(result) {
      const { authenticate, setValue, clock, cookies } = scene();
      const { session } = await authenticate("");
      await setValue(session, "k", "v");
      const row = cookies.row(session), seconds = ((row?.till ?? 0) - clock.now()) / 1000;
      equal(`{${seconds},${row?.value.get("k")?.value}}`, result);
    },
  },
  {
    says: /^lookup of a missing key/,
    run: () => void equal(scene().cookies.get("nokey"), undefined),
  },
  {
    says: /^clear\(Sid\)/,
    async run() {
      const { authenticate, setValue, clear, cookies } = scene();
      const { session } = await authenticate("");
      for (const key of ["a", "b"]) await setValue(session, key, key);
      await clear(session);
      equal(cookies.get(session), undefined);
    },
  },
  { says: /^ttl=\d+$/, run: (result) => fresh({ ttl: secondsOf(result) }, result) },
  {
    says: /^after 3 s with ttl=2/,
    async run() {
      const { authenticate, clock } = scene({ ttl: 2 }), first = await authenticate("");
      clock.advance(3_000);
      const second = await authenticate(first.token);
      notEqual(second.token, first.token);
      notEqual(second.session, first.session);
    },
  },
  {
    says: /^ttl=infinity/,
    difference: "a session without an end begins, and its token opens",
    async run() {
      const { authenticate, clock } = scene({ ttl: Infinity });
      const first = await authenticate("");
      clock.advance(1e12);
      equal((await authenticate(first.token)).session, first.session);
    },
  },
  { says: /cache\/3 then cache\/2/, run: () => cached([1], 1) },
  { says: /cache\/2 missing/, run: () => cached([], undefined) },
  { says: /cache\/3 undefined deletes/, run: () => cached([1, undefined], undefined) },
  {
    says: /cache\/4 infinity/,
    run() {
      const clock = virtualClock(), rows = table<number>({ clock });
      rows.set("k", 2, Infinity);
      clock.advance(1e12);
      equal(rows.get("k"), 2);
    },
  },
];

/** A token past its time, of a session that lives on. */
function expired(prolongate: boolean): Promise<void> {
  return another(({ token, clock }, known) => token(known, clock.now()), prolongate);
}

async function withValue(
  put: string | undefined,
  check: (value: unknown) => void,
): Promise<void> {
  const { authenticate, setValue, getValue } = scene(), { session } = await authenticate("");
  if (put !== undefined) await setValue(session, "k", put);
  check(getValue(session, "k", "def"));
  await rejects(() => setValue(session, "auth", "x"), N2oError, "value");
}

/** Puts values under one key one after the other, as `n2o.cache` does, and looks at what is there then. */
function cached(puts: readonly unknown[], left: unknown): void {
  const rows = table();
  for (const value of puts) {
    if (value === undefined) rows.delete("k");
    else rows.set("k", value);
  }
  equal(rows.get("k"), left);
}

/** The step that says most of a line's words. */
function stepOf(line: Line): Step | undefined {
  const found = steps.filter(({ says }) => says.test(field(line, "step")));
  return found.sort((a, b) => b.says.source.length - a.says.source.length)[0];
}

/** Scenarios of sessions. */
export const session: Kind = {
  is: (line) => "step" in line && "result" in line,
  run: (lines) =>
    Promise.all(lines.map(async (line) => {
      const step = stepOf(line), name = field(line, "step");
      try {
        if (step === undefined) throw new Error("no step of these words is known");
        await step.run(field(line, "result"));
        return { name, failure: "", ...difference(step) };
      } catch (error) {
        return { name, failure: error instanceof Error ? error.message : String(error) };
      }
    })),
};

function difference({ difference }: Step): { readonly difference?: string } {
  return difference === undefined ? {} : { difference };
}
