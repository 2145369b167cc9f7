/**
 * What a new key is to be.
 *
 * @module
 */
import { isInteger, isRecord } from "../../../base/mod.ts";
import { pointerOf } from "../../problem/pointer.ts";
import type { Flaw, RestError } from "../../error.ts";
import { flawed } from "../../problem/flawed.ts";
import { SCOPE } from "../../resource/may.ts";

/** What a new key is to be. */
export interface NewKey {
  /** Who it stands for: the id of a person, up to 512 characters. */
  readonly owner: string;
  /** What it is for, in 1 to 100 characters. */
  readonly name: string;
  /** What it may, up to 50 scopes such as `users:read`; whatever its owner may where it is left out. */
  readonly scopes?: readonly string[];
  /** When it ends, in milliseconds since the epoch; never where it is left out. */
  readonly expires?: number;
}

const SCOPES = 50;
/** The last time that a Date can be of. */
const LAST = 8.64e15;
// deno-lint-ignore no-control-regex -- controls are what is refused
const CONTROLS = /[\0-\x1f\x7f]/;

/**
 * What is wanted, checked.
 *
 * @throws {RestError} `invalid` with each field that cannot be
 */
export function wantedOf({ owner, name, scopes, expires }: NewKey, now: number): NewKey {
  const errors: Flaw[] = [];
  const check = (holds: boolean, pointer: string, detail: string) => {
    if (!holds) errors.push({ pointer, code: "schema", detail });
  };
  check(isText(owner, 512), "/owner", "1 to 512 characters without controls");
  check(isText(name, 100), "/name", "1 to 100 characters without controls");
  const isList = scopes === undefined || Array.isArray(scopes) && scopes.length <= SCOPES &&
      scopes.every((each) => typeof each === "string" && SCOPE.test(each));
  check(
    isList,
    "/scopes",
    `up to ${SCOPES} scopes of visible ASCII without quotes and backslashes`,
  );
  check(
    expires === undefined || isInteger(expires, now + 1, LAST),
    "/expires",
    "a time that is still to come",
  );
  if (errors.length > 0) throw unmade(errors);
  return {
    owner,
    name,
    ...scopes !== undefined && { scopes: [...new Set(scopes)] },
    ...expires !== undefined && { expires },
  };
}

function isText(text: unknown, most: number): boolean {
  return typeof text === "string" && text.trim() !== "" && text.length <= most &&
    text.isWellFormed() && !CONTROLS.test(text);
}

/** The fields that a request may give. */
const FIELDS = ["name", "scopes", "expires", "owner"];

/**
 * What a body of JSON wants; `owner` is whose the key is unless it says.
 *
 * @throws {RestError} `invalid`
 */
export function wantedIn(body: unknown, owner: string): NewKey {
  if (!isRecord(body)) throw unmade([{ pointer: "", code: "type", detail: "give an object" }]);
  const errors: Flaw[] = Object.keys(body).filter((name) => !FIELDS.includes(name)).map((name) => ({
    pointer: pointerOf([name.slice(0, 100)]),
    code: "unknown",
    detail: `there are ${FIELDS.join(", ")}`,
  }));
  const { name, scopes, expires } = body, given = body.owner ?? owner;
  const isTime = expires === undefined ||
    typeof expires === "string" && TIME.test(expires) && !Number.isNaN(Date.parse(expires));
  if (!isTime) {
    errors.push({ pointer: "/expires", code: "schema", detail: "a time as RFC 3339 has it" });
  }
  if (errors.length > 0) throw unmade(errors);
  return {
    // As: what they are is looked at where the key is made.
    owner: given as string,
    name: name as string,
    ...scopes !== undefined && { scopes: scopes as string[] },
    ...expires !== undefined && { expires: Date.parse(String(expires)) },
  };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function unmade(errors: readonly Flaw[]): RestError {
  return flawed("invalid", "the key cannot be made", errors);
}
