/**
 * Records whose ids nobody says the kind of: none is made beside another one that reads the same.
 *
 * @module
 */
import type { Id, KvsRecord } from "../../../kvs/mod.ts";
import { fieldType } from "../../list/type.ts";
import { alike } from "../../value/alike.ts";
import { idText } from "../../value/id.ts";
import { COMMIT } from "../bulk.ts";
import type { Resource } from "../resource.ts";
import type { Alteration, Source } from "../source.ts";

/** Whether neither the declaration nor the schema says what ids are: then 1 and "1" are taken, and are one to who writes them down. */
function isUnsaid<T extends KvsRecord>(resource: Resource<T>): boolean {
  return resource.id === undefined && fieldType("id", resource) === "any";
}

/** The ids that a record of a resource may not have beside one. */
export function othersOf<T extends KvsRecord>(resource: Resource<T>, id: Id): readonly Id[] {
  return isUnsaid(resource) ? alike(id) : [];
}

/** A text that ids share which are one. */
export function oneText<T extends KvsRecord>(resource: Resource<T>, id: Id): string {
  const [least] = [id, ...othersOf(resource, id)].map((each) => idText(each)).toSorted();
  return least ?? idText(id);
}

/**
 * A source that makes no record beside one whose id reads the same, nor as another becomes it: in the commit that would make it, where that has room and is one
 * of a table; else it has looked shortly before.
 *
 * @param taken the error of an id that another record has
 */
export function distinct<T extends KvsRecord>(
  resource: Resource<T>,
  source: Source<T>,
  taken: (id: Id) => Error,
): Source<T> {
  if (!isUnsaid(resource)) return source;
  return {
    ...source,
    async alter(changes, beside) {
      const others = othersBeside(changes);
      await Promise.all(others.map(async ([id, own]) => {
        if (await source.read(id) !== undefined) throw taken(own);
      }));
      const isGuarded = resource.table !== undefined && others.length + changes.length <= COMMIT;
      const guards = isGuarded ? others.map(([id]) => ({ id, version: null })) : [];
      return await source.alter([...changes, ...guards], beside);
    },
  };
}

/** The ids that must be nobody's, each with the one that is to be a record's. */
function othersBeside<T extends KvsRecord>(
  changes: readonly Alteration<T>[],
): readonly (readonly [Id, Id])[] {
  const changed = new Set(changes.map(({ id }) => idText(id)));
  return changes.flatMap(({ id, record, version }) =>
    record === undefined || version !== null
      ? []
      : alike(id).filter((each) => !changed.has(idText(each))).map((each) => [each, id] as const)
  );
}
