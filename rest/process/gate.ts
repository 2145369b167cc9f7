/**
 * What an operation stands behind: who asks, as the engine knows them, and what of processes is there for them.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Incoming } from "../operation.ts";
import { isGranted, refusal, scopesOf } from "../resource/may.ts";
import { isKeySize } from "../value/id.ts";
import type { Person } from "../who.ts";
import type { ProcessEngine, ProcessIdentity } from "./engine.ts";
import type { ProcessAction, ProcessMay, ProcessSubject } from "./may.ts";
import type { InstanceDetail, ProcessVersion, TaskPlace, TaskRow } from "./row.ts";

/** Tells an engine who somebody is. */
export type IdentityOf = (person: Person) => ProcessIdentity | Promise<ProcessIdentity>;

/** The longest id of an instance. */
const LONGEST = 200;
/** Nobody has no name, and no role: an engine asked without anybody would take it for the program itself. */
const NOBODY: ProcessIdentity = Object.freeze({ id: "", roles: [] });

/** What of an engine is there for whom. */
export class Gate {
  /** Whose processes they are. */
  readonly engine: ProcessEngine;
  readonly #may: ProcessMay;
  readonly #identityOf: IdentityOf;

  /** The engine, who may what, and how people are known to it. */
  constructor(engine: ProcessEngine, may: ProcessMay, identityOf: IdentityOf) {
    this.engine = engine;
    this.#may = may;
    this.#identityOf = identityOf;
  }

  /** Whether what an action is granted to has to be known. */
  isGuarded(action: ProcessAction): boolean {
    return this.#may[action] !== "anyone";
  }

  /** The scopes that grant an action. */
  scopesOf(action: ProcessAction): readonly string[] {
    return scopesOf(this.#may[action]);
  }

  /** Whether an action is served. */
  isServed(action: ProcessAction): boolean {
    return this.#may[action] !== undefined;
  }

  /** Who asks, as the engine knows people; where nobody is known, somebody without a name and a role. */
  async by({ person }: Incoming): Promise<ProcessIdentity> {
    return person === undefined ? NOBODY : await this.#identityOf(person);
  }

  /** @throws {RestError} `forbidden` where an action is not granted */
  async granted(action: ProcessAction, { person }: Incoming): Promise<void> {
    const grant = this.#may[action];
    if (await isGranted(grant, person)) return;
    throw refusal(grant, person, `you may not do this: it needs the grant "${action}"`);
  }

  /** Whether somebody sees the tasks of everybody. */
  async oversees({ person }: Incoming): Promise<boolean> {
    return await isGranted(this.#may.oversee, person);
  }

  /** Whether a process, or an instance, is one that the person has to do with. */
  async isSeen(
    subject: ProcessSubject,
    action: ProcessAction,
    { person }: Incoming,
  ): Promise<boolean> {
    const { row } = this.#may;
    return row === undefined || await row(person, subject, action) === true;
  }

  /**
   * The version that a name means: `leave:3`, or the latest of `leave`.
   *
   * @throws {RestError} `not_found` for one that there is not, or not for who asks
   */
  async version(name: string, action: ProcessAction, incoming: Incoming): Promise<ProcessVersion> {
    if (isName(name)) {
      const found = await this.#found(this.engine.version(name));
      if (found !== undefined && await this.isSeen({ process: found.process }, action, incoming)) {
        return found;
      }
    }
    throw missing("process", name);
  }

  /**
   * Looks at a file that somebody deploys.
   *
   * @throws {RestError} `forbidden` where a process of it is none that they have to do with
   */
  async deployed(file: Uint8Array, incoming: Incoming): Promise<void> {
    if (this.#may.row === undefined) return;
    for (const process of this.engine.contents(file)) {
      if (await this.isSeen({ process }, "deploy", incoming)) continue;
      throw new RestError("forbidden", `you may not deploy process "${process.slice(0, 80)}"`);
    }
  }

  /**
   * An instance that somebody reads.
   *
   * @throws {RestError} `not_found` for one that there is not, or not for who asks
   */
  async read(id: string, incoming: Incoming): Promise<InstanceDetail> {
    const found = await this.instance(id, "instances", incoming);
    if (await this.engine.isReadable(id, await this.by(incoming))) return found;
    throw new RestError("forbidden", `you may not read instance ${id}`);
  }

  /** An instance that something is done with; see {@linkcode read}. */
  async instance(id: string, action: ProcessAction, incoming: Incoming): Promise<InstanceDetail> {
    if (isName(id) && id.length <= LONGEST && !id.includes("/")) {
      const found = await this.#found(this.engine.instance(id));
      const subject = { process: found?.process ?? "", instance: id };
      if (found !== undefined && await this.isSeen(subject, action, incoming)) return found;
    }
    throw missing("instance", id);
  }

  /** What is looked for; undefined where it is not there, so that this is told as of what is not there for who asks. */
  async #found<T>(looked: Promise<T>): Promise<T | undefined> {
    try {
      return await looked;
    } catch (error) {
      if (this.engine.isMissing(error)) return undefined;
      throw error;
    }
  }

  /** The place of a task that the address names, whoever's it is. */
  place({ path }: Incoming): TaskPlace {
    const { instance = "", element = "" } = path;
    if (isName(instance) && /^\d{1,15}$/.test(element)) {
      return { instance, element: Number(element) };
    }
    throw missing("task", `${instance}/${element}`);
  }

  /**
   * The task that the address names.
   *
   * @param action what is done with it, besides having it in a work list
   * @throws {RestError} `not_found` for one that is done, or that is not there for who asks
   */
  async task(incoming: Incoming, action: ProcessAction = "tasks"): Promise<TaskRow> {
    const place = this.place(incoming), found = await this.engine.task(place);
    if (found !== undefined && await this.isTheirs(found, incoming)) {
      const { process, instance } = found;
      if (action === "tasks" || await this.isSeen({ process, instance }, action, incoming)) {
        return found;
      }
    }
    throw missing("task", `${place.instance}/${place.element}`);
  }

  /** Whether a task is somebody's to see: theirs, theirs to claim, or anybody's for who oversees. */
  async isTheirs(task: TaskRow, incoming: Incoming): Promise<boolean> {
    const { process, instance, assignee } = task;
    if (!await this.isSeen({ process, instance }, "tasks", incoming)) return false;
    if (await this.oversees(incoming)) return true;
    const by = await this.by(incoming);
    if (assignee !== undefined && assignee === by.id) return true;
    return await this.engine.isClaimable(task, by);
  }
}

function isName(text: string): boolean {
  return text !== "" && text.length <= 500 && isKeySize(text) && text.isWellFormed() &&
    !text.includes("\0");
}

/** The error of an address that nothing is at. */
export function missing(what: string, name: string): RestError {
  return new RestError("not_found", `there is no ${what} "${name.toWellFormed().slice(0, 80)}"`);
}
