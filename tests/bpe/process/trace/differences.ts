/**
 * Where the scenarios of the original are answered otherwise here, each with the reason and the answer.
 *
 * Two things are not compared at all. The recorded `persisted` process differs from the recorded live one, because the original
 * writes process, history and schedule apart; here there is one state, and it is the durable one. And whether a process of the
 * host's is `alive` means nothing here.
 *
 * @module
 */

/** What is wrong with a recorded answer. */
export type Kind =
  /** The original threw or crashed. */
  | "crash"
  /** A named defect: the function always fails, a text replied does not route, one flow of several is taken. */
  | "defect"
  /** Erlang has two kinds of text, and tells them apart; here there is one. */
  | "one kind of text";

/** The answer of one call, so far as it differs. */
export interface Answer {
  readonly reply?: string;
  readonly stage?: string;
  readonly docs?: string;
  /** The stage in the process that is replied. */
  readonly proc_stage?: string;
  readonly hist_count?: number;
  readonly sched_count?: number;
  readonly new_hist?: readonly string[];
  readonly new_sched?: readonly string[];
}

/** Calls of a scenario that are answered otherwise. */
export interface Difference {
  readonly kind: Kind;
  /** What the original does, what is done here, and why. */
  readonly why: string;
  readonly scenario: string;
  /** By the numbers of the calls, what is answered here. */
  readonly ours: Readonly<Record<number, Answer>>;
  /** The same calls of another scenario were recorded with the answer that is given here. */
  readonly as?: { readonly scenario: string; readonly calls: readonly number[] };
}

const bin = (text: string) => `<<"${text}">>`;

function flow(id: string): string {
  const ends: Readonly<Record<string, string>> = {
    "->Assign": "Create->Assign",
    "Process-loop": "Process->Process",
  };
  const [source = "", target = ""] = (ends[id] ?? id).split("->");
  return `{sequenceFlow,${bin(id)},[],[],${bin(source)},${bin(target)},[],[]}`;
}

/** What is told of a move: the row of history and that of the schedule, with the flows on which tokens wait then. */
function moved(step: number, id: string, docs: string, waiting: readonly string[]): Answer {
  const links = `{step,${step},{ID}},{step,${step - 1},{ID}},[]`;
  return {
    hist_count: step + 1,
    sched_count: step + 1,
    stage: flow(id),
    docs,
    new_hist: [`{hist,${links},[],${flow(id)},${docs},{ts,{TIME}},[]}`],
    new_sched: [`{sched,${links},1,[${waiting.map(bin)}]}`],
  };
}

/** The process stays where it was after so many rows. */
const stays = (count: number, stage: string): Answer => ({
  reply: bin("Payment"),
  hist_count: count,
  sched_count: count,
  stage: flow(stage),
  docs: "[]",
  new_hist: [],
  new_sched: [],
});

/** Nothing more happens. */
const rests = (count: number): Answer => ({ hist_count: count, sched_count: count });

const OF_PAYMENT = ["Payment->Signatory", "Payment->Process"];
const OF_PROCESS = ["Process-loop", "Process->Final"];
const OF_SIGNATORY = ["Signatory->Process", "Signatory->Final"];
const PAID = "[{payment_notification}]", TX = "[{tx}]", CLOSED = "[{close_account},{tx}]";

const several =
  "a task with several outgoing flows gives its token to one of them only, the last that was written; here every flow gets one " +
  "(BPMN 2.0.2, 13.2), and the action's reply, which the original ignores, sends the token over one flow of the task and takes " +
  "the others back. So the account is in its loop until it is closed, and not at its end after five moves";

/** Everything that differs. */
export const differences: readonly Difference[] = [
  {
    kind: "one kind of text",
    why: "a binary names no flow of a file, whose ids are lists of characters; here it names the " +
      "flow that it spells, on which no token waits",
    scenario: "sample unknown flow",
    ours: {
      7: {
        reply:
          `{error,<<"Unavailable flow">>,{sequenceFlow,"x2",<<"x2\\n">>,[],"either","left",[],[]}}`,
      },
    },
  },
  {
    kind: "defect",
    why:
      "a reply that names the task itself says that it still waits, but the original moves on and delivers what nobody has " +
      "paid for; here the token stays until the action lets it go",
    scenario: "Order without payment",
    ours: {
      4: stays(4, "Checkout->Payment"),
      5: stays(4, "Checkout->Payment"),
      6: stays(4, "Checkout->Payment"),
      7: { reply: bin("Payment"), ...rests(4) },
      8: { reply: bin("Payment"), ...rests(4) },
    },
  },
  {
    kind: "defect",
    why: several,
    scenario: "Account",
    ours: {
      3: { new_sched: [`{sched,{step,3,{ID}},{step,2,{ID}},[],1,[${OF_PAYMENT.map(bin)}]}`] },
      4: moved(4, "Payment->Process", TX, OF_PROCESS),
      5: moved(5, "Process-loop", TX, OF_PROCESS),
      6: { reply: bin("Process"), ...moved(6, "Process-loop", TX, OF_PROCESS) },
      7: { reply: bin("Process"), ...moved(7, "Process-loop", TX, OF_PROCESS) },
      8: { reply: bin("Process"), ...moved(8, "Process-loop", TX, OF_PROCESS) },
      9: { reply: bin("Final"), ...moved(9, "Process->Final", CLOSED, []) },
      10: rests(10),
      11: rests(10),
      12: rests(10),
      13: rests(10),
    },
  },
  {
    kind: "defect",
    why: several,
    scenario: "Account with payment_notification",
    ours: {
      3: { new_sched: [`{sched,{step,3,{ID}},{step,2,{ID}},[],1,[${OF_PAYMENT.map(bin)}]}`] },
      4: moved(4, "Payment->Signatory", PAID, OF_SIGNATORY),
      5: moved(5, "Signatory->Process", PAID, OF_PROCESS),
      6: { reply: bin("Process"), ...moved(6, "Process-loop", PAID, OF_PROCESS) },
      7: { reply: bin("Process"), ...moved(7, "Process-loop", PAID, OF_PROCESS) },
      8: { reply: bin("Process"), ...moved(8, "Process-loop", PAID, OF_PROCESS) },
    },
  },
  {
    kind: "defect",
    why:
      "complete always fails; here it moves the token to the named task, or as next does, and says where it cannot go",
    scenario: "complete API on Ticket",
    ours: {
      1: { reply: `{complete,${bin("Assign")}}`, ...moved(1, "->Assign", "[]", ["Assign->Work"]) },
      2: {
        reply: `{complete,${bin("Work")}}`,
        ...moved(2, "Assign->Work", "[]", ["Work->Resolve"]),
      },
      3: {
        reply: `{error,<<"Denied flow">>,${bin("Work")}}`,
        ...rests(3),
        stage: flow("Assign->Work"),
      },
      4: {
        reply: `{complete,${bin("Resolve")}}`,
        ...moved(3, "Work->Resolve", "[]", ["Resolve->Closed"]),
      },
      5: { reply: `{complete,${bin("Closed")}}`, ...moved(4, "Resolve->Closed", "[]", []) },
    },
  },
  {
    kind: "defect",
    why: "complete always fails; here it moves the token whose turn it is, as next does",
    scenario: "complete API on sample.bpmn",
    ours: {},
    as: { scenario: "sample plain next", calls: [1, 2, 3, 4, 5, 6] },
  },
  {
    kind: "crash",
    why:
      "an event that the action has no clause for stops the process; here it changes nothing and is in the messages of the process",
    scenario: "events on Account",
    ours: { 1: { reply: "[]" } },
  },
  {
    kind: "defect",
    why:
      "the process is written apart from its history, and does not know the flow it took last; here it does",
    scenario: "next after Final",
    ours: { 5: { proc_stage: `{sequenceFlow,"x1",<<"x1">>,[],"start","some",[],[]}` } },
  },
  {
    kind: "crash",
    why:
      "a process that is not there is a badarg; here the error says that there is no such instance",
    scenario: "unknown id",
    ours: {
      0: { reply: "{raised,error,instance}" },
      1: { reply: "{raised,error,instance}" },
      2: { reply: "{raised,error,instance}" },
    },
  },
];
