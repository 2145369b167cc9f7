/**
 * Serving the document of an API, and a page of ours to read and try it.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import type { Answer, Incoming, Operation, Parameter } from "../operation.ts";
import { notModified } from "../precondition.ts";
import { operationsOf, type RestOptions } from "../rest.ts";
import { openapi } from "./document.ts";
import type { DocumentInfo } from "./info.ts";
import { pageScript, pageStyle } from "./page.gen.ts";
import { PAGE_ICON, pageDocument } from "./shell.ts";

/** What is told of an API, and to whom. */
export interface DocumentedInfo extends DocumentInfo {
  /** Whether the document and its page are for known people only; for anyone unless told. */
  readonly guarded?: boolean;
  /** Whether there is a page beside the document; true unless told. */
  readonly page?: boolean;
}

const VERSIONS = ["3.1", "3.2"] as const;
const VERSION: Parameter = {
  name: "version",
  in: "query",
  description: "the version of OpenAPI",
  schema: { type: "string", enum: VERSIONS },
};

/**
 * An API with its document and its page: `GET /openapi.json` (`?version=3.2` for OpenAPI 3.2), and the page at the root of the API, with its
 * files `/openapi.js`, `/openapi.css` and `/openapi.svg`. The document tells of all operations but these.
 *
 * @throws {RestError} `config` from {@linkcode openapi}, at once
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { documented } from "@n2o/n2o/rest/openapi";
 *
 * using kv = memoryKv();
 * const users = resource({ name: "users", table: "user", may: "anyone" });
 * const api = rest(documented({ kv, resources: [users] }, { title: "People" }));
 * const told = await (await api.request("/rest/openapi.json")).json();
 * if (told.info.title !== "People" || !("/users/{id}" in told.paths)) throw told;
 * const page = await api.request("/rest/");
 * if (!page.headers.get("content-security-policy")?.startsWith("default-src 'self'")) throw page;
 * ```
 */
export function documented(options: RestOptions, info: DocumentedInfo): RestOptions {
  const { base = "/rest", rate, cors } = options;
  const told = operationsOf(options);
  const whole: DocumentInfo = {
    servers: [base === "" ? "/" : base],
    ...rate !== undefined && { rate: true },
    ...cors !== undefined && { cors: true },
    ...info,
  };
  const [first, second] = VERSIONS.map((version) => {
    const document = openapi(told, { ...whole, openapi: version });
    return { document, version: fingerprint(JSON.stringify(document)) };
  });
  const document = reading("/openapi.json", "application/json", info, {
    id: "readDocument",
    summary: "What this API takes and answers, as an OpenAPI document",
    parameters: [VERSION],
  }, ({ query }) => {
    const made = query.version === "3.2" ? second : first;
    return { value: made?.document, version: made?.version ?? "" };
  });
  const page = info.page === false ? [] : pageOperations(base, info);
  return { ...options, operations: [...options.operations ?? [], document, ...page] };
}

function pageOperations(base: string, info: DocumentedInfo): readonly Operation[] {
  const text = pageDocument(base, info.title);
  const file = (path: string, type: string, id: string, { text, hash }: typeof pageScript) =>
    reading(path, type, info, { id, summary: "A file of the page", parameters: [] }, () => ({
      text,
      version: hash,
    }));
  return [
    reading("", "text/html", info, {
      id: "readPage",
      summary: "A page to read and try this API",
      parameters: [],
    }, () => ({
      text,
      version: fingerprint(text),
      headers: {
        "content-security-policy":
          "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        "x-content-type-options": "nosniff",
      },
    })),
    file("/openapi.js", "text/javascript", "readPageScript", pageScript),
    file("/openapi.css", "text/css", "readPageStyle", pageStyle),
    file("/openapi.svg", "image/svg+xml", "readPageIcon", {
      text: PAGE_ICON,
      hash: fingerprint(PAGE_ICON),
    }),
  ];
}

/** What is read: as it is, or not at all where the client has it. */
function reading(
  path: string,
  type: string,
  { guarded = false }: DocumentedInfo,
  operation: Pick<Operation, "id" | "summary" | "parameters">,
  tell: (incoming: Incoming) => Omit<Answer, "status"> & { readonly version: string },
): Operation {
  return {
    ...operation,
    method: "GET",
    path,
    tag: "openapi",
    guarded,
    responses: { 200: { description: "the document", content: { [type]: {} } } },
    run(incoming) {
      const { request, variant } = incoming, { version, ...told } = tell(incoming);
      const headers = { ...told.headers, "cache-control": "no-cache" };
      const etag = notModified(request, { version, variant });
      if (etag !== undefined) {
        return Promise.resolve({ status: 304, headers: { ...headers, etag } });
      }
      return Promise.resolve({ ...told, status: 200, version, headers });
    },
  };
}
