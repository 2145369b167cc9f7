/**
 * Forms of connections: where each is kept, and how it is found again when its connection was lost.
 *
 * @module
 */
import { type Context, context, type Plain, roles, tableOf, user } from "../../n2o/mod.ts";
import { qc, qp, state } from "../../nitro/mod.ts";
import { begin, restored } from "./begin.ts";
import { isDraft } from "./store/drafts.ts";
import { Filling, nobody, type Person, type Setup } from "./filling.ts";
import { startAt } from "./steps.ts";

/** How long a form is kept after its connection was lost, in milliseconds. */
const KEPT = 5 * 60_000;
/** How many forms of one declaration are kept for a person: the ones that they filled in last. */
const MOST = 32;

/** The forms of one declaration. All of it belongs to the message or visit that runs. */
export class Keeper {
  readonly #setup: Setup;
  readonly #name: string;
  readonly #held: WeakMap<object, Filling> = new WeakMap();
  readonly #visited = Symbol("form");

  /** @param name the id of the form */
  constructor(setup: Setup, name: string) {
    this.#setup = setup;
    this.#name = name;
  }

  /** The form of this connection, as it is held. */
  get held(): Filling | undefined {
    const { link } = context();
    return link && this.#held.get(link);
  }

  /** The form of whoever it is; undefined where there is nothing that it is about. */
  async ready(): Promise<Filling | undefined> {
    const running = context(), person = this.#person(running);
    const known = this.held ?? running.dictionary.get(this.#visited) ?? this.#parked(running);
    if (known instanceof Filling && isSame(known.person, person)) {
      this.#hold(running, known);
      return known;
    }
    const made = this.#slept(running, person) ?? await begin(this.#setup, person);
    if (made === undefined) return undefined;
    const asked = Number(qc("step"));
    if (Number.isSafeInteger(asked) && asked > 0) await startAt(made, asked);
    this.#hold(running, made);
    return made;
  }

  /** Keeps a form as it is now, for a page that comes back and for a host that may forget the connection. */
  keep(filling: Filling): void {
    const running = context();
    this.#park(running, filling);
    if (running.sleeper === undefined) return;
    const { id = "", origin: { isNew }, sentAt, changes } = filling;
    state(this.#name, plain({ draft: filling.draft(), id, isNew, isSent: sentAt === changes }));
  }

  /** Lets go of the form of this connection. It waits for the next one of its page. */
  release(): Filling | undefined {
    const { link } = context(), filling = this.held;
    if (link !== undefined) this.#held.delete(link);
    return filling;
  }

  #person({ server: { clock, log }, cx: { session }, isVisit }: Context): Person {
    const { options } = this.#setup, name = user();
    // By HTTP who is nobody has no session, and no draft.
    const own = name !== "" ? `user ${name}` : isVisit === true ? "" : nobody(session);
    return { user: own, roles: (options.roles ?? roles)(), clock, log };
  }

  #hold(running: Context, filling: Filling): void {
    const { dictionary, link, isVisit } = running;
    dictionary.set(this.#visited, filling);
    if (isVisit === true || link === undefined) return;
    this.#held.set(link, filling);
    this.#park(running, filling);
  }

  #place({ cx: { session, client }, req: { path, query } }: Context): string {
    // A page of another query may be about another record; a step of a wizard is one of the same.
    const asked = new URLSearchParams(query);
    asked.delete("step");
    return `form ${this.#name} ${session} ${client} ${path}?${asked} ${this.#asked() ?? ""}`;
  }

  /** The record that the page is about, as it says itself. */
  #asked(): string | undefined {
    return (this.#setup.options.record ?? qp)() || undefined;
  }

  #park(running: Context, filling: Filling): void {
    const { server: { tables, clock }, cx: { client }, isVisit } = running;
    if (client === "" || isVisit === true) return;
    const till = clock.now() + KEPT;
    const place = this.#place(running), kept = tableOf(tables, "caching");
    kept.set(place, filling, till, "spare");
    // Whoever opens page after page keeps the server's memory for no more than so many.
    const of = `forms ${this.#name} ${filling.person.user}`, known = kept.get(of);
    const places: readonly string[] = Array.isArray(known) ? known : [];
    const others = places.filter((each) => each !== place);
    for (const each of others.slice(0, Math.max(0, others.length + 1 - MOST))) kept.delete(each);
    kept.set(of, [...others, place].slice(-MOST), till, "spare");
  }

  #parked(running: Context): unknown {
    const { server: { tables }, cx: { client }, isVisit } = running;
    if (client === "" || isVisit === true) return undefined;
    return tableOf(tables, "caching").get(this.#place(running));
  }

  /** As it was before the host forgot the connection. */
  #slept({ sleeper, isVisit }: Context, person: Person): Filling | undefined {
    if (sleeper === undefined || isVisit === true) return undefined;
    const kept = state(this.#name);
    if (typeof kept !== "object" || kept === null || !("draft" in kept)) return undefined;
    const { draft, id, isNew, isSent } = kept as Readonly<Record<string, unknown>>; // as: to be looked at
    if (!isDraft(draft)) return undefined;
    const origin = { value: draft.was, version: draft.version, isNew: isNew === true };
    const made = new Filling(this.#setup, person, {
      id: typeof id === "string" && id !== "" ? id : undefined,
      origin,
    });
    const again = restored(made, draft);
    again.isRestored = false;
    if (isSent === true) again.sentAt = again.changes;
    return again;
  }
}

function isSame(one: Person, other: Person): boolean {
  return one.user === other.user && one.roles.join("\n") === other.roles.join("\n");
}

/** A draft as plain data: what is undefined in it is left out. */
function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map((each) => plain(each ?? null));
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, each]) =>
        each === undefined ? [] : [[name, plain(each)]]
      ),
    );
  }
  return value as Plain; // as: a form holds plain data
}
