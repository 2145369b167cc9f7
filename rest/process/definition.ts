/**
 * The operations on processes that are deployed.
 *
 * @module
 */
import { type Flaw, RestError } from "../error.ts";
import type { Answer, Incoming, Operation } from "../operation.ts";
import { cursorOf, LINK, ORDER, PAGED, pageOf } from "./cursor.ts";
import {
  FIELD,
  FINDING,
  IF_NONE_MATCH,
  inQuery,
  json,
  listOf,
  object,
  PROCESS,
  tagged,
  VERSION,
} from "./declared.ts";
import type { ProcessVersion } from "./row.ts";
import { missing } from "./gate.ts";
import { operation, type Site, type Spec } from "./ready.ts";
import type { DeployedFile, Finding } from "./row.ts";
import { DRAWN, fresh, SAVED, told, versionTag } from "./told.ts";

/** Types of files of BPMN. */
const XML = ["application/xml", "text/xml", "application/bpmn+xml"] as const;
/** The type of pictures. */
export const SVG = "image/svg+xml";
const MOST_FLAWS = 100;

/** Those that list, show and deploy. */
export function definitionOperations(site: Site): readonly Operation[] {
  return [
    ...deploying(site),
    ...listing(site),
    ...showing(site, {
      id: "getProcess",
      path: "/processes/{process}",
      summary: "A version of a process",
      responses: tagged("the version", VERSION),
      tell: (version) => Promise.resolve({ status: 200, value: told(version) }),
    }),
    ...showing(site, {
      id: "getProcessXml",
      path: "/processes/{process}/xml",
      summary: "The file of BPMN that a version came from",
      responses: tagged("the file", { type: "string" }, XML[0]),
      async tell({ key }) {
        const text = await site.gate.engine.source(key);
        if (text !== undefined) return { status: 200, headers: SAVED, text };
        throw new RestError("not_found", `${key} was written in code: it has no file`);
      },
    }),
    ...showing(site, {
      id: "getProcessPicture",
      path: "/processes/{process}/picture",
      summary: "A process as it is drawn",
      responses: tagged("the picture", { type: "string" }, SVG),
      tell: async ({ key }) => ({
        status: 200,
        headers: DRAWN,
        text: await site.gate.engine.picture(key),
      }),
    }),
    ...showing(site, {
      id: "getProcessForm",
      path: "/processes/{process}/form",
      summary: "The fields that a process, or one of its nodes, asks for",
      parameters: [inQuery("node", "the id of a node; where the process starts unless told")],
      responses: tagged("the fields", listOf("fields", FIELD)),
      async tell({ key }, { query }) {
        const node = query.node === undefined ? undefined : String(query.node);
        const fields = await site.gate.engine.form(key, node);
        if (fields === undefined) throw missing("node", node ?? "");
        return { status: 200, value: { fields } };
      },
    }),
  ];
}

function deploying(site: Site): readonly Operation[] {
  const { engine } = site.gate;
  const content = Object.fromEntries(XML.map((type) => [type, { type: "string" }]));
  const strict = {
    name: "strict",
    in: "query",
    description: "whether every rule that is broken refuses the file",
    schema: { type: "boolean" },
  } as const;
  const deployed = object({
    processes: { type: "array", items: VERSION },
    warnings: { type: "array", items: FINDING },
  });
  return [
    ...operation(site, {
      id: "deployProcess",
      method: "POST",
      path: "/processes",
      summary: "Deploys a file of BPMN 2.0: the next version of each of its processes",
      action: "deploy",
      parameters: [strict],
      body: { content, maxBytes: site.maxFile },
      responses: {
        200: json("the versions: new ones, or those that are there already", deployed),
      },
      async run(incoming) {
        const file = await fileOf(incoming);
        await site.gate.deployed(file, incoming);
        const made = await engine.deploy(file, { strict: isStrict(incoming) });
        if ("flaws" in made) throw refused(made.flaws);
        return { status: 200, value: deployedTold(made) };
      },
    }),
    ...operation(site, {
      id: "checkProcess",
      method: "POST",
      path: "/findings",
      summary: "What is wrong, and untidy, in a file of BPMN 2.0, without deploying it",
      action: "deploy",
      parameters: [strict],
      body: { content, maxBytes: site.maxFile },
      responses: { 200: json("what was found", listOf("findings", FINDING)) },
      async run(incoming) {
        const findings = engine.findings(await fileOf(incoming), { strict: isStrict(incoming) });
        return { status: 200, value: { findings: findings.map(told) } };
      },
    }),
  ];
}

function deployedTold({ versions, warnings }: DeployedFile) {
  return { processes: versions.map(told), warnings: warnings.map(told) };
}

const isStrict = ({ query }: Incoming): boolean => query.strict === true;

async function fileOf(incoming: Incoming): Promise<Uint8Array> {
  const body = await incoming.body();
  if (body instanceof Uint8Array) return body;
  throw new RestError("bad_request", "there must be a file of XML");
}

/** The error of a file that is refused: every finding, with its place in the file. */
function refused(findings: readonly Finding[]): RestError {
  const errors = findings.slice(0, MOST_FLAWS).map(flawOf);
  const [first] = errors, more = findings.length > 1 ? ` and ${findings.length - 1} more` : "";
  return new RestError("invalid", `the file is refused: ${first?.detail ?? ""}${more}`, { errors });
}

function flawOf({ element, rule, message, line, column }: Finding): Flaw {
  return {
    code: rule === "" ? "xml" : rule,
    detail: element === "" ? message : `${element} ${message}`,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

function listing(site: Site): readonly Operation[] {
  const { gate } = site, action = "definitions";
  return [
    ...operation(site, {
      id: "listProcesses",
      method: "GET",
      path: "/processes",
      summary: "The latest version of every process",
      action,
      parameters: [...PAGED, ORDER],
      responses: { 200: { ...json("a page", listOf("processes", VERSION)), headers: LINK } },
      async run(incoming) {
        const [after] = cursorOf(incoming, "processes", ["text"]) ?? [];
        const rows = gate.engine.processes({
          ...after !== undefined && { after: String(after) },
          reverse: incoming.query.order === "desc",
        });
        const page = await pageOf(rows, incoming, {
          list: "processes",
          cursor: ({ process }) => [process],
          isSeen: ({ process }) => gate.isSeen({ process }, action, incoming),
        });
        return pageTold(page);
      },
    }),
    ...operation(site, {
      id: "listVersions",
      method: "GET",
      path: "/processes/{process}/versions",
      summary: "The versions of a process, the oldest first",
      action,
      parameters: [PROCESS, ...PAGED, ORDER],
      responses: { 200: { ...json("a page", listOf("processes", VERSION)), headers: LINK } },
      async run(incoming) {
        const [after] = cursorOf(incoming, "versions", ["number"]) ?? [];
        const { process } = await gate.version(incoming.path.process ?? "", action, incoming);
        const rows = gate.engine.versions(process, {
          ...after !== undefined && { after: Number(after) },
          reverse: incoming.query.order === "desc",
        });
        const cursor = ({ version }: ProcessVersion) => [version];
        return pageTold(await pageOf(rows, incoming, { list: "versions", cursor }));
      },
    }),
  ];
}

function pageTold(
  { rows, headers }: {
    readonly rows: readonly ProcessVersion[];
    readonly headers: Readonly<Record<string, string>>;
  },
): Answer {
  return { status: 200, headers, value: { processes: rows.map(told) } };
}

interface ShowSpec extends Pick<Spec, "id" | "path" | "summary" | "responses" | "parameters"> {
  tell(version: ProcessVersion, incoming: Incoming): Promise<Answer>;
}

/** What is told of a version, under its tag. */
function showing(site: Site, { tell, parameters = [], ...spec }: ShowSpec): readonly Operation[] {
  const action = "definitions";
  return operation(site, {
    ...spec,
    method: "GET",
    action,
    parameters: [PROCESS, ...parameters, IF_NONE_MATCH],
    async run(incoming) {
      const found = await site.gate.version(incoming.path.process ?? "", action, incoming);
      return await fresh(incoming, versionTag(found), () => tell(found, incoming));
    },
  });
}
