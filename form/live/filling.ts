/**
 * A form as one person has it on a page: its sheet, where it came from, and how far they got.
 *
 * @module
 */
import {
  type Clock,
  type Log,
  type SerialQueue,
  serialQueue,
  sha256Sync,
  toHex,
} from "../../base/mod.ts";
import type { Compiled, Node } from "../document/compile.ts";
import { withoutSecrets } from "../document/secret.ts";
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import { locale as localeOf } from "../locale/language.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";
import { type Permission, permissions } from "../state/access.ts";
import type { Dump, Sheet } from "../state/filled.ts";
import { sheet } from "../state/sheet.ts";
import { type Ids, idsOf } from "../view/id.ts";
import type { Draft, DraftKey } from "./store/drafts.ts";
import type { LiveOptions } from "./options.ts";
import type { Clash, Origin } from "./origin.ts";
import { type OpenSavings, Saving } from "./store/saving.ts";

/** A form that pages show: its document, and how it is set up. */
export interface Setup {
  readonly compiled: Compiled;
  readonly options: LiveOptions<never>;
  /** Drafts that are being saved. */
  readonly open: OpenSavings;
}

/** Who fills it in, and what the server has for that. */
export interface Person {
  /** The user; of who is nobody what tells their session from others. */
  readonly user: string;
  readonly roles: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** A form as one person has it. */
export class Filling {
  readonly setup: Setup;
  readonly person: Person;
  readonly mode: Mode;
  readonly locale: Locale;
  readonly ids: Ids;
  readonly key: DraftKey;
  /** Submits are carried out one after another. */
  readonly turns: SerialQueue<string> = serialQueue();
  /** The pages of long groups that show. */
  readonly pages: Map<string, number> = new Map();
  /** Uploads that this page began. */
  readonly uploads: Set<string> = new Set();
  readonly saving: Saving | undefined;
  /** What the person may see and change. */
  readonly permission: (node: Node) => Permission;
  /** The record; undefined for a new one that has no id yet. */
  id: string | undefined;
  origin: Origin;
  sheet: Sheet;
  /** The step of a wizard, from 1. */
  step = 1;
  /** Whether it was sent with something wrong, which is summed up then. */
  isSummed = false;
  /** What was found wrong, here and elsewhere, and was not put right since. */
  found: readonly Issue[] = [];
  /** What of that only the store or the application could tell. */
  later: readonly Issue[] = [];
  /** What is wrong with it as a whole. */
  issues: readonly Issue[] = [];
  /** A draft that was begun from another version of the record. */
  offered: Draft | undefined;
  /** Whether what it holds is of a draft. */
  isRestored = false;
  /** What two have changed, while the person is asked whose holds. */
  clash: Clash | undefined;
  /** How often it was changed, and after how many changes it was last carried out. */
  changes = 0;
  sentAt: number | undefined;

  constructor(
    setup: Setup,
    person: Person,
    { id, origin, dump }: {
      readonly id: string | undefined;
      readonly origin: Origin;
      readonly dump?: Dump | undefined;
    },
  ) {
    const { compiled, options, open } = setup, { document: { name, version = "" } } = compiled;
    const { drafts, pause = 1_000 } = options, { clock, log, user } = person;
    this.setup = setup;
    this.person = person;
    this.permission = permissions(compiled, person.roles);
    this.mode = asked(options.mode) ?? "edit";
    this.locale = asked(options.locale) ?? localeOf("en");
    this.id = id;
    this.key = { user, document: name, version: String(version), record: id ?? "" };
    this.origin = origin;
    this.ids = idsOf({ compiled, mode: this.mode });
    this.sheet = this.made(origin, dump);
    if (drafts !== undefined && (this.mode === "edit" || this.mode === "create")) {
      // A draft is kept where others may read it, and begun anew from the record itself.
      const draft = () => ({ ...this.draft(), was: withoutSecrets(compiled, this.origin.value) });
      this.saving = new Saving({ drafts, key: this.key, clock, log, pause, draft, open });
    }
  }

  /** A sheet of a record, with what was entered. */
  made({ value, isNew }: Origin, dump?: Dump): Sheet {
    const { setup: { compiled }, person: { roles, clock, log }, mode, locale, ids } = this;
    return sheet(compiled, {
      ...!isNew && { record: value },
      mode,
      locale,
      roles,
      clock,
      log,
      id: ids.control,
      ...dump !== undefined && { dump },
    });
  }

  /** Its draft, as it is now. */
  draft(): Draft {
    const { sheet, origin: { value, version }, step, person: { clock } } = this;
    return { dump: sheet.dump(), was: value, version, step, at: clock.now() };
  }

  /** Something was changed by the person: what is kept of it has to be kept anew. */
  changed(): void {
    this.changes++;
    this.saving?.changed();
  }
}

/** What is given as it is, or told when it is asked for. */
export function asked<T extends string | object>(given: T | (() => T) | undefined): T | undefined {
  return typeof given === "function" ? given() : given;
}

/** What stands for who is nobody: it is kept in a store, so nothing can be opened with it. */
export function nobody(session: string): string {
  return `session ${toHex(sha256Sync(session)).slice(0, 32)}`;
}

/** What is wrong, as an error that names the place. */
export function refusal(path: string, reason: string): FormError {
  return new FormError("path", `"${path}": ${reason}`);
}
