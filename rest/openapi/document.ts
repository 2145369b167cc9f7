/**
 * The OpenAPI document of operations.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { JsonSchema, Operation, Parameter, ResponseDeclaration } from "../operation.ts";
import { PROBLEM_SCHEMA } from "../problem/problem.ts";
import { problemStatuses } from "../problem/responses.ts";
import { pascal } from "../resource/schema.ts";
import { type Part, Repeated, Schemas } from "./components.ts";
import type { DocumentInfo } from "./info.ts";
import { OperationNames } from "./names.ts";
import { Requirements } from "./security.ts";
import { headersOf, optionsResponse, problemName, problemResponseOf } from "./shared.ts";

/** An OpenAPI document: the value of its JSON. */
export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: Part;
  readonly servers: readonly Part[];
  readonly tags: readonly Part[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Part>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Part>>>>;
};

/**
 * The document of operations: OpenAPI 3.1, or 3.2 on request, which alone tells of QUERY. Of one declaration it is the same, to the byte of its JSON.
 *
 * @throws {RestError} `config` for two operations that the document cannot tell apart, or of one id
 *
 * @example
 * ```ts
 * import { memoryKv, table } from "@n2o/n2o/kvs";
 * import { operationsOf, resource } from "@n2o/n2o/rest";
 * import { openapi } from "@n2o/n2o/rest/openapi";
 *
 * interface User { readonly id: string; readonly name?: string }
 * const users = resource({ name: "users", table: table<User>("user", { fields: ["id", "name"] }), may: "anyone" });
 *
 * using kv = memoryKv();
 * const told = openapi(operationsOf({ kv, resources: [users] }), { title: "People" });
 * if (told.openapi !== "3.1.1" || told.paths["/users/{id}"]?.get?.operationId !== "getUsers") throw told;
 * ```
 */
export function openapi(operations: readonly Operation[], info: DocumentInfo): OpenApiDocument {
  const hasQuery = info.openapi === "3.2";
  const told = operations.filter(({ method }) => method !== "QUERY" || hasQuery);
  const writing = new Writing(told, info);
  const paths: Record<string, Record<string, Part>> = {};
  for (const operation of told) {
    const here = paths[templateOf(operation.path)] ??= {}, word = operation.method.toLowerCase();
    if (Object.hasOwn(here, word)) {
      throw new RestError(
        "config",
        `operation ${operation.id}: another has its method and path in the document`,
      );
    }
    here[word] = writing.operation(operation);
    if (word === "get") here.head = writing.head(operation);
  }
  for (const [path, here] of Object.entries(paths)) here.options = writing.options(path, told);
  const { title, version = "1", description, servers = ["/rest"] } = info;
  return {
    openapi: hasQuery ? "3.2.0" : "3.1.1",
    info: { title, version, ...description !== undefined && { description } },
    servers: servers.map((url) => ({ url })),
    tags: [...new Set(told.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: writing.components(),
  };
}

/** `{path...}`, which takes all that follows, is a parameter like others to a document. */
function templateOf(path: string): string {
  return path.replaceAll("...}", "}");
}

/** Writes operations of one document. */
class Writing {
  readonly #info: DocumentInfo;
  readonly #schemas = new Schemas();
  readonly #parameters = new Repeated("parameters");
  readonly #headers = new Repeated("headers");
  readonly #problems = new Set<number>();
  readonly #requirements: Requirements;
  readonly #names: OperationNames;

  constructor(told: readonly Operation[], info: DocumentInfo) {
    this.#info = info;
    this.#requirements = new Requirements(told, info.security);
    this.#names = new OperationNames(told, new Set(told.map(({ path }) => templateOf(path))));
    for (const { parameters, responses } of told) {
      for (const each of parameters) this.#parameters.count(parameterPart(each));
      for (const each of Object.values(responses)) {
        for (const header of Object.values(headersOf(each, info))) this.#headers.count(header);
      }
    }
    this.#headers.count(optionsResponse(info).headers?.allow ?? {});
    this.#headers.count(optionsResponse(info).headers?.allow ?? {});
  }

  operation(operation: Operation): Part {
    const { id, summary, tag, body } = operation, security = this.#requirements.of(operation);
    return {
      operationId: id,
      summary,
      tags: [tag],
      ...this.#parametersOf(operation),
      ...body !== undefined && {
        requestBody: {
          required: body.required !== false,
          content: this.#content(body.content, `${pascal(id)}Body`),
        },
      },
      responses: this.#responses(operation),
      ...security !== undefined && { security },
    };
  }

  /** HEAD is served wherever GET is: the same without a body. */
  head(operation: Operation): Part {
    const { id, summary, tag, responses } = operation, security = this.#requirements.of(operation);
    const bare = Object.entries(responses).map(([status, { description, ...each }]) =>
      [status, {
        description,
        headers: headersOf(each as ResponseDeclaration, this.#info),
      }] as const // as: the description is not looked at
    );
    return {
      operationId: this.#names.head(id),
      summary: `${summary}: its headers`,
      tags: [tag],
      ...this.#parametersOf(operation),
      responses: this.#responses({ ...operation, responses: Object.fromEntries(bare) }),
      ...security !== undefined && { security },
    };
  }

  options(path: string, told: readonly Operation[]): Part {
    const here = told.filter((each) => templateOf(each.path) === path), [first] = here;
    const places = first?.parameters.filter((each) => each.in === "path") ?? [];
    return {
      operationId: this.#names.options(path),
      summary: "Which methods are taken here",
      tags: [first?.tag ?? ""],
      ...first !== undefined && this.#parametersOf({ ...first, parameters: places }),
      responses: { 204: this.#response(optionsResponse(this.#info), "") },
    };
  }

  components(): OpenApiDocument["components"] {
    const problem = this.#schemas.of(PROBLEM_SCHEMA, "Problem");
    const { schemes } = this.#requirements;
    const responses = [...this.#problems].sort((a, b) => a - b).map((status) =>
      [problemName(status), problemResponseOf(status, problem, this.#info)] as const
    );
    return {
      schemas: this.#schemas.all(),
      responses: Object.fromEntries(responses),
      parameters: this.#parameters.all(),
      headers: this.#headers.all(),
      ...Object.keys(schemes).length > 0 && { securitySchemes: schemes },
    };
  }

  #parametersOf({ parameters }: Operation): Part {
    if (parameters.length === 0) return {};
    return {
      parameters: parameters.map((each) =>
        this.#parameters.of(camel(each.name), parameterPart(each))
      ),
    };
  }

  #responses(operation: Operation): Part {
    const own = Object.entries(operation.responses).map(([status, each]) =>
      [status, this.#response(each, `${pascal(operation.id)}${status}`)] as const
    );
    const problems = problemStatuses(operation).map((status) => {
      this.#problems.add(status);
      return [status, { $ref: `#/components/responses/${problemName(status)}` }] as const;
    });
    return Object.fromEntries([...own, ...problems]);
  }

  #response(declared: ResponseDeclaration, hint: string): Part {
    const headers = Object.entries(headersOf(declared, this.#info)).map(([name, each]) =>
      [name, this.#headers.of(camel(name), each)] as const
    );
    const { description, content } = declared;
    return {
      description,
      headers: Object.fromEntries(headers),
      ...content !== undefined && { content: this.#content(content, hint) },
    };
  }

  #content(content: Readonly<Record<string, JsonSchema>>, hint: string): Part {
    const types = Object.entries(content).map(([type, schema]) =>
      [type, { schema: this.#schemas.of(schema, hint) }] as const
    );
    return Object.fromEntries(types);
  }
}

function parameterPart(parameter: Parameter): Part {
  const { name, in: place, description, schema, many } = parameter;
  return {
    name,
    in: place,
    description,
    ...(place === "path" || parameter.required === true) && { required: true },
    schema: many === undefined || many === false ? schema : { type: "array", items: schema },
    ...many === "commas" && { style: "form", explode: false },
  };
}

/** A name among the components: `if-match` is `ifMatch`. */
function camel(name: string): string {
  return name.replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}
