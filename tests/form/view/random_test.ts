/** What a form looks like, for documents that nobody chose, beside a description of it that is put together from the declaration alone. */
import { type AnyDocument, type AnyField, document, type Mode, view } from "../../../form/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { filledOf } from "./filled.ts";
import { byId, idsOf, type Tag, tagsOf, textOf } from "./tree.ts";

const TYPES = ["string", "textarea", "integer", "select", "bool", "date", "email"] as const;

interface Made {
  readonly document: AnyDocument;
  readonly values: Record<string, unknown>;
}

function made(draw: Random): Made {
  const values: Record<string, unknown> = {};
  const sections = Array.from(
    { length: draw.below(4) },
    (_, at) => ({ id: `s${at}`, name: `Part ${at}` }),
  );
  const fields = Array.from({ length: 1 + draw.below(8) }, (_, at): AnyField => {
    const id = `f${at}`, isGroup = draw.below(5) === 0, isVector = isGroup && draw.below(2) === 0;
    const common = {
      id,
      title: `Title ${at}`,
      ...draw.below(4) === 0 && { visible: false },
      ...draw.below(3) === 0 && { desc: `Hint ${at}` },
      ...sections.length > 0 && { sec: draw.pick(["s0", ...sections.map((each) => each.id)]) },
    };
    if (!isGroup) {
      const type = draw.pick(TYPES);
      values[id] = { integer: at, bool: true, date: "2024-02-29" }[type as string] ?? `held ${at}`;
      return {
        ...common,
        type,
        ...draw.below(3) === 0 && { required: true },
        ...type === "select" && { options: [{ name: `held ${at}`, title: `Held ${at}` }] },
      };
    }
    const inner = { a: `held ${at} a`, b: `held ${at} b` };
    values[id] = isVector ? Array.from({ length: draw.below(4) }, () => inner) : inner;
    return {
      ...common,
      type: isVector && draw.below(2) === 0 ? "table" : "group",
      vector: isVector,
      fields: [{ id: "a", title: "A" }, { id: "b", title: "B", visible: draw.below(3) > 0 }],
    };
  });
  return { document: document({ name: "made", sections, fields } as never) as never, values }; // as: types of fields are drawn
}

/** The paths at which something shows, in order; of those of a group the group first. */
function pathsOf({ document, values }: Made): readonly string[] {
  const { sections = [], fields } = document;
  const order = sections.length === 0
    ? fields
    : sections.flatMap(({ id }) => fields.filter(({ sec }) => sec === id));
  return order.filter(({ visible }) => visible !== false).flatMap((field) => {
    if (field.fields === undefined) return [field.id];
    const inner = field.fields.filter(({ visible }) => visible !== false).map(({ id }) => id);
    const held = values[field.id];
    const around = field.vector !== true && field.type !== "table"
      ? [field.id]
      : Array.isArray(held)
      ? held.map((_, at) => `${field.id}/r${at + 1}`)
      : [];
    return [field.id, ...around.flatMap((path) => inner.map((id) => `${path}/${id}`))];
  });
}

function isSame(tag: Tag, name: string): boolean {
  return tag.name === name;
}

for (const mode of ["create", "edit", "search", "view"] satisfies Mode[]) {
  Deno.test(`controls of a form stand in order, each with its label, ${mode}; seed ${SEED}`, () => {
    for (let round = 0; round < rounds(40, 1_000); round++) {
      const form = made(random(SEED + round)), suffix = `_made_${mode}`;
      const tags = tagsOf(view(filledOf(form.document, { values: form.values, mode })));
      const ids = idsOf(tags), paths = pathsOf(form), where = `seed ${SEED + round}`;
      equal(new Set(ids).size, ids.length, `${where}: ${ids}`);
      const controls = paths.map((path) => path + suffix);
      equal(ids.filter((id) => controls.includes(id)), controls, where);
      for (const id of controls) {
        const label = byId(tags, `${id}-label`);
        if (isSame(label, "label")) equal(label.attributes.for, id, where);
        else equal(["legend", "dt", "div"].includes(label.name), true, `${where}: ${label.name}`);
        byId(tags, `wrap_${id}`);
      }
      for (const { attributes } of tags) {
        for (const name of ["aria-describedby", "aria-labelledby", "for"]) {
          for (const id of attributes[name]?.split(" ") ?? []) byId(tags, id);
        }
      }
    }
  });

  Deno.test(`what is hidden is nowhere in the markup, ${mode}; seed ${SEED}`, () => {
    for (let round = 0; round < rounds(40, 1_000); round++) {
      const form = made(random(SEED + round));
      const secret = Object.fromEntries(form.document.fields.map((field) => [
        field.id,
        field.visible === false && field.fields === undefined ? "hushed" : form.values[field.id],
      ]));
      const tags = tagsOf(view(filledOf(form.document, { values: secret, mode })));
      const text = JSON.stringify(tags);
      equal(text.includes("hushed"), false, `seed ${SEED + round}`);
      for (const { id, visible } of form.document.fields) {
        if (visible !== false) continue;
        const panel = byId(tags, `wrap_${id}_made_${mode}`);
        equal([panel.attributes.hidden, textOf(panel)], ["", ""], `seed ${SEED + round}`);
      }
    }
  });
}

Deno.test("two records on one page have no id in common", () => {
  for (let round = 0; round < rounds(20, 200); round++) {
    const form = made(random(SEED + round));
    for (const mode of ["edit", "view", "row", "compact"] as const) {
      const filled = filledOf(form.document, { values: form.values, mode });
      const [one = [], other = []] = ["a", "b c"].map((key) =>
        idsOf(tagsOf(view(filled, { key })))
      );
      equal(new Set([...one, ...other]).size, one.length + other.length, `seed ${SEED + round}`);
      equal([...one, ...other].some((id) => /\s/.test(id)), false, `seed ${SEED + round}`);
    }
  }
});
