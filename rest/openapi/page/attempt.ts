/**
 * Trying an operation: a form of its parameters and its body, and what is answered.
 *
 * @module
 */
import { type Api, isTree, type Op, type Param } from "./document.ts";
import { h, put } from "./dom.ts";
import { sampleOf } from "./schema.ts";

/** What is sent with every request: headers that say who asks. */
export type Credentials = () => Readonly<Record<string, string>>;

/** More of an answer is not shown. */
const MOST = 200_000;

/** Tags that were told, the latest first: what If-Match is asked with. */
const tags: string[] = [];

/** The form of an operation. */
export function attempt(api: Api, op: Op, credentials: Credentials): HTMLElement {
  const id = (name: string) => `${op.id}-${name}`;
  const inputs = op.params.map((param) => [param, inputOf(api, param)] as const);
  const [first] = op.bodies;
  const type = h("select", { id: id("type") }, op.bodies.map(([each]) => h("option", {}, each)));
  const body = h("textarea", { id: id("body"), rows: "8", spellcheck: "false" });
  const fill = () => void (body.value = bodyText(api, op, type.value));
  type.addEventListener("change", fill);
  if (first !== undefined) fill();
  const told = h("div", { class: "told", role: "status" });
  const send = h("button", { type: "submit" }, "Send");
  const stop = h("button", { type: "button", hidden: true }, "Stop");
  const form = h(
    "form",
    { "aria-label": `Try ${op.method} ${op.path}`, novalidate: true },
    inputs.map(([param, input]) => {
      input.id = id(`${param.place}-${param.name}`);
      return h(
        "p",
        { class: "field" },
        h(
          "label",
          { for: input.id },
          param.name,
          param.isRequired ? " *" : "",
          h("small", {}, ` ${param.place}`),
        ),
        input,
      );
    }),
    first === undefined ? undefined : [
      h("p", { class: "field" }, h("label", { for: id("type") }, "content-type"), type),
      h("p", { class: "field" }, h("label", { for: id("body") }, "body"), body),
    ],
    h("p", { class: "buttons" }, send, stop),
    told,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = inputs.find(([{ isRequired }, { value }]) => isRequired && value === "");
    if (missing !== undefined) {
      put(told, h("p", { class: "bad" }, `${missing[0].name} must be there.`));
      return missing[1].focus();
    }
    const values = inputs.map(([param, { value }]) => [param, value] as const);
    const request = requestOf(api, op, values, {
      ...first !== undefined && { type: type.value, body: body.value },
      headers: credentials(),
    });
    void sent(request, { told, send, stop });
  });
  return form;
}

function inputOf(api: Api, { name, schema }: Param): HTMLInputElement | HTMLSelectElement {
  const tree = api.at(schema), choices = tree.type === "boolean" ? [true, false] : tree.enum;
  if (Array.isArray(choices)) {
    return h(
      "select",
      {},
      h("option", { value: "" }, "–"),
      choices.map((each) => h("option", {}, String(each))),
    );
  }
  const isTag = name === "if-match" || name === "if-none-match";
  return h("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: tree.type === "integer" ? "numeric" : undefined,
    list: isTag ? "tags" : undefined,
  });
}

function bodyText(api: Api, { bodies }: Op, type: string): string {
  const [, schema] = bodies.find(([each]) => each === type) ?? [];
  const value = sampleOf(api, schema);
  if (!type.endsWith("form-urlencoded")) {
    return type.endsWith("json") ? JSON.stringify(value, null, 2) : "";
  }
  const fields = Object.entries(isTree(value) ? value : {});
  return String(new URLSearchParams(fields.map(([name, each]) => [name, String(each)])));
}

function requestOf(
  api: Api,
  { method, path }: Op,
  values: readonly (readonly [Param, string])[],
  { type, body, headers }: {
    readonly type?: string;
    readonly body?: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Request {
  const query = new URLSearchParams(), own = new Headers(headers);
  let address = api.base + path;
  for (const [{ place, name }, value] of values) {
    if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(value));
    if (value === "") continue;
    if (place === "query") query.append(name, value);
    if (place === "header") own.set(name, value);
  }
  if (type !== undefined) own.set("content-type", type);
  const search = query.size > 0 ? `?${query}` : "";
  return new Request(new URL(address + search, location.href), {
    method,
    headers: own,
    ...body !== undefined && { body },
  });
}

interface Shown {
  readonly told: HTMLElement;
  readonly send: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
}

async function sent(request: Request, { told, send, stop }: Shown): Promise<void> {
  const ending = new AbortController(), end = () => ending.abort();
  send.disabled = true;
  stop.hidden = false;
  stop.addEventListener("click", end);
  put(told, h("p", {}, "Waiting for the answer…"));
  try {
    const answer = await fetch(request, { signal: ending.signal, cache: "no-store" });
    noted(answer.headers.get("etag"));
    const text = h("pre", { tabindex: "0", "aria-label": "Body" });
    put(
      told,
      h(
        "p",
        { class: answer.ok ? "good" : "bad" },
        h("strong", {}, `${answer.status} ${answer.statusText}`),
      ),
      h(
        "pre",
        { tabindex: "0", "aria-label": "Headers" },
        [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join(""),
      ),
      text,
    );
    await shown(answer, text);
  } catch {
    if (!ending.signal.aborted) {
      put(
        told,
        h(
          "p",
          { class: "bad" },
          "Nothing answered: you are offline, or the server cannot be reached from this page.",
        ),
      );
    }
  } finally {
    send.disabled = false;
    stop.hidden = true;
    stop.removeEventListener("click", end);
  }
}

/** Shows a body as it comes: one of events does not end by itself. */
async function shown(answer: Response, text: HTMLElement): Promise<void> {
  if (answer.body === null) return void put(text, "(no body)");
  const isJson = /json\b/.test(answer.headers.get("content-type") ?? "") &&
    !/ndjson/.test(answer.headers.get("content-type") ?? "");
  let all = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value = "" } = await reader.read();
    if (done) break;
    all += value;
    if (all.length > MOST) {
      put(text, all.slice(0, MOST), "\n… and more that is not shown");
      return await reader.cancel();
    }
    if (!isJson) put(text, all);
  }
  put(text, all === "" ? "(no body)" : isJson ? pretty(all) : all);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function noted(tag: string | null): void {
  if (tag === null || tags.includes(tag)) return;
  tags.unshift(tag);
  const list = document.getElementById("tags");
  if (list !== null) put(list, tags.slice(0, 9).map((value) => h("option", { value })));
}
