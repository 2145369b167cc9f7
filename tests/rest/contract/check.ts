/**
 * What an answer breaks of its contract.
 *
 * @module
 */
import type { Contract, Op, Tree } from "./document.ts";

/** A fault: the rule that is broken, and how. */
export interface Fault {
  readonly rule: string;
  readonly detail: string;
}

/** An answer, read. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The value of a body of JSON; undefined for others. */
  readonly json: unknown;
}

/** Headers that HTTP itself has, and no document tells. */
const OWN = new Set(["content-type", "content-length", "date", "connection"]);

/** Reads an answer; of a stream of events, which does not end, as much as comes at once. */
export async function read(answer: Response): Promise<Got> {
  const { status, headers } = answer;
  const isEndless = headers.get("content-type")?.startsWith("text/event-stream") === true;
  const text = isEndless ? await beginning(answer) : await answer.text();
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/.test(headers.get("content-type") ?? "");
  return { status, headers, text, json: isJson && text !== "" ? parsed(text) : undefined };
}

async function beginning({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const { value } = await reader?.read() ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Symbol("no JSON");
  }
}

/** The text of a header as what its schema speaks of. */
function valueOf({ type }: Tree, text: string): unknown {
  return (type === "integer" || type === "number") && text !== "" ? Number(text) : text;
}

/** What an answer of an operation breaks. */
export function broken(contract: Contract, { method, told }: Op, got: Got): Fault[] {
  const { status, headers, text, json } = got, faults: Fault[] = [];
  const add = (rule: string, detail: string) => void faults.push({ rule, detail });
  if (status >= 500) add("no answer is a fault of the server", `${status} ${text}`);
  const declared = told[status];
  if (declared === undefined) {
    add("every status is documented", String(status));
    return faults;
  }
  for (const [name, value] of headers) {
    if (OWN.has(name)) continue;
    const schema = declared.headers[name];
    if (schema === undefined) add("every header is documented", `${status} ${name}: ${value}`);
    else if (contract.wrong(schema, valueOf(schema, value)) !== undefined) {
      add("a header is as documented", `${status} ${name}: ${value}`);
    }
  }
  const type = headers.get("content-type")?.split(";")[0] ?? "";
  if (method === "HEAD") {
    if (text !== "") add("what has no body has none", `${status} ${text}`);
    return faults;
  }
  const schema = declared.content?.[type];
  if (declared.content === undefined) {
    if (text !== "") add("what has no body has none", `${status} ${text.slice(0, 80)}`);
  } else if (text === "") {
    const isMinimal = headers.get("preference-applied") === "return=minimal";
    const hasNoLines = type === "application/x-ndjson"; // of nothing, there is a line for nothing
    if (!isMinimal && !hasNoLines) add("a body is there where one is documented", String(status));
  } else if (schema === undefined) {
    add("every type is documented", `${status} ${type}`);
  } else if (typeof json === "symbol") {
    add("a body is of its type", text.slice(0, 80));
  } else {
    const wrong = contract.wrong(schema, json === undefined ? text : json);
    if (wrong !== undefined) {
      add("a body is as documented", `${status} ${wrong} in ${text.slice(0, 300)}`);
    }
  }
  if (status >= 400) problem(got, add);
  return faults;
}

function problem(
  { status, headers, json }: Got,
  add: (rule: string, detail: string) => void,
): void {
  const type = headers.get("content-type");
  if (type !== "application/problem+json") {
    add("an error is a problem document", `${status} ${type}`);
  }
  const said = typeof json === "object" && json !== null && "status" in json
    ? json.status
    : undefined;
  if (said !== status) add("a problem says its own status", `${status} is ${said}`);
}
