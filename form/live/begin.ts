/**
 * How a form begins: from the record, and from a draft where there is one.
 *
 * @module
 */
import { qp } from "../../nitro/mod.ts";
import type { Draft } from "./store/drafts.ts";
import { Filling, type Person, type Setup } from "./filling.ts";
import type { Origin } from "./origin.ts";

/** A form as it begins; undefined where there is no such record. Within a message of a page, or a visit. */
export async function begin(setup: Setup, person: Person): Promise<Filling | undefined> {
  const { options } = setup, id = (options.record ?? qp)() || undefined;
  const origin = await originOf(setup, id);
  if (origin === undefined) return undefined;
  const filling = new Filling(setup, person, { id, origin });
  if (filling.saving === undefined) return filling;
  await setup.open.done(filling.key);
  const draft = await draftOf(setup, filling);
  if (draft === undefined) return filling;
  if (draft.version !== origin.version) {
    filling.offered = draft;
    return filling;
  }
  return restored(filling, draft);
}

/** What the record is; of a new one nothing. */
export async function originOf(
  { options: { records, load } }: Setup,
  id: string | undefined,
): Promise<Origin | undefined> {
  if (records !== undefined && id !== undefined) {
    const stored = await records.load(id);
    return stored && { ...stored, isNew: false };
  }
  if (load === undefined) return { value: {}, version: null, isNew: true };
  const value = await load();
  return value && { value, version: null, isNew: false };
}

/** The draft, where one can be read. */
async function draftOf(
  { options: { drafts } }: Setup,
  { key, person: { log } }: Filling,
): Promise<Draft | undefined> {
  try {
    return await drafts?.load(key);
  } catch (error) {
    log("error", "a draft could not be read", { document: key.document, error });
    return undefined;
  }
}

/** A form with what its draft holds; as it is where that cannot be taken up. */
export function restored(filling: Filling, { dump, step }: Draft): Filling {
  const { origin, person: { log }, key } = filling;
  try {
    filling.sheet = filling.made(origin, dump);
    filling.step = Math.max(1, step);
    filling.isRestored = true;
  } catch (error) {
    log("warning", "a draft does not fit its document", { document: key.document, error });
  }
  return filling;
}
