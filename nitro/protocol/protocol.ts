/**
 * The protocol of pages: a client says hello and its page is initialised, events come in, actions go out.
 *
 * It answers the classic wire and ours; see `n2o/WIRE.md`.
 *
 * @module
 */
import { isInteger, isThenable } from "../../base/mod.ts";
import {
  ackData,
  context,
  type Cx,
  type EventOutcome,
  flush,
  greeted,
  type Guard,
  io,
  isBrowser,
  isRecord,
  loginAddress,
  type Message,
  N2oError,
  noCode,
  type Page,
  present,
  principal,
  type Protocol,
  type Refusal,
  refusal,
  type Reply,
  reply,
  type Term,
  text,
  timed,
  tokenData,
  told,
  unknown,
  unready,
  unregAll,
  verdict,
  written,
} from "../../n2o/mod.ts";
import { nameOf, readArguments } from "./arguments.ts";
import { classic, type Seal } from "../wire/classic.ts";
import { NitroError } from "../error.ts";
import { type Ev, openEv, sealEv } from "./event.ts";
import { measure, moduleOf, onceOnly } from "./numbered.ts";
import { renamed, renamedData } from "./renamed.ts";
import { redirect } from "../nitro.ts";
import { setValues } from "../q.ts";
import { type Soon, soon } from "./soon.ts";
import { supersede } from "../wire/supersede.ts";
import { terms } from "../wire/terms.ts";
import { carried, forgetShown, onlyChanged } from "../wire/changes/shown.ts";
import { watched } from "../wire/watch.ts";
import { actions, letGo, rendered } from "../wire/wire.ts";

/** The version of our wire. */
const VERSION = 1;
/** The records that a client sends. */
const SHAPES = [["pickle", 5], ["pickle", 4], ["init", 2], ["hello", 4]] as const;

/** The protocol of pages: `text` and `term` of both wires, `bus` and `exit` of the server. */
export const nitro: Protocol = {
  name: "nitro_n2o",
  answers: (message) =>
    message.type === "text" ? message.text.startsWith("N2O,") : message.type === "term" &&
      SHAPES.some(([name, size]) => isRecord(message.term, name, size)),
  supersede,
  info(message) {
    switch (message.type) {
      case "text":
        return message.text.startsWith("N2O,")
          ? hello("classic", message.text.slice(4), "")
          : unknown;
      case "term":
        return frame(message.term);
      case "bus":
        return pushed(message);
      case "exit":
        return terminated();
    }
  },
};

function frame(term: Term): Soon<Reply> | typeof unknown {
  if (isRecord(term, "pickle", 5) || isRecord(term, "pickle", 4)) return event(term.elements);
  if (isRecord(term, "init", 2)) return hello("classic", text(term.elements[1] ?? []) ?? "", "");
  if (!isRecord(term, "hello", 4)) return unknown;
  const [, version, token = [], client = []] = term.elements, name = text(client) ?? "";
  if (version !== VERSION) {
    return reply({ close: 4001, reason: `this server speaks version ${VERSION}` });
  }
  return /^[\w-]{8,64}$/.test(name)
    ? hello("terms", text(token) ?? "", name)
    : refused("bad arguments", 0, "terms");
}

/** A client is there: it gets a session and its page is initialised. */
async function hello(wire: "classic" | "terms", token: string, client: string): Promise<Reply> {
  const found = context();
  unregAll();
  found.cx = { ...found.cx, wire, client, shown: undefined };
  found.cx = await greeted(found, token);
  const data = () => {
    // The answer itself tells a program what its page did to the session.
    if (!isBrowser(found)) found.cx = told(found);
    return tokenData(found.cx.token);
  };
  // Also where the page fails the client gets its token, for it waits for one, and hears that the page is not there.
  const failed = () => {
    const code = [...renamed(), ...unready(found.cx.wire)];
    return reply({ bert: io(code.length > 0 ? code : noCode(wire), data()) }, found.cx);
  };
  return await answer(() => carriedOut(found.cx.page, "init"), data, failed);
}

/** An event of a control. */
function event(
  [, target = [], sealed = [], args = [], number]: readonly Term[],
): Soon<Reply> {
  const { cx } = context();
  if (number !== undefined && !isInteger(number, 1, Number.MAX_SAFE_INTEGER)) {
    return refused("bad arguments", 0, "terms");
  }
  const seq = number;
  if (cx.session === "" || (cx.wire === "terms") !== (seq !== undefined)) {
    return refused("no session", seq, seq === undefined ? "classic" : "terms");
  }
  const handled = () => presented(target, text(sealed) ?? "", args, seq);
  const late = present(context(), true);
  if (late === undefined) return handled();
  return late.then(handled, (error) => {
    context().server.log("error", "a session could not be looked up", { page: cx.page, error });
    return refused("failed", seq);
  });
}

/** An event of a client whose session lives. */
function presented(
  target: Term,
  sealed: string,
  args: Term,
  seq: number | undefined,
): Soon<Reply> {
  const found = context(), { server, cx } = found, ev = opened(sealed, cx.page);
  if (typeof ev === "string") return refused(ev, seq);
  const values = nameOf(target) === ev.target
    ? readArguments(args, ev.source, ev.target)
    : undefined;
  if (values === undefined) return refused("bad arguments", seq);
  carried([ev.target, ...values.keys()]);
  const run = () => {
    setValues(values);
    return carriedOut(ev.delegate || ev.page, ev.postback);
  };
  const begun = server.clock.now(), till = begun + server.pickleTtl * 1000;
  const failed = () => refused("failed", seq);
  let outcome: EventOutcome | undefined;
  const end = (): Soon<EventOutcome> =>
    seq === undefined
      ? soon(run(), () => "done")
      : onceOnly({ session: ev.session, client: cx.client, seq, till }, ev, run);
  const ended = answer(
    () => soon(end(), (found) => void (outcome = found)),
    () => ackData(seq),
    failed,
  );
  // A handler that is given up may never end.
  if (ended instanceof Promise) found.onOver = () => measure(server, "late", begun);
  return soon(ended, (said) => {
    if (!found.isOver) measure(server, outcome ?? "failed", begun);
    found.onOver = undefined;
    return outcome === "unknown" || outcome === "failed" ? refused(outcome, seq) : said;
  });
}

/** A message of the bus. The client hears of it only if the page has something to say. */
function pushed({ news }: Message & { type: "bus" }): Soon<Reply> {
  const found = context(), { told } = found.cx;
  let isWired = false;
  const said = answer(() =>
    soon(
      soon(present(found, false), () => carriedOut(found.cx.page, news)),
      () => void (isWired = actions().length > 0),
    )
  );
  // What tells of another session must not be lost.
  return soon(
    said,
    (said) =>
      isWired || actions().length > 0 || found.cx.told !== told ? said : reply(undefined, found.cx),
  );
}

/** The client is gone. */
function terminated(): Soon<Reply> {
  const found = context();
  if (found.cx.wire === undefined) return reply(undefined, found.cx);
  const said = answer(() =>
    soon(present(found, false), () => carriedOut(found.cx.page, "terminate"))
  );
  return soon(said, () => reply(undefined, found.cx));
}

/** Has a module handle a message; done when what it wrote is durable. */
function carriedOut(module: string, message: unknown): Soon<void> {
  const found = context(), { server: { routes }, cx, req } = found;
  const page = moduleOf(routes, module);
  found.event = message;
  if (page === undefined) {
    throw new NitroError("config", `routes: there is no module "${module}" to handle an event`);
  }
  const guard = message === "terminate" ? undefined : refusing(page, routes[cx.page]);
  let handled: unknown;
  // What came before may have been waited for, so that nobody else takes the time of this.
  if (guard === undefined) handled = timed(found, () => page.event(message));
  else redirect(loginAddress(guard.login, `${req.path}?${req.query}`.replace(/\?$/, "")));
  if (isThenable(handled)) return Promise.resolve(handled).then(flush);
  return found.pending.length > 0 ? flush() : undefined;
}

/** The guard of a module, or of the page that shows what it does, that does not admit who is there. */
function refusing(module: Page, shown: Page | undefined): Guard | undefined {
  if (module.guard === undefined && shown?.guard === undefined) return undefined;
  const guards = [module, shown].flatMap((page) => page?.guard ?? []);
  const who = principal();
  return guards.find((guard) => verdict(guard, who) !== "admitted");
}

/** Runs a handler and answers with the actions it wired; what it throws is logged, its actions are dropped. */
function answer(
  run: () => Soon<void>,
  data: () => Term = () => [],
  failed: () => Reply = () => refused("failed"),
): Soon<Reply> {
  const found = context();
  const said = () => {
    const wired = code(found.cx), renames = renamed();
    // Encoded here: what has no term is a failure of the page, too.
    const all = Array.isArray(wired) ? [...renames, ...wired] : wired;
    const bytes = written(io(all, renamedData() ?? data()), found.link?.formatter);
    letGo();
    return reply(bytes, found.cx);
  };
  const fail = (error: unknown) => {
    const { page, session } = found.cx, writes = found.pending.splice(0);
    forgetShown(found);
    found.server.log("error", "the page failed to handle an event", { page, session, error });
    return writes.length > 0 ? Promise.allSettled(writes).then(failed) : failed();
  };
  try {
    const ran = run();
    return ran instanceof Promise ? ran.then(said).catch(fail) : said();
  } catch (error) {
    return fail(error);
  }
}

/** What was wired, for the client's wire. */
function code(cx: Cx): Term {
  const seal: Seal = (event) => sealEv(cx.page, event);
  const made = watched(actions());
  return cx.wire === "terms" ? terms(onlyChanged(made, rendered()), seal) : classic(made, seal);
}

/** The event that a pickle of this page and session says, or why it is refused. */
function opened(sealed: string, page: string): Ev | "EV expected" | "expired" {
  try {
    const ev = openEv(sealed);
    return ev?.page === page ? ev : "EV expected";
  } catch (error) {
    if (!N2oError.is(error)) throw error;
    return error.code === "expired" ? "expired" : "EV expected";
  }
}

/** Refuses what came from the client, on the wire that it speaks. */
function refused(reason: Refusal, seq?: number, wire: Cx["wire"] = context().cx.wire): Reply {
  forgetShown();
  const code = renamed(), said = reply({ bert: refusal(wire, reason, seq, code) }, context().cx);
  return reason === "failed" || reason === "unknown" ? said : { ...said, strike: reason };
}
