/**
 * What is told of records: by the mapping of values, without the fields that a person may not read.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import type { KvsRecord } from "../../kvs/mod.ts";
import { isFields, type Json, toJson } from "../value/json.ts";
import type { Person } from "../who.ts";
import { isGranted } from "./may.ts";
import type { Resource } from "./resource.ts";

/** The names of fields that are kept from a person: none, known at once, where no field has grants of its own. */
export function hidden<T extends KvsRecord>(
  { may }: Resource<T>,
  person: Person | undefined,
): ReadonlySet<string> | Promise<ReadonlySet<string>> {
  return may.fields === undefined ? NONE : hiddenOf(may.fields, person);
}

async function hiddenOf(
  fields: object,
  person: Person | undefined,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const [name, grants] of grantsOf(fields)) {
    if (grants?.read !== undefined && !await isGranted(grants.read, person)) names.add(name);
  }
  return names;
}

/** The names of fields that a person may not set. */
async function locked<T extends KvsRecord>(
  { may }: Resource<T>,
  person: Person | undefined,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const [name, grants] of grantsOf(may.fields)) {
    const grant = grants?.write ?? grants?.read;
    if (grant !== undefined && !await isGranted(grant, person)) names.add(name);
  }
  return names;
}

/** What of the fields a person may not read, and may not set. */
interface Kept {
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
}

/** The fields that a person may not read, and may not set: none, known at once, where no field has grants of its own. */
export function fieldsOf<T extends KvsRecord>(
  resource: Resource<T>,
  person: Person | undefined,
): Kept | Promise<Kept> {
  return resource.may.fields === undefined ? ALL : keptOf(resource, person);
}

async function keptOf<T extends KvsRecord>(
  resource: Resource<T>,
  person: Person | undefined,
): Promise<Kept> {
  return { hidden: await hidden(resource, person), locked: await locked(resource, person) };
}

/**
 * What tells a representation without some fields apart in tags: who sees more, or less, of the same version holds another one, in the same
 * browser as well.
 */
export function variantFor(without: ReadonlySet<string>, variant: string): string {
  if (without.size === 0) return variant;
  const mark = `f${fingerprint(JSON.stringify([...without].toSorted())).slice(0, 10)}`;
  return variant === "" ? mark : `${mark};${variant}`;
}

const NONE: ReadonlySet<string> = new Set(), ALL: Kept = { hidden: NONE, locked: NONE };

type Grants = NonNullable<Resource["may"]["fields"]>["id"];

function grantsOf(fields: object | undefined): readonly (readonly [string, Grants])[] {
  return Object.entries(fields ?? {});
}

/** A record as JSON, without what is hidden; declared fields that it lacks are left out. */
export function view<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  without: ReadonlySet<string>,
): Json {
  const json = resource.toJson === undefined
    ? toJson(record, resource.kinds && { fields: resource.kinds })
    : resource.toJson(record);
  if (without.size === 0 || !isFields(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([name]) => !without.has(name)));
}
