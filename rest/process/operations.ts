/**
 * The operations of processes.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import type { Operation } from "../operation.ts";
import type { Grant } from "../resource/may.ts";
import type { Person } from "../who.ts";
import { changeOperations } from "./change.ts";
import { definitionOperations } from "./definition.ts";
import type { ProcessEngine, ProcessIdentity } from "./engine.ts";
import { Gate, type IdentityOf } from "./gate.ts";
import { instanceOperations } from "./instance.ts";
import { mayOf, type ProcessMay } from "./may.ts";
import { messageOperations } from "./message.ts";
import type { Site } from "./ready.ts";
import { taskOperations } from "./task/tasks.ts";

/** How processes are served. */
export interface ProcessOptions {
  /** Who may what. A grant alone is one for every action, but for the tasks of others. */
  readonly may: Grant | ProcessMay;
  /** Who somebody is to the engine; their id, with `roles` of what the application knows of them, unless told. */
  readonly identity?: IdentityOf;
  /** Where processes are in the API; `/bpe` unless told. */
  readonly at?: string;
  /** Where the API is mounted; `/rest` unless told. */
  readonly base?: string;
  /** The most bytes of a file that is deployed; 4,194,304 unless told. */
  readonly maxFile?: number;
}

const FILE = 4_194_304;

/** The operations of an engine, for `operations` of an API. An action that nobody is granted has none. */
export function processOperations(
  engine: ProcessEngine,
  { may, identity = known, at = "/bpe", base = "/rest", maxFile = FILE }: ProcessOptions,
): readonly Operation[] {
  const site: Site = { gate: new Gate(engine, mayOf(may), identity), base, at, maxFile };
  return [
    ...definitionOperations(site),
    ...instanceOperations(site),
    ...changeOperations(site),
    ...taskOperations(site),
    ...messageOperations(site),
  ];
}

/** Who somebody is, by what is known of them. */
function known({ id, user }: Person): ProcessIdentity {
  const roles = isRecord(user) && Array.isArray(user.roles) ? user.roles : [];
  return { id, roles: roles.filter((each): each is string => typeof each === "string") };
}
