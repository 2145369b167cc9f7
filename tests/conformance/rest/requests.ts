/**
 * Requests that the original answered: `request` and `response`. What ours must answer is told by a model of its own, which knows HTTP and the sample's
 * records; a line is equal to the original's, or differs by a rule.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { rest, type RestApp } from "../../../rest/mod.ts";
import type { Kind, Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { exchangeOf } from "./exchange.ts";
import { FeedModel } from "./feed/model.ts";
import { feedRule } from "./feed/rules.ts";
import { entriesOf, FEEDS, seedFeeds } from "./feed/seeds.ts";
import type { Asked, Wanted } from "./http.ts";
import { Model } from "./model.ts";
import { ruleOf, same } from "./rules.ts";
import { seeded, usersOf } from "./seeds.ts";

/** Requests. */
export const requests: Kind = {
  is: (line) => "request" in line && "response" in line,
  run: async (lines) => {
    const results: Result[] = [];
    let world: World | undefined, of = "";
    for (const line of lines) {
      const id = `${line.case}|${line.backend}`;
      if (world === undefined || id !== of || line.step === 1) {
        world?.[Symbol.dispose]();
        [world, of] = [await worldOf(String(line.seed), lines), id];
      }
      results.push(await attempted(line, world));
    }
    world?.[Symbol.dispose]();
    return results;
  },
};

interface World extends Disposable {
  readonly api: RestApp;
  /** What is to be answered. */
  readonly answer: (asked: Asked) => Wanted;
}

async function worldOf(seed: string, lines: readonly Line[]): Promise<World> {
  const kv = memoryKv(),
    users = new Model(seeded(seed, lines)),
    feeds = new FeedModel(entriesOf(seed));
  await seedFeeds(kv, seed);
  return {
    api: rest({ kv, resources: [usersOf(seeded(seed, lines))], feeds: FEEDS }),
    answer: (asked) => (isOfFeeds(asked) ? feeds : users).answer(asked),
    [Symbol.dispose]: () => kv.close(),
  };
}

function isOfFeeds({ path }: Asked): boolean {
  return /^\/rest\/kvs(?:\/|$)/.test(path);
}

/** The outcome of a line; what goes wrong with it is its own failure, and the lines behind it are replayed all the same. */
async function attempted(line: Line, world: World): Promise<Result> {
  try {
    return await result(line, world);
  } catch (error) {
    return { name: `${line.case} ${line.step}`, failure: messageOf(error) };
  }
}

async function result(line: Line, { api, ...world }: World): Promise<Result> {
  const theirs = exchangeOf(line), { name, asked } = theirs;
  const answer = await api.fetch(requestOf(asked));
  const body = await answer.text(), wanted = world.answer(asked);
  if (answer.status !== wanted.status) {
    return {
      name,
      failure: `answers ${answer.status}, and not ${wanted.status}: ${body.slice(0, 200)}`,
    };
  }
  const told = body === "" ? undefined : JSON.parse(body);
  if (wanted.json !== undefined && !same(told, wanted.json)) {
    return {
      name,
      failure: `tells ${body.slice(0, 200)}, and not ${JSON.stringify(wanted.json).slice(0, 200)}`,
    };
  }
  if (answer.status >= 400 && asked.method !== "HEAD" && told?.status !== answer.status) {
    return { name, failure: `no problem document: ${body.slice(0, 200)}` };
  }
  const rule = (isOfFeeds(asked) ? feedRule : ruleOf)(theirs, { status: answer.status, told });
  return rule === "" ? { name, failure: "" } : { name, failure: "", difference: rule };
}

/** Methods that no client of the standard sends, but a socket can; those in small letters it makes great. */
const FORBIDDEN: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

function requestOf({ method, path, headers, body }: Asked): Request {
  const hasBody = body !== undefined && !["GET", "HEAD"].includes(method),
    isOdd = FORBIDDEN.has(method) || method !== method.toUpperCase();
  const request = new Request(new URL(`http://localhost${path}`), {
    method: isOdd ? "POST" : method,
    headers,
    ...(hasBody && { body: new TextEncoder().encode(body) }),
  });
  if (isOdd) Object.defineProperty(request, "method", { value: method });
  return request;
}
