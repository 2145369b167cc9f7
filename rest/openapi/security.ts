/**
 * What a document says of who may ask: the schemes by which people are known, and what each operation needs of them.
 *
 * @module
 */
import type { Operation } from "../operation.ts";
import type { Part } from "./components.ts";
import type { Security } from "./info.ts";

const SAFE = new Set(["GET", "QUERY"]);
const SCOPES = "One with scopes is granted only what names one of them.";

/** The schemes of an API; those of cookies are two, for a page says by `Origin` that it may change things with one. */
function schemesOf({ cookie, key, bearer }: Security): Readonly<Record<string, Part>> {
  return {
    ...cookie !== undefined && {
      cookie: {
        type: "apiKey",
        in: "cookie",
        name: cookie,
        description: "The cookie of a session, which scopes do not limit.",
      },
      origin: {
        type: "apiKey",
        in: "header",
        name: "origin",
        description:
          "Goes with the cookie where something changes: the origin of a page that may, which browsers send by themselves.",
      },
    },
    ...key !== undefined && {
      key: { type: "apiKey", in: "header", name: key, description: `An API key. ${SCOPES}` },
    },
    ...bearer === true && {
      bearer: { type: "http", scheme: "bearer", description: `A token, or an API key. ${SCOPES}` },
    },
  };
}

/** What the operations of a document need of who asks. */
export class Requirements {
  /** The schemes that are needed by any of them. */
  readonly schemes: Readonly<Record<string, Part>>;

  /** Those of operations. */
  constructor(operations: readonly Operation[], security: Security = { bearer: true }) {
    const schemes = schemesOf(security);
    const isNeeded = operations.some((each) =>
      each.guarded || "cookie" in schemes && changes(each)
    );
    this.schemes = isNeeded ? schemes : {};
  }

  /**
   * The ways in which an operation may be asked: by any of the schemes, with the scopes that it is granted by, and with a cookie from a page
   * that may. Where anyone may, a cookie that comes along still needs that, and nothing else is said. Undefined where there is nothing to say.
   */
  of(operation: Operation): readonly Part[] | undefined {
    const { guarded } = operation, isByCookie = "cookie" in this.schemes && changes(operation);
    const cookie = "cookie" in this.schemes
      ? [{ cookie: [], ...changes(operation) && { origin: [] } }]
      : [];
    if (!guarded) return isByCookie ? [{}, ...cookie] : undefined;
    const scoped = operation.scopes?.length ? operation.scopes.map((each) => [each]) : [[]];
    const others = ["key", "bearer"].filter((name) => name in this.schemes);
    return [...cookie, ...others.flatMap((name) => scoped.map((scopes) => ({ [name]: scopes })))];
  }
}

function changes({ method }: Operation): boolean {
  return !SAFE.has(method);
}
