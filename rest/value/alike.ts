/**
 * Ids that read the same.
 *
 * @module
 */
import type { Id, IdPart } from "../../kvs/mod.ts";
import { idsFrom, idText, INTEGER, partsOf } from "./id.ts";

/** The most parts of an id that are taken for one of another kind, too: each doubles how many are alike, or more. */
const MOST = 4;

/**
 * The ids that read as one does and are of another kind: to 1 the text "1" and the bigint 1n, to true the text "true". Where nothing says what ids are they
 * are one to who writes them down, and each is another record to the store. Of several parts the first four that read as something else are looked at.
 *
 * @example
 * ```ts
 * import { alike } from "@n2o/n2o/rest";
 *
 * if (alike("ann").length > 0 || alike("1").join() !== "1,1" || alike(true)[0] !== "true") throw new Error("others");
 * ```
 */
export function alike(id: Id): readonly Id[] {
  let all: readonly (readonly IdPart[])[] = [[]], places = 0;
  for (const part of partsOf(id)) {
    const others = places < MOST ? othersOf(part) : [];
    if (others.length > 0) places++;
    all = all.flatMap((made) => [part, ...others].map((each) => [...made, each]));
  }
  const own = idText(id);
  return all.flatMap(idsFrom).filter((other) => idText(other) !== own);
}

/** What reads as a part does. */
function othersOf(part: IdPart): readonly IdPart[] {
  if (typeof part === "object") return [];
  const text = String(part), number = Number(text);
  const all: readonly IdPart[] = [
    text,
    ...String(number) === text && Number.isFinite(number) ? [number] : [],
    ...INTEGER.test(text) ? [BigInt(text)] : [],
    ...text === "true" || text === "false" ? [text === "true"] : [],
  ];
  return all.filter((each) => typeof each !== typeof part);
}
