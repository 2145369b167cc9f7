/**
 * The original's own scenarios, replayed: the same replies, stages, documents, histories and schedules, call by call, but where
 * `trace/differences.ts` says otherwise and why.
 */
import { type Bpe, bpe, type Reply } from "../../../bpe/process/bpe.ts";
import { BpeError } from "../../../bpe/error.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal } from "../../_support/assert.ts";
import { atom, binary, type Term, tuple } from "../../_support/erlang_text.ts";
import { absent, lines } from "../../_support/golden.ts";
import { differences } from "./trace/differences.ts";
import { modules } from "./trace/modules.ts";
import {
  places,
  type Recorded,
  recorded,
  staged,
  steady,
  string,
  term,
  write,
  writer,
} from "./trace/terms.ts";

interface Call {
  readonly scenario: string;
  readonly n: number;
  readonly op: string;
  readonly args: string;
  readonly reply: string;
  readonly live: { readonly stage: string; readonly docs: string } | null;
  readonly hist_count: number;
  readonly sched_count: number;
  readonly new_hist: readonly string[];
  readonly new_sched: readonly string[];
}

/** Which definition a scenario runs, and its module where it is another than the definition's. */
const RUNS: readonly (readonly [start: string, definition: string, module?: string])[] = [
  ["sample", "sample.bpmn"],
  ["compare", "compare.bpmn"],
  ["service", "service.bpmn"],
  ["exgate1", "exgate1.bpmn"],
  ["auth false", "compare.bpmn", "Denied"],
  ["docs ", "compare.bpmn"],
  ["next after Final", "service.bpmn"],
  ["complete API on sample", "sample.bpmn"],
  ["complete API on Ticket", "Ticket"],
  ["events on Account", "Account"],
  ["unknown id", "Ticket"],
  ["Ticket", "Ticket"],
  ["Order", "Order"],
  ["Account", "Account"],
];

/** The answer here to what is compared of a call. */
async function answer(b: Bpe, call: Call, id: string, on: Recorded, module: string, rows: Rows) {
  const to = writer(on), args = term(call.args) as Term[]; // as: arguments are a list
  const reply = await said(async () => {
    if (call.op === "start") {
      await b.start(on.record, args, { id, module });
      return tuple(atom("ok"), atom("ID"));
    }
    if (call.op === "proc") return to.proc(await b.proc(id));
    const told = await ask(b, call.op, id, args);
    if (told === "Final") return atom("Final");
    if ("complete" in told) return tuple(atom("complete"), to.id(told.complete));
    if ("error" in told) return tuple(atom("error"), binary(told.error), to.what(told.what));
    return typeof told.reply === "string" ? to.id(told.reply) : told.reply as Term; // as: of these modules
  });
  const proc = await b.load(id), { hist, sched } = rows;
  const all = proc === undefined
    ? { hist: [], sched: [] }
    : { hist: await b.hist(id), sched: await b.sched(id) };
  rows.hist = all.hist.length;
  rows.sched = all.sched.length;
  const isTold = call.live !== null && proc !== undefined;
  return {
    reply: write(reply),
    stage: isTold ? write(to.stage(proc.stage)) : undefined,
    docs: isTold ? write([...proc.docs] as Term[]) : undefined, // as: the scenarios have terms for documents
    hist_count: all.hist.length,
    sched_count: all.sched.length,
    new_hist: all.hist.slice(hist).map((row, i, { length }) =>
      write(to.hist(row, i === length - 1))
    ),
    new_sched: all.sched.slice(sched).map((row, i, { length }) =>
      write(to.sched(row, i === length - 1))
    ),
  };
}

/** How many rows there were before a call. */
interface Rows {
  hist: number;
  sched: number;
}

function ask(b: Bpe, op: string, id: string, args: readonly Term[]): Promise<Reply> {
  const [first, second] = args;
  switch (op) {
    case "next":
      return b.next(id, first === undefined ? undefined : string(first));
    case "complete":
      return b.complete(id, first === undefined ? undefined : string(first));
    case "amend":
      return b.amend(id, first);
    case "discard":
      return b.discard(id, first);
    case "modify":
      return b.modify(id, first, string(second) === "append" ? "append" : "remove");
    case "message_event": {
      const [, key, topic, , , name, payload] = places(first);
      equal(topic, []);
      return b.messageEvent(id, { id: string(key), name: string(name), payload });
    }
    default:
      throw new Error(`no such call: ${op}`);
  }
}

/** What was thrown is a reply, too. */
async function said(run: () => Promise<Term>): Promise<Term> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof BpeError)) throw error;
    return tuple(atom("raised"), atom("error"), atom(error.code));
  }
}

/** What is expected of a call: the recorded answer, and in its place what the differences say. */
function expected(call: Call) {
  const different = differences.filter(({ scenario }) => scenario === call.scenario);
  const ours = different.map(({ ours }) => ours[call.n]).find((each) => each !== undefined) ?? {};
  const like = different.find(({ as }) => as?.calls.includes(call.n))?.as?.scenario;
  const as = like === undefined ? undefined : calls.get(like)?.find(({ n }) => n === call.n);
  const wanted = { ...call, ...call.live, ...as, ...as?.live, ...ours };
  const text = (source: string | undefined) => write(term(source ?? "[]"));
  return {
    reply: call.op === "proc"
      ? write(replied(term(wanted.reply), ours.proc_stage))
      : text(wanted.reply),
    stage: call.live === null ? undefined : text(wanted.stage),
    docs: call.live === null ? undefined : text(wanted.docs),
    hist_count: wanted.hist_count,
    sched_count: wanted.sched_count,
    new_hist: wanted.new_hist.map(text),
    new_sched: wanted.new_sched.map(text),
  };
}

/** A process that was replied, without what differs from run to run. */
function replied(reply: Term, stage: string | undefined): Term {
  if (isRaised(reply)) return reply;
  return steady(stage === undefined ? reply : staged(reply, term(stage)));
}

function isRaised(reply: Term): boolean {
  const [first] = places(reply);
  return string(first) === "raised";
}

const rows = absent ? [] : lines<Call & { process?: string }>("bpe_traces.jsonl");
const definitions = new Map(
  rows.flatMap(({ scenario, process }) =>
    process === undefined ? [] : [[scenario, recorded(process)]]
  ),
);
const calls = Map.groupBy(
  rows.filter(({ process }) => process === undefined),
  (row) => row.scenario,
);

for (const [scenario, steps] of calls) {
  Deno.test(`the original's scenario "${scenario}" answers as recorded`, async () => {
    const run = RUNS.find(([start]) => scenario.startsWith(start));
    const on = definitions.get(run?.[1] ?? "");
    if (on === undefined) throw new Error(`no definition for ${scenario}`);
    using kv = memoryKv();
    await using b = bpe(kv, { modules, manual: true });
    const before: Rows = { hist: 0, sched: 0 };
    for (const call of steps) {
      const got = await answer(b, call, "i", on, run?.[2] ?? on.module, before);
      equal(got, expected(call), `${scenario} #${call.n} ${call.op} ${call.args}`);
    }
  });
}

Deno.test({
  name: "every difference is of a call that was recorded, and differs from it",
  ignore: absent,
  fn() {
    for (const { scenario, ours, as } of differences) {
      if (as !== undefined) {
        assert(as.calls.every((n) => calls.get(as.scenario)?.some((each) => each.n === n)));
      }
      for (const [n, other] of Object.entries(ours)) {
        const call = calls.get(scenario)?.find((each) => each.n === Number(n));
        if (call === undefined) throw new Error(`${scenario} has no call ${n}`);
        const was: object = { ...call, ...call.live };
        const differs = Object.entries(other).some(([field, value]) =>
          JSON.stringify(Reflect.get(was, field)) !== JSON.stringify(value)
        );
        assert(differs, `${scenario} #${n} does not differ`);
      }
    }
  },
});
