/**
 * What a request was answered with, shown as it comes.
 *
 * @module
 */
import { isTree } from "./document.ts";
import { h, put } from "./dom.ts";

/** More of an answer is not shown. */
const MOST = 200_000;

/** Tags that were told, the latest first: what If-Match is asked with. */
const tags: string[] = [];

/** Where an answer is shown: how it stands in a line, which is read out, and what came below it. */
export interface Shown {
  readonly status: HTMLElement;
  readonly told: HTMLElement;
  readonly send: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
  /** Opens the form of who asks, where there is one. */
  readonly identify: (() => void) | undefined;
}

/** Sends a request, and shows its answer. */
export async function sent(
  request: Request,
  { status, told, send, stop, identify }: Shown,
): Promise<void> {
  const ending = new AbortController(), end = () => ending.abort();
  const say = (text: string, ...more: readonly (Node | string)[]) =>
    put(status, h("strong", { class: "bad" }, text), ...more);
  // Not `disabled`: who has pressed it by the keyboard would be at the top of the page again.
  send.setAttribute("aria-disabled", "true");
  stop.hidden = false;
  stop.addEventListener("click", end);
  put(status, "Waiting for the answer…");
  put(told);
  let answer: Response | undefined;
  try {
    answer = await fetch(request, { signal: ending.signal, cache: "no-store" });
    noted(answer.headers.get("etag"));
    const line = `${answer.status} ${answer.statusText}`;
    if (answer.ok) put(status, h("strong", { class: "good" }, line));
    else say(line);
    const body = h("pre", { tabindex: "0", "aria-label": "Body" });
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join("");
    put(told, h("pre", { tabindex: "0", "aria-label": "Headers" }, headers), body);
    const why = detailIn(await shown(answer, body));
    if (answer.ok) return;
    const mayHelp = identify !== undefined && [401, 403].includes(answer.status);
    say(
      line,
      why === undefined ? "" : `: ${why} `,
      mayHelp ? h("button", { type: "button", click: identify }, "Say who asks") : "",
    );
  } catch {
    if (ending.signal.aborted) put(status, "Stopped.");
    else if (answer === undefined) {
      say("Nothing answered: you are offline, or the server cannot be reached from this page.");
    } else say(`${answer.status} ${answer.statusText}, and the answer broke off.`);
  } finally {
    send.removeAttribute("aria-disabled");
    stop.hidden = true;
    stop.removeEventListener("click", end);
  }
}

/** Shows a body as it comes: one of events does not end by itself. The value of JSON is what it comes to. */
async function shown(answer: Response, text: HTMLElement): Promise<unknown> {
  const type = answer.headers.get("content-type") ?? "";
  const isJson = /json\b/.test(type) && !/ndjson/.test(type);
  let all = "";
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done = true, value = "" } = await reader?.read() ?? {};
    if (done) break;
    all += value;
    if (all.length > MOST) {
      put(text, all.slice(0, MOST), "\n… and more that is not shown");
      return await reader?.cancel();
    }
    if (!isJson) put(text, all);
  }
  const json = isJson ? parsed(all) : undefined;
  put(text, all === "" ? "(no body)" : json === undefined ? all : JSON.stringify(json, null, 2));
  return json;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a problem document says is wrong. */
function detailIn(json: unknown): string | undefined {
  return isTree(json) && typeof json.detail === "string" ? json.detail : undefined;
}

function noted(tag: string | null): void {
  if (tag === null || tags.includes(tag)) return;
  tags.unshift(tag);
  const list = document.getElementById("tags");
  if (list !== null) put(list, tags.slice(0, 9).map((value) => h("option", { value })));
}
