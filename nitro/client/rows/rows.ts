/**
 * The part of the client for lists of rows: what they say, and rows that are added and taken away. Moving them is a part of its own
 * (sort.ts).
 *
 * @module
 */
import type { Part } from "../part.ts";

const SORT = "./sort.js";

/** What sorting needs of lists. */
export interface Kit {
  rootOf(element: Element): HTMLElement | undefined;
  rowsOf(root: Element): HTMLElement[];
  /** Has a list say something, of a row. */
  say(root: Element, word: string, row?: HTMLElement): void;
  /** Tells the page. */
  changed(root: Element): void;
}

/** Has what is grabbed look so over an update. */
export type Marked = () => void;

let sort: Promise<Marked> | undefined;

const nameOf = (row: Element) => row.querySelector<HTMLElement>("[data-n2o-name]")!;

/** The list around an element. As a source it says its seal, and what its rows hold at that moment. */
function rootOf(element: Element): HTMLElement | undefined {
  const root = element.closest?.("[data-n2o-rows]") as HTMLElement | null; // of our markup
  if (root && !("multiple" in root)) {
    Object.defineProperties(root, {
      multiple: { value: true },
      selectedOptions: {
        get: () => [root.dataset.n2oRows, ...rowsOf(root).map(held)].map((value) => ({ value })),
      },
    });
  }
  return root ?? undefined;
}

/** Its rows, however they stand in it: not those of a list within one. */
function rowsOf(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-n2o-row]")]
    .filter((row) => row.closest("[data-n2o-rows]") === root);
}

/** What a row holds: its key and, where it has controls of its own, their values. */
function held(row: HTMLElement): string {
  const fields = nameOf(row).querySelectorAll<HTMLInputElement>("input,select,textarea");
  const key = row.dataset.n2oRow!;
  if (!fields.length || row.querySelector("[data-n2o-combo]")) return key;
  return JSON.stringify([
    key,
    ...Array.from(
      fields,
      (field) => /^(checkbox|radio)$/.test(field.type) && !field.checked ? "" : field.value,
    ),
  ]);
}

function say(root: Element, word: string, row?: HTMLElement): void {
  const output = root.querySelector<HTMLElement>(":scope>output")!, rows = rowsOf(root);
  const texts: Record<string, string | number> = {
    name: row ? nameOf(row).dataset.n2oName! : "",
    n: rows.indexOf(row!) + 1,
    count: rows.length,
  };
  output.textContent = output.dataset[word]!.replace(/\{(\w+)\}/g, (_, name) => `${texts[name]}`);
}

function changed(root: Element): void {
  for (const type of ["input", "change"]) root.dispatchEvent(new Event(type, { bubbles: true }));
  tell(root);
}

function tell(root: Element): void {
  root.dispatchEvent(new Event("n2o:change"));
}

/** Adds a row, by the page's own pattern. */
function add(root: HTMLElement, key?: string, text = ""): void {
  const pattern = root.querySelector<HTMLTemplateElement>(":scope>template");
  if (!pattern) return;
  if (rowsOf(root).length >= +root.dataset.n2oMost!) return say(root, "full");
  const row = pattern.content.cloneNode(true).firstChild as HTMLElement, name = nameOf(row);
  row.dataset.n2oRow = key ?? "new-" + crypto.getRandomValues(new Uint32Array(2)).join("");
  if (key) {
    name.textContent = name.dataset.n2oName = text;
    row.querySelectorAll("button").forEach((button) => {
      const { n2oGrab, n2oRemove } = button.dataset;
      button.ariaLabel = (n2oGrab ?? n2oRemove)!.replace("{name}", () => text);
    });
  }
  root.querySelector(":scope>ul")!.append(row);
  if (!key) name.querySelector<HTMLElement>("input,select,textarea")?.focus();
  say(root, "added", row);
  changed(root);
}

function remove(root: HTMLElement, row: HTMLElement): void {
  const rows = rowsOf(root), at = rows.indexOf(row), name = "[data-n2o-remove]";
  (rows[at + 1] ?? rows[at - 1])?.querySelector<HTMLElement>(name)?.focus();
  if (rows.length < 2) root.querySelector<HTMLElement>("[data-n2o-add],[role=combobox]")?.focus();
  row.remove();
  say(root, "removed", row);
  changed(root);
}

document.addEventListener("click", ({ target }) => {
  const element = target as Element, root = rootOf(element);
  const row = element.closest("[data-n2o-remove]")?.closest<HTMLElement>("[data-n2o-row]");
  if (root && row) remove(root, row);
  else if (root && element.closest("[data-n2o-add]")) add(root);
}, true);

// What a combobox in the list has found is added to it; the combobox is free for another one.
document.addEventListener("n2o:change", ({ target }) => {
  const combo = target as HTMLElement & { value: string };
  const root = combo.matches?.("[data-n2o-combo]:not(li *)") && rootOf(combo);
  if (!root || !combo.value || !root.querySelector(":scope>template")) return;
  add(root, combo.value, combo.querySelector<HTMLInputElement>("[role=combobox]")!.value);
  combo.dispatchEvent(new Event("n2o:clear"));
}, true);

// What is entered in a row is a change of the list.
document.addEventListener("change", ({ target }) => {
  const element = target as Element, root = rootOf(element);
  if (root && element.matches("li :is(input,select,textarea):not([role=combobox])")) tell(root);
}, true);

/** Makes the lists of the page work. */
const rows: Part = async ({ load }) => {
  document.querySelectorAll("[data-n2o-rows]").forEach(rootOf);
  if (document.querySelector("[data-n2o-grab]")) {
    sort ??= load<{ default(kit: Kit): Marked }>(SORT).then((part) =>
      part.default({ rootOf, rowsOf, say, changed })
    );
    sort.catch(() => sort = undefined);
    (await sort)();
  }
};

export default rows;
