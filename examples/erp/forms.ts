/**
 * Forms of tasks and of starts: documents made of what a definition asks for, each of them once.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { type AnyDocument, live, type LiveForm, type Submitted } from "../../form/mod.ts";
import { bpeForm, bpeRecord, bpeVariables } from "../../host/form/mod.ts";
import type { Desk } from "./desk.ts";

/** What a form is for. */
export interface Purpose {
  /** What its button says. */
  readonly button: string;
  /** The place that a draft of it is of; "" for something new. */
  readonly place: () => string;
  /** What is known of what it asks, where it is not new. */
  readonly known?: () => Promise<bpe.Variables>;
  /** Carries out what was entered. */
  readonly submit: (given: bpe.Variables, about: Submitted) => Promise<void>;
  /** What follows. */
  readonly done: (about: Submitted) => void | Promise<void>;
}

/** A node that has a form, of a deployed definition. */
export interface Asking {
  /** The key of the definition. */
  readonly key: string;
  readonly definition: bpe.Definition;
  readonly node: string;
}

/** Forms by where they stand. */
export interface Forms {
  /** The form of a node. */
  of(asking: Asking): LiveForm;
  /** Lets go of whatever this connection has, with its draft saved. */
  close(): Promise<void>;
}

/** Forms, all for one purpose; `purpose` is asked once for each. */
export function forms({ drafts }: Desk, purpose: (asking: Asking) => Purpose): Forms {
  const made = new Map<string, LiveForm>();

  function make(asking: Asking): LiveForm {
    const { key, definition, node } = asking;
    const { button, place, known, submit, done } = purpose(asking);
    const fields = bpe.nodeOf(definition, node)?.vendor?.formFields ?? [];
    const asked = bpeForm(fields, {
      name: node,
      buttons: [{ name: "submit", title: button, class: "sgreen" }],
    });
    const document: AnyDocument = { ...asked, version: key };
    return live(document, {
      mode: known === undefined ? "create" : "edit",
      record: place,
      ...known !== undefined && { load: async () => bpeRecord(document, await known()) },
      drafts,
      submit: (values: object, about) => submit(bpeVariables(values, about), about),
      done: (_, about) => done(about),
    });
  }

  return {
    of(asking) {
      const name = `${asking.key} ${asking.node}`, found = made.get(name) ?? make(asking);
      made.set(name, found);
      return found;
    },
    async close() {
      await Promise.all([...made.values()].map((each) => each.close()));
    },
  };
}
