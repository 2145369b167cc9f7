import { pickler } from "../../../n2o/session/pickle.ts";
import { type Sessions, sessions } from "../../../n2o/session/session.ts";
import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { secret } from "../page.ts";
import type { SessionStorage } from "../../../n2o/session/rows.ts";
import { mapStorage } from "./storages.ts";

/** A storage that claims names for all nodes, whatever time it is. */
function claiming(): SessionStorage {
  const claims = new Set<string>();
  return {
    ...mapStorage(),
    claim: (name) => Promise.resolve(claims.size < claims.add(name).size),
  };
}

const HOUR = 3_600_000, MINUTE = 60_000;

/** Two nodes whose clocks are so far apart, and time that passes for both. */
function apart(
  skew: number,
  storage: SessionStorage = mapStorage(),
): { right: Sessions; wrong: Sessions; pass: (ms: number) => void } {
  const noon = virtualClock(), other = virtualClock(noon.now() + skew);
  const [right, wrong] = [noon, other].map((clock) =>
    sessions({ pickler: pickler(secret, clock), clock, storage, ttl: 900 })
  ) as [Sessions, Sessions]; // As: two clocks make two.
  return { right, wrong, pass: (ms) => [noon, other].forEach((clock) => clock.advance(ms)) };
}

async function loggedIn(at: Sessions): Promise<string> {
  const { session, done } = at.change(at.begin().session, { user: "alice" });
  await done;
  return session;
}

Deno.test("a node whose clock is an hour behind ends nothing early and prolongs by what it sees pass", async () => {
  const { right, wrong, pass } = apart(-HOUR), session = await loggedIn(right);
  for (let each = 0; each < 20; each++) {
    equal(await wrong.use(session), true);
    pass(5 * MINUTE);
    await wrong.setValue(session, "each", each); // waits for the writes before
  }
  equal(await wrong.use(session), true);
  await wrong.setValue(session, "each", null);
  equal(await right.use(session), true, "used on the other node all the time");
});

Deno.test("an idle session is over on a node whose clock is an hour behind, at most a ttl after it saw it", async () => {
  const { right, wrong, pass } = apart(-HOUR), session = await loggedIn(right);
  equal(await wrong.use(session, false), true);
  pass(14 * MINUTE);
  equal(await wrong.use(session, false), true);
  pass(2 * MINUTE);
  equal([await wrong.use(session, false), await right.use(session, false)], [false, false]);
  pass(10 * MINUTE);
  equal(await wrong.use(session, false), false, "it does not come back");
});

Deno.test("a node whose clock is an hour ahead gives nobody an hour more", async () => {
  const { right, wrong, pass } = apart(HOUR), session = await loggedIn(wrong);
  equal(await right.use(session, false), true);
  pass(16 * MINUTE);
  equal(await right.use(session, false), false);
  equal(await right.use(session), false, "it does not come back");
});

Deno.test("a node whose clock is an hour ahead takes others' sessions for idle and ends none of them", async () => {
  const { right, wrong, pass } = apart(HOUR), session = await loggedIn(right);
  // It cannot know better: nobody told it how long ago the session was used.
  equal(await wrong.use(session), false);
  equal(wrong.invalidateSessions(), 0);
  equal((await wrong.renew(session)).session === session, false);
  pass(10 * MINUTE);
  equal(await right.use(session), true);
});

Deno.test("a logout reaches a node whatever its clock says", async () => {
  for (const skew of [-HOUR, HOUR]) {
    const { right, wrong } = apart(skew);
    const [first, second] = skew < 0 ? [right, wrong] : [wrong, right];
    const session = await loggedIn(first);
    equal(await second.use(session), true);
    await second.clear(session);
    equal([await first.use(session), await second.use(session)], [false, false]);
  }
});

Deno.test("tokens and cookies of a node whose clock is an hour off are opened by the others", async () => {
  for (const skew of [-HOUR, HOUR]) {
    const { right, wrong } = apart(skew), { session, token } = await right.authenticate("");
    equal([wrong.named(token), wrong.unseal(right.seal(session))], [session, session]);
  }
});

Deno.test("a ticket of a node whose clock is an hour off is taken by the others, by one of them once", async () => {
  for (const skew of [-HOUR, 0, HOUR]) {
    const { right, wrong, pass } = apart(skew, claiming());
    for (const [maker, taker] of [[right, wrong], [wrong, right]] as const) {
      const session = await loggedIn(maker), ticket = maker.ticket(session, "held");
      pass(20_000);
      equal(await taker.redeem(ticket, "another's"), undefined);
      const came = await Promise.all([maker, taker, taker].map((at) => at.redeem(ticket, "held")));
      equal(came.filter((each) => each !== undefined).length, 1, `an hour times ${skew / HOUR}`);
      // Nobody's clock comes to where it is forgotten.
      pass(2 * HOUR - 30_000);
      equal([await maker.redeem(ticket, "held"), await taker.redeem(ticket, "held")], [
        undefined,
        undefined,
      ]);
    }
  }
});

Deno.test("who made a ticket takes it half a minute long, and uses it up for all nodes when it sweeps", async () => {
  for (const skew of [-HOUR, 0, HOUR]) {
    const { right, wrong, pass } = apart(skew, claiming()), session = await loggedIn(right);
    const [first, second] = [right.ticket(session, ""), right.ticket(session, "")] as const;
    pass(30_000);
    equal(await right.redeem(first, ""), undefined);
    right.invalidateSessions();
    equal([await wrong.redeem(second, ""), await right.redeem(second, "")], [undefined, undefined]);
  }
});

Deno.test("nodes whose storage claims nothing take no ticket after its time", async () => {
  const { right, wrong, pass } = apart(0), session = await loggedIn(right);
  const ticket = right.ticket(session, "");
  pass(30_000);
  equal(await wrong.redeem(ticket, ""), undefined);
});
