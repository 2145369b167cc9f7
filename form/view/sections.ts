/**
 * Sections: a fieldset with its legend, those in it, and the fields of it.
 *
 * @module
 */
import { type Body, type Element, fieldset, legend, panel } from "../../nitro/mod.ts";
import type { Section } from "../declaration/attributes.ts";
import { FormError } from "../error.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { classesOf } from "./fixed.ts";
import { fieldsOf } from "./fields.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";

/** A section of a form. */
export interface SectionPlace {
  /** Its id; its place, from 1, where it has none. */
  readonly id: string;
  /** What was declared. */
  readonly section: Section;
  /** Whether it is there. */
  readonly isVisible: boolean;
}

/** The sections of a form, in their order. */
export function sectionsOf(filled: Filled): readonly SectionPlace[] {
  return (filled.compiled.document.sections ?? []).map((section, at) => {
    const id = section.id ?? String(at + 1);
    return { id, section, isVisible: filled.isSectionVisible(id) };
  });
}

/**
 * One section alone: what takes the place of the one that is shown.
 *
 * @throws {FormError} `path` where there is none
 */
export function sectionView(filled: Filled, id: string, options: ViewOptions = {}): Element {
  const on = drawing(filled, options), places = sectionsOf(filled);
  const place = places.find((each) => each.id === id);
  if (place === undefined) throw new FormError("path", `the form has no section "${id}"`);
  return sectionOf(on, place, { places, cells: bySection(filled.cells()) });
}

/** What sections are drawn of. */
export interface Sectioned {
  /** All of them. */
  readonly places: readonly SectionPlace[];
  /** The fields of each. */
  readonly cells: ReadonlyMap<string | undefined, readonly Cell[]>;
}

/** Cells by the section that they stand in. */
export function bySection(
  cells: readonly Cell[],
): ReadonlyMap<string | undefined, readonly Cell[]> {
  return Map.groupBy(cells, ({ node }) => node.section);
}

/** The sections that stand in another one, or in none. */
export function within(
  { places }: Pick<Sectioned, "places">,
  parent: string | undefined,
): readonly SectionPlace[] {
  const ids = new Set(places.map(({ id }) => id));
  return places.filter(({ section }) => {
    // One that names a section that is not there stands in none.
    const named = section.parent !== undefined && ids.has(section.parent)
      ? section.parent
      : undefined;
    return named === parent;
  });
}

/** A section; behind its fields stands what `act` says. */
export function sectionOf(
  on: Drawing,
  place: SectionPlace,
  sectioned: Sectioned,
  act: Body = null,
): Element {
  const { ids } = on, { id, section, isVisible } = place, own = ids.section(id);
  if (!isVisible) return fieldset({ id: own, hidden: true });
  const { desc } = section, described = desc === undefined ? undefined : `${own}-desc`;
  const cells = sectioned.cells.get(id) ?? [];
  return fieldset({
    id: own,
    class: "n2o-section",
    aria: { describedby: described },
    body: [
      legend({ class: classesOf(section.nameClass, ""), body: section.name }),
      desc === undefined
        ? null
        : panel({ id: described, class: classesOf(section.descClass, "small"), body: desc }),
      cells.length === 0 ? null : panel({ class: "n2o-fields", body: fieldsOf(on, cells) }),
      within(sectioned, id).map((inner) => sectionOf(on, inner, sectioned)),
      act,
    ],
  });
}
