/**
 * Trying an operation: a form of its parameters and its body, and what is answered.
 *
 * @module
 */
import { sent } from "./answer.ts";
import { type Api, isTree, type Op, type Param } from "./document.ts";
import { h, labelled, put } from "./dom.ts";
import { sampleOf } from "./schema.ts";

/** Who asks, with every request from the page. */
export interface Identity {
  /** The headers that say it. */
  readonly credentials: () => Readonly<Record<string, string>>;
  /** Opens the form in which it is said; undefined where there is none. */
  readonly identify: (() => void) | undefined;
}

/** The form of an operation: what must be there and the body first, for most of what may be said is left out. */
export function attempt(api: Api, op: Op, { credentials, identify }: Identity): HTMLElement {
  const id = (name: string) => `${op.id}-${name}`;
  const accept = acceptOf(op), params = accept === undefined ? op.params : [...op.params, accept];
  const inputs = params.map((param) => [param, inputOf(api, param)] as const);
  const [first] = op.bodies;
  const type = h("select", { id: id("type") }, op.bodies.map(([each]) => h("option", {}, each)));
  const body = h("textarea", { id: id("body"), rows: "8", spellcheck: "false" });
  const fill = () => void (body.value = bodyText(api, op, type.value));
  type.addEventListener("change", fill);
  if (first !== undefined) fill();
  const status = h("p", { role: "status" }), told = h("div");
  const send = h("button", { type: "submit" }, "Send");
  const stop = h("button", { type: "button", hidden: true }, "Stop");
  const fields = (must: boolean) =>
    inputs.filter(([{ isRequired }]) => isRequired === must)
      .map(([param, input]) => {
        input.id = id(`${param.place}-${param.name}`);
        return labelled(input, param.name, must ? " *" : "", h("small", {}, hintOf(param)));
      });
  const optional = fields(false);
  const form = h(
    "form",
    { "aria-label": `Try ${op.method} ${op.path}`, novalidate: true },
    fields(true),
    first === undefined ? undefined : [labelled(type, "content-type"), labelled(body, "body")],
    optional.length === 0
      ? undefined
      : h("details", {}, h("summary", {}, `Optional (${optional.length})`), optional),
    h("p", { class: "buttons" }, send, stop),
    status,
    told,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-disabled") === "true") return;
    const isMissing = (param: Param, value: string) => param.isRequired && value === "";
    for (const [param, input] of inputs) {
      input.setAttribute("aria-invalid", String(isMissing(param, input.value)));
    }
    const missing = inputs.find(([param, { value }]) => isMissing(param, value));
    if (missing !== undefined) {
      put(status, h("strong", { class: "bad" }, `${missing[0].name} must be there.`));
      return missing[1].focus();
    }
    const values = inputs.map(([param, { value }]) => [param, value] as const);
    const request = requestOf(api, op, values, {
      ...first !== undefined && { type: type.value, body: body.value },
      headers: credentials(),
    });
    void sent(request, { status, told, send, stop, identify });
  });
  return form;
}

/** Where a parameter stands, and how several values of it are written. */
function hintOf({ place, many }: Param): string {
  if (many === "each") return ` ${place}, one a line`;
  return many === "commas" ? ` ${place}, commas between several` : ` ${place}`;
}

/** What may be asked for where an operation answers in several types. */
function acceptOf({ answers }: Op): Param | undefined {
  const { bodies = [] } =
    answers.find(({ status, bodies }) => status.startsWith("2") && bodies.length > 0) ?? {};
  return bodies.length < 2 ? undefined : {
    name: "accept",
    place: "header",
    description: "",
    isRequired: false,
    schema: { enum: bodies.map(([type]) => type) },
  };
}

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function inputOf(api: Api, { name, schema, many }: Param): Input {
  if (many === "each") return h("textarea", { rows: "2", spellcheck: "false" });
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
    autocapitalize: "off",
    spellcheck: "false",
    inputmode: tree.type === "integer" ? "numeric" : undefined,
    list: isTag ? "tags" : undefined,
  });
}

function bodyText(api: Api, { bodies }: Op, type: string): string {
  const [, schema] = bodies.find(([each]) => each === type) ?? [];
  const value = sampleOf(api, schema);
  if (!type.endsWith("form-urlencoded")) {
    return type.endsWith("json") && !type.endsWith("ndjson") ? JSON.stringify(value, null, 2) : "";
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
  for (const [{ place, name, many }, value] of values) {
    if (place === "path") address = address.replace(`{${name}}`, () => pathText(name, value));
    if (value === "") continue;
    if (place === "query") {
      const all = many === "each" ? value.split("\n").filter((each) => each !== "") : [value];
      for (const each of all) query.append(name, each);
    }
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

/** The rest of a path has its slashes; anything else has none. */
function pathText(name: string, value: string): string {
  return name === "path"
    ? value.split("/").map(encodeURIComponent).join("/")
    : encodeURIComponent(value);
}
