/**
 * The uploads of the recorded session: `dir`, `step` and `hex` of each frame. A question is asked of a server of its own, brought to where the
 * recorded one was; for an answer of the original the question is asked that leads to it.
 *
 * @module
 */
import { atom, decode } from "../../../n2o/bert/bert.ts";
import { processesOf } from "../../../n2o/process.ts";
import { complaintOfName, ftp, memorySink } from "../../../n2o/file/mod.ts";
import { silentLog } from "../../../base/mod.ts";
import { heart } from "../../../n2o/proto.ts";
import { server } from "../../../n2o/server.ts";
import { isRecord, type Term, text, type Tuple, tuple } from "../../../n2o/term/term.ts";
import { nitro } from "../../../nitro/protocol/protocol.ts";
import { link, shown, shownAnswer, tokenOf, type Wire } from "../../_support/server/wire.ts";
import type { Result } from "../report.ts";
import { field, type Kind, type Line } from "../kind.ts";

const PATH = "the name is the client's own, not a path of the server";
const FRAME = "a block fits into a frame with its record";
const BLOCK = "how large a block may be is the server's to say, whatever the client asks for";
const TOKEN = "without the token of the session nothing is taken";
const STATUS = "a status that no client has is refused, and does not reach the page";
const TRACE = "an upload that is not there is refused by a word, without a trace of the stack";
const RESUME = "an upload goes on by its id: a file of the same name stays as it is";
const SILENT = "what the page answered its own event stays with the server";

/** Steps of the recording that are about files. */
const STEPS = /^(?:file upload|block |ftp )/;

/** Frames of uploads. */
export const uploads: Kind = {
  is: (line) => line.kind === "binary" && STEPS.test(field(line, "step")) && "dir" in line,
  run: (lines) => Promise.all(lines.map(result)),
};

async function result(line: Line): Promise<Result> {
  const name = `${line.n} ${field(line, "step")}`, hex = field(line, "hex");
  if (hex === "") return { name, failure: "", difference: STATUS };
  const term = decode(Uint8Array.fromHex(hex));
  if (isRecord(term, "io", 3)) return { name, failure: "", difference: SILENT };
  const isAnswer = isRecord(term, "ftpack", 11);
  if (!isAnswer && !isRecord(term, "ftp", 11)) {
    const { failure } = await asked(question({ id: "nope", size: 5, status: "send" }), "unknown");
    return { name, failure, difference: TRACE };
  }
  const { failure, difference } = isAnswer ? await reached(term) : await compared(term, line);
  return { name, failure, ...(difference === undefined ? {} : { difference }) };
}

/** What came out. */
type Outcome = Pick<Result, "failure" | "difference">;

/** The fields of a question. */
interface Question {
  readonly id: Term;
  readonly name: Term;
  readonly size: number;
  readonly offset: number;
  readonly block: number;
  readonly data: Uint8Array;
  readonly status: Term;
  readonly isShown: boolean;
}

function question(fields: Partial<Question>): Question {
  const none = { id: "1", name: "x.txt", size: 0, offset: 0, block: 1, data: new Uint8Array(0) };
  return { ...none, status: "init", isShown: true, ...fields };
}

function readQuestion({ elements }: Tuple): Question {
  const [, id = [], sid = [], name = [], , size, offset, block, data, status = []] = elements;
  const isShown = (text(sid) ?? "").length > 100,
    bytes = data instanceof Uint8Array ? data : new Uint8Array(0);
  const numbers = { size: Number(size), offset: Number(offset), block: Number(block) };
  return { id, name, ...numbers, data: bytes, status, isShown };
}

/** A question of the recording: the answer is what the rules of the wire say. */
async function compared(term: Tuple, line: Line): Promise<Outcome> {
  const asking = readQuestion(term), { name, status, size, offset, data } = asking;
  const said = text(status), isUnknown = field(line, "step").includes("unknown id");
  if (said !== "init" && said !== "send") {
    return { ...await asked(asking, "frame"), difference: STATUS };
  }
  if (!asking.isShown) {
    return { ...await asked(asking, "session"), difference: TOKEN };
  }
  if (complaintOfName(text(name) ?? "") !== undefined) return await asked(asking, "name");
  if (isUnknown) return { ...await asked(asking, "unknown"), difference: TRACE };
  const end = said === "init" ? 0 : offset + data.length;
  const difference = asking.block === 0 ? BLOCK : undefined;
  const { failure } = await asked(asking, { status: said, offset: end, block: size - end });
  return { failure, ...(difference === undefined ? {} : { difference }) };
}

/** An answer of the recording: the question that leads to it is answered so. */
async function reached({ elements }: Tuple): Promise<Outcome> {
  const [, id = [], , path = [], , total, at, block, , status = []] = elements;
  const given = text(path) ?? "", name = given.slice(given.lastIndexOf("/") + 1);
  const size = Number(total), offset = Number(at), said = text(status) ?? "";
  if (said === "init") {
    const { failure } = await asked(question({ id, name, size }), {
      status: said,
      offset: 0,
      block: size,
    });
    const difference = offset > 0 ? RESUME : given !== name ? PATH : block === 0 ? BLOCK : FRAME;
    return { failure, difference };
  }
  const half = offset >> 1, data = new Uint8Array(offset - half).fill(97);
  const send = question({ id, name, size, offset: half, block: data.length, data, status: said });
  return {
    ...await asked(send, { status: said, offset, block: size - offset }),
    ...(given.includes("..") ? { difference: TOKEN } : {}),
  };
}

/** What is expected: a word of a refusal, or an answer. */
type Expected = string | {
  readonly status: string;
  readonly offset: number;
  readonly block: number;
};

/** Asks on the classic wire, when what comes before was said, and compares. */
async function asked(asking: Question, expected: Expected): Promise<Outcome> {
  const made = server({
    secret: "a secret of more than sixteen letters",
    routes: { "/p": { event() {} } },
    protocols: [heart, nitro, ftp(memorySink())],
    log: silentLog,
  });
  const wire = link(made, "/p");
  try {
    wire.text("N2O,");
    const sid = tokenOf(await wire.next());
    if (typeof expected !== "string" && expected.status === "send") await before(wire, asking, sid);
    wire.term(frame(asking, asking.isShown ? sid : ""));
    const answer = shownAnswer(await wire.next()), block = blockOf(answer);
    const { id, name, size } = asking, repeated = [":ftpack", shown(id)];
    const wanted = typeof expected === "string"
      ? ["{}", ...repeated, "", shown(name), expected, size, 0, 0, "", "error", []]
      : wantedAnswer(asking, expected, block, sid);
    if (JSON.stringify(answer) === JSON.stringify(wanted)) return { failure: "" };
    return { failure: `${JSON.stringify(answer)}, not ${JSON.stringify(wanted)}` };
  } finally {
    await processesOf(made).supervisor.stop();
  }
}

/** An answer: a block of the server's while the file is not whole, at least as much as is missing of a small one. */
function wantedAnswer(
  { id, name, size }: Question,
  { status, offset, block }: Exclude<Expected, string>,
  said: number,
  sid: string,
): unknown[] {
  const isWhole = offset === size, most = said >= block && said < 262_144 ? said : block;
  const rest = [shown(name), "", size, offset, isWhole ? 0 : most, "", status, []];
  return ["{}", ":ftpack", shown(id), isWhole ? "" : sid, ...rest];
}

function blockOf(answer: ReturnType<typeof shownAnswer>): number {
  return Array.isArray(answer) ? Number(answer[8]) : 0;
}

/** Begins the upload and sends what comes before. */
async function before(
  wire: Wire,
  { id, name, size, offset }: Question,
  sid: string,
): Promise<void> {
  const base = { id, name, size };
  wire.term(frame(question(base), sid));
  await wire.next();
  if (offset === 0) return;
  const data = new Uint8Array(offset).fill(98);
  wire.term(frame(question({ ...base, status: "send", block: offset, data }), sid));
  await wire.next();
}

function frame({ id, name, size, offset, block, data, status }: Question, sid: string): Tuple {
  return tuple(atom("ftp"), id, sid, name, "", size, offset, block, data, status, []);
}
