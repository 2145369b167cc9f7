import { assert, equal } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, type Scene, stage } from "./server.ts";

const SEED = 20_261_128;
const ROUNDS = rounds(40, 400);

/** What a control holds, and what the HTML states: text, a tick, a choice, or whether it is open. */
type Value = string | boolean;

/** A control of a body: what is stated; nothing, where that says nothing. */
interface Stated {
  kind: "text" | "area" | "tick" | "select" | "details";
  value: Value | undefined;
  options: string[];
}

/** A body: its HTML, and what it states of each control by its id. */
interface Body {
  html: string;
  controls: Map<string, Stated>;
}

/** A body in which controls wander, come and go, and state other values. */
function body(choices: Random): Body {
  const { below, pick } = choices, controls = new Map<string, Stated>();
  const ids = ["text", "area", "tick", "select", "details"].flatMap((kind) =>
    [0, 1, 2].map((n) => `${kind}${n}`)
  );
  const texts = ["", "", "a", "b"] as const;
  function control(): string {
    const [id] = ids.splice(below(ids.length), 1);
    if (id === undefined) return "<hr>";
    const kind = id.slice(0, -1) as Stated["kind"]; // as made above
    const text = pick(texts), isOn = below(2) > 0, more = below(3) ? "" : ` title="${below(9)}"`;
    const options = pick([["1", "2", "3", "4"], ["2", "3", "4"], ["3", "4"]]),
      chosen = below(2) ? options[below(options.length)] : undefined;
    const value = {
      text: text || undefined,
      area: text || undefined,
      tick: isOn,
      select: chosen,
      details: isOn,
    }[kind];
    controls.set(id, { kind, value, options });
    if (kind === "text") return `<input id="${id}"${text ? ` value="${text}"` : ""}${more}>`;
    if (kind === "area") return `<textarea id="${id}"${more}>${text}</textarea>`;
    if (kind === "tick") {
      return `<input id="${id}" type="checkbox"${isOn ? ' checked=""' : ""}${more}>`;
    }
    if (kind === "details") {
      return `<details id="${id}"${isOn ? ' open=""' : ""}><summary>s</summary>${
        nodes(2)
      }</details>`;
    }
    const list = options.map((option) =>
      `<option${option === chosen ? ' selected=""' : ""}>${option}</option>`
    );
    return `<select id="${id}"${more}>${list.join("")}</select>`;
  }
  function nodes(depth: number): string {
    return Array.from({ length: 1 + below(4) }, () => {
      const what = below(6);
      if (what === 0) return `<p>${below(4)}</p>`;
      if (what === 1) return `<svg><g><path d="M${below(3)} 0"></path></g></svg>`;
      return what < 4 || depth > 2 ? control() : `<div>${nodes(depth + 1)}</div>`;
    }).join("");
  }
  return { html: `<div id="root">${nodes(0)}</div>`, controls };
}

/** What the page shows of its controls, and where the focus and the caret are. */
function shown({ page }: Scene) {
  return page.evaluate(() => {
    const holds: Record<string, string | boolean> = {}, seen: string[] = [];
    for (const each of document.querySelectorAll("#root [id]")) {
      const one = each as HTMLInputElement & HTMLDetailsElement;
      // What stands in closed details can have no focus.
      if (one.checkVisibility()) seen.push(one.id);
      holds[one.id] = one.localName === "details"
        ? one.open
        : one.type === "checkbox"
        ? one.checked
        : one.value;
    }
    const { id, selectionStart } = document.activeElement as HTMLInputElement;
    const html = document.getElementById("root")!.outerHTML;
    return { holds, seen, focus: id, caret: selectionStart ?? null, html };
  });
}

/** Whether the document says what HTML says, but for what is open. */
function says({ page }: Scene, html: string): Promise<boolean> {
  return page.evaluate((html) => {
    const template = document.createElement("template"), found = document.getElementById("root")!;
    template.innerHTML = html;
    const [wanted, shown] = [template.content.firstElementChild!, found.cloneNode(true) as Element];
    for (const each of [wanted, shown]) {
      for (const one of each.querySelectorAll("[open]")) one.removeAttribute("open");
    }
    return wanted.isEqualNode(shown);
  }, html);
}

/** Has a person change some of the controls. */
async function act({ page }: Scene, ids: string[], { below, pick }: Random): Promise<void> {
  const chosen = ids.filter(() => below(3) === 0).map((id) =>
    [id, pick(["x", "yy", "zzz"])] as const
  );
  await page.evaluate((chosen) => {
    for (const [id, text] of chosen) {
      const one = document.getElementById(id) as HTMLInputElement;
      if (one.localName === "details") one.querySelector("summary")!.click();
      else if (one.type === "checkbox") one.click();
      else if (one.localName === "select") one.value = text.length > 2 ? "3" : "4";
      else {
        one.focus();
        one.value = text;
        one.dispatchEvent(new Event("input", { bubbles: true }));
        one.setSelectionRange(1, 1);
      }
    }
  }, chosen);
}

/** What a control holds that nobody touched. */
function untouched({ kind, value, options }: Stated): Value {
  if (kind === "tick" || kind === "details") return value === true;
  return value ?? (kind === "select" ? options[0]! : "");
}

/** What the merge rule says that a control holds then. */
function merged(before: Stated | undefined, held: Value, after: Stated, hasFocus: boolean): Value {
  if (!before || held === untouched(before)) return untouched(after);
  const stays = after.value === undefined || before.value === after.value ||
    hasFocus && after.kind !== "details";
  const isOffered = after.kind !== "select" || after.options.includes(String(held));
  return stays && isOffered ? held : untouched(after);
}

browserTest(
  `what an update shows is what the merge rule says, seed ${SEED}`,
  async (browser, t) => {
    await stage(browser, t)(
      "over any bodies and anything a person does",
      `<div id="root"></div>`,
      async (s) => {
        const choices = random(SEED);
        let old: Body = { html: "", controls: new Map() }, kept = 0;
        for (let round = 0; round < ROUNDS; round++) {
          await act(s, [...old.controls.keys()], choices);
          const before = await shown(s), next = body(choices);
          await s.run(instruction("update", "root", next.html));
          const after = await shown(s);
          const wanted = Object.fromEntries([...next.controls].map(([id, stated]) => {
            const value = merged(
              old.controls.get(id),
              before.holds[id]!,
              stated,
              before.focus === id,
            );
            kept += Number(value !== untouched(stated));
            return [id, value];
          }));
          equal(
            Object.entries(after.holds).sort(),
            Object.entries(wanted).sort(),
            `round ${round}`,
          );
          assert(await says(s, next.html), `round ${round}: ${after.html} for ${next.html}`);
          if ([before, after].every(({ seen }) => seen.includes(before.focus))) {
            equal(after.focus, before.focus, `round ${round}: the focus`);
            const isTyped = before.holds[before.focus] === after.holds[before.focus];
            if (isTyped) equal(after.caret, before.caret, `round ${round}: the caret`);
          }
          old = next;
        }
        assert(kept > ROUNDS / 5, `only ${kept} values were the person's`);
      },
    );
  },
);
