/**
 * How a form begins: from the record, and from a draft where there is one.
 *
 * @module
 */
import { qp } from "../../nitro/mod.ts";
import { permissionOf } from "../state/access.ts";
import { type Draft, isDraft } from "./store/drafts.ts";
import { Filling, type Person, type Setup } from "./filling.ts";
import type { Dump } from "../state/filled.ts";
import type { Origin } from "./origin.ts";
import { nodeOf } from "./said.ts";

/** A form as it begins; undefined where there is no such record, or none of it is for this person to see. Within a message of a page, or a visit. */
export async function begin(setup: Setup, person: Person): Promise<Filling | undefined> {
  const { options, compiled: { document } } = setup;
  if (!permissionOf(document, person.roles).see) return undefined;
  const id = (options.record ?? qp)() || undefined;
  const origin = await originOf(setup, id);
  if (origin === undefined) return undefined;
  const filling = new Filling(setup, person, { id, origin });
  if (filling.saving === undefined) return filling;
  await setup.open.done(filling.key);
  const draft = await draftOf(setup, filling);
  if (draft === undefined) return filling;
  if (draft.version !== origin.version) {
    if (isFit(filling, draft)) filling.offered = draft;
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
  filling: Filling,
): Promise<Draft | undefined> {
  const { key, person: { log } } = filling;
  try {
    const draft = await drafts?.load(key);
    if (draft === undefined) return undefined;
    if (isDraft(draft)) return { ...draft, dump: ownOf(filling, draft.dump) };
    log("warning", "what is kept as a draft is none", { document: key.document });
    return undefined;
  } catch (error) {
    log("error", "a draft could not be read", { document: key.document, error });
    return undefined;
  }
}

/** What of a draft this person may change still: rights may be others than they were when it was begun. */
function ownOf({ setup: { compiled }, permission }: Filling, dump: Dump): Dump {
  const isOwn = ([path]: readonly [string, unknown]) => {
    const node = nodeOf(compiled, path);
    return node !== undefined && permission(node).change;
  };
  const own = <T>(part: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(part).filter(isOwn));
  return { ...dump, values: own(dump.values), raw: own(dump.raw), rows: own(dump.rows) };
}

/** Whether a draft can be taken up, should the person say so. */
function isFit(filling: Filling, { dump }: Draft): boolean {
  const { origin, person: { log }, key } = filling;
  try {
    filling.made(origin, dump);
    return true;
  } catch (error) {
    log("warning", "a draft does not fit its document", { document: key.document, error });
    return false;
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
