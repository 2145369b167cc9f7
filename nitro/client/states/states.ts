/**
 * The part of the client that a declared page loads at once: it shows a person what failed, with a way to try again, takes messages away
 * when they were read, and asks before a tab is closed with something in it that was not sent.
 *
 * What it says stands in attributes of `#n2o-states`, in the language of the page; what the connection's states look like is style.
 *
 * @module
 */

const { document } = globalThis;
const states = document.getElementById("n2o-states") ?? document.body, words = states.dataset;
const flash = document.getElementById("n2o-flash") ?? document.body;

/** What the person did last, and what each element that waits for an answer sent it for. */
let latest: Event | undefined;
const causes = new WeakMap<Node, Event>();

for (const type of ["click", "submit", "change", "input", "keydown"]) {
  addEventListener(type, (event) => latest = event.isTrusted ? event : latest, true);
}

function begun(records: MutationRecord[]): void {
  for (const { target } of records) {
    if (latest && (target as Element).ariaBusy) causes.set(target, latest);
  }
}
const busy = new MutationObserver(begun);
busy.observe(document, { attributes: true, attributeFilter: ["aria-busy"], subtree: true });

/** Reasons for which the same once more comes to the same: the page as a whole is to be loaded again, or nothing is to be done. */
const RELOAD = /^(version|session|init)$/, HOPELESS = /^(too large|queue full|unknown)$/;

document.addEventListener("n2o:error", (event) => {
  // Whom the carrier refuses sees that as the state of the connection.
  if (document.documentElement.dataset.n2o === "failed") return;
  const { detail } = event as CustomEvent, reason = String(detail.reason ?? detail);
  // The client takes the mark away before it tells why: whose mark went is whose event failed.
  const [failed] = busy.takeRecords().map(({ target }) => target).filter((target) =>
    !(target as Element).ariaBusy
  );
  const cause = failed && causes.get(failed);
  const again = RELOAD.test(reason)
    ? () => location.reload()
    : cause && !HOPELESS.test(reason)
    ? () => repeat(failed, cause)
    : undefined;
  // As `data-too-large` is called.
  const name = reason.replace(/ (.)/g, (_, letter: string) => letter.toUpperCase());
  say(words[name] ?? words.failed ?? reason, again);
});

/** Does what the person did once more, where that is possible still. */
function repeat(element: Node, cause: Event): void {
  const target = (cause.target as Node).isConnected ? cause.target! : element;
  // As: every class of events is made of a name and of what one of its kind has.
  const Kind = cause.constructor as new (type: string, of: Event) => Event;
  target.dispatchEvent(new Kind(cause.type, cause));
}

function say(text: string, again: (() => void) | undefined): void {
  // The same once more takes the place of what it said before.
  for (const each of flash.children) if (each.firstChild?.nodeValue === text) each.remove();
  const made = line("error", text);
  if (again) made.append(button(words.retry, () => (made.remove(), again())));
}

function line(kind: string, text: string): Element {
  const made = document.createElement("p");
  made.className = kind;
  if (kind === "error") made.role = "alert";
  made.append(text);
  flash.append(made);
  return made;
}

function button(text: string | undefined, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  let before: EventTarget | null;
  made.type = "button";
  made.append(text ?? "");
  made.onfocus = ({ relatedTarget }) => before = relatedTarget;
  made.onclick = () => {
    act();
    // The button is gone: who works by the keyboard goes on where he was.
    (before as HTMLElement | null)?.focus();
  };
  return made;
}

/** Messages that are shown. */
const shown = new WeakSet<Element>();
const KEPT = "n2o-flash";

/** Every message can be closed, and one that is no error goes by itself when its time is over. */
function closable(): void {
  for (const line of flash.querySelectorAll("p")) {
    if (shown.has(line)) continue;
    shown.add(line);
    line.append(button(words.close, () => line.remove()));
  }
}
new MutationObserver(closable).observe(flash, { childList: true });
flash.addEventListener("animationend", ({ target }) => (target as Element).remove());

// What comes with the way to another page, and was not seen here, is said there.
document.addEventListener("n2o:leave", () => {
  const kept = [...flash.children].filter((line) => !shown.has(line))
    .map((line) => [line.className, line.textContent]);
  if (kept[0]) sessionStorage.setItem(KEPT, JSON.stringify(kept));
});
try {
  for (const [kind, text] of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) line(kind, text);
  sessionStorage.removeItem(KEPT);
} catch { /* storage is forbidden here */ }
closable();

// Once a page was connected each attempt to come back shows as offline: nothing jumps, and it is read out once.
function came(): void {
  if (document.documentElement.dataset.n2o === "online") words.was = "";
}
document.addEventListener("n2o:status", came);
came();

// The client comes back at once when it hears that there is a network.
for (const each of states.querySelectorAll("button")) {
  each.onclick = () => dispatchEvent(new Event("online"));
}

/** Marked controls that the person changed, with what the server has of them. */
const typed = new Map<string, number | undefined>();
const marked: readonly string[] = words.unsent?.match(/\S+/g) ?? [];

/** As the server reckons it of what arrived. */
function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = sum * 31 + text.charCodeAt(at) | 0;
  return sum;
}

/** What a control holds, as the server has it; nothing where that is what the server shows in it. */
function textOf(
  { type, value, defaultValue, checked, defaultChecked, name, selectedOptions }: Control,
): string {
  if (type === "radio") {
    const chosen = document.querySelector<Control>(`[name="${CSS.escape(name)}"]:checked`);
    return chosen && !chosen.defaultChecked ? chosen.value : "";
  }
  if (type === "checkbox") return checked === defaultChecked ? "" : checked + "";
  if (selectedOptions) return [...selectedOptions].map((option) => option.value) + "";
  return value === defaultValue ? "" : value;
}

type Control = HTMLInputElement & Pick<HTMLSelectElement, "selectedOptions">;

function isUnsent(id: string): boolean {
  const control = document.getElementById(id) ?? document.getElementsByName(id)[0];
  const text = control && textOf(control as Control);
  return !!text && typed.has(id) && sumOf(text) !== typed.get(id);
}

function ask(event: Event): void {
  if (marked.some(isUnsent) || document.querySelector("[aria-busy=true]")) event.preventDefault();
}

document.addEventListener("input", ({ target }) => {
  const { id, name } = target as Control;
  for (const key of [id, name]) {
    if (!marked.includes(key)) continue;
    if (!typed.has(key)) typed.set(key, undefined);
    // Not before: a page that asks is not kept by browsers for the way back.
    addEventListener("beforeunload", ask);
  }
}, true);

document.addEventListener("n2o:sent", (event) => {
  const [id, sum] = (event as CustomEvent).detail;
  if (typed.has(id)) typed.set(id, sum);
  if (!marked.some(isUnsent)) removeEventListener("beforeunload", ask);
});
