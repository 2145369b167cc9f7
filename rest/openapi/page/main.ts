/**
 * The page: reads the document beside it, shows its operations, finds among them, and tries them.
 *
 * @module
 */
import type { Identity } from "./attempt.ts";
import { Api, type Op } from "./document.ts";
import { h, labelled, put } from "./dom.ts";
import { operation } from "./operation.ts";

const main = document.getElementById("main") ?? document.body;
const address = document.body.dataset.document ?? "openapi.json";

async function begin(): Promise<void> {
  put(main, h("p", { role: "status" }, "Reading the document…"));
  try {
    // Of the later version, which alone tells of QUERY.
    const answer = await fetch(`${address}?version=3.2`);
    if (!answer.ok) throw new Error(`the server answered ${answer.status} ${answer.statusText}`);
    show(new Api(await answer.json()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    put(
      main,
      h("h1", {}, "The document cannot be read"),
      h("p", { role: "alert", class: "bad" }, `${address}: ${why}.`),
      h("p", {}, h("button", { type: "button", click: () => void begin() }, "Try again")),
    );
  }
}

function show(api: Api): void {
  const { title, version, description, operations } = api;
  const search = h("input", {
    type: "search",
    id: "search",
    autocomplete: "off",
    placeholder: "users, POST, /users/{id}",
  });
  const found = h("p", { role: "status", id: "found" });
  const { form, identity } = who(api);
  const shown = operations.map((op) => [op, operation(api, op, identity)] as const);
  const groups = [...new Set(operations.map(({ tag }) => tag))].map((tag) =>
    h(
      "section",
      { class: "group" },
      h("h3", {}, tag),
      shown.filter(([op]) => op.tag === tag).map(([, each]) => each),
    )
  );
  const find = () => void (found.textContent = filtered(search.value, shown, groups));
  search.addEventListener("input", find);
  const away = h(
    "p",
    { class: "bad", role: "alert", hidden: true },
    "You are offline: what is tried now is not answered.",
  );
  put(
    main,
    h(
      "header",
      {},
      h("h1", {}, title),
      h(
        "p",
        {},
        `version ${version} · `,
        h("a", { href: address }, "OpenAPI 3.1"),
        " · ",
        h("a", { href: `${address}?version=3.2` }, "3.2"),
      ),
    ),
    description === "" ? undefined : h("p", {}, description),
    away,
    operations.length === 0 ? h("p", {}, "This API has no operations yet.") : [
      labelled(search, "Find an operation (press /)"),
      found,
      form,
      h("h2", {}, "Operations"),
      groups,
    ],
    h("datalist", { id: "tags" }),
  );
  const online = () => void (away.hidden = navigator.onLine);
  addEventListener("online", online);
  addEventListener("offline", online);
  addEventListener("hashchange", opened);
  addEventListener("keydown", (event) => {
    if (
      event.key !== "/" || event.target instanceof HTMLInputElement ||
      event.target instanceof HTMLTextAreaElement
    ) return;
    event.preventDefault();
    search.focus();
  });
  online();
  opened();
}

/** Opens the operation that the address names. */
function opened(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
  named.querySelector("summary")?.focus({ preventScroll: true });
}

/** Shows the operations that have every word asked for, and says how many there are. */
function filtered(
  text: string,
  shown: readonly (readonly [Op, HTMLElement])[],
  groups: readonly HTMLElement[],
): string {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  let count = 0;
  for (const [{ id, method, path, summary, tag }, element] of shown) {
    const all = [id, method, path, summary, tag].join(" ").toLowerCase();
    element.hidden = !words.every((word) => all.includes(word));
    if (!element.hidden) count++;
  }
  for (const group of groups) group.hidden = group.querySelector("details:not([hidden])") === null;
  if (words.length === 0) return "";
  return count === 0 ? `Nothing has “${text}” in it.` : `${count} of ${shown.length} operations`;
}

/** By what the person is known; what is entered stays on this page, and goes when it is left. */
function who(
  { schemes }: Api,
): { readonly form: HTMLElement | undefined; readonly identity: Identity } {
  const inputs = schemes.map((scheme) =>
    [
      scheme,
      h("input", { type: "password", id: `who-${scheme.name}`, autocomplete: "off" }),
    ] as const
  );
  const credentials = () =>
    Object.fromEntries(
      inputs.filter(([, { value }]) => value !== "")
        .map(([{ header, prefix }, { value }]) => [header, prefix + value]),
    );
  if (inputs.length === 0) {
    return { form: undefined, identity: { credentials, identify: undefined } };
  }
  const fields = h(
    "form",
    { "aria-label": "Who asks" },
    inputs.map(([{ name, header }, input]) => labelled(input, name, h("small", {}, ` ${header}`))),
  );
  fields.addEventListener("submit", (event) => event.preventDefault());
  const form = h(
    "details",
    { class: "who" },
    h("summary", {}, "Who asks"),
    h(
      "p",
      {},
      "Sent with every request from this page, and kept nowhere. A session's cookie is sent by the browser.",
    ),
    fields,
  );
  const identify = () => {
    form.open = true;
    inputs[0]?.[1].focus();
  };
  return { form, identity: { credentials, identify } };
}

void begin();
