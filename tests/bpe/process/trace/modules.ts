/**
 * The modules of the recorded scenarios: what the original's tests and examples do when a token moves.
 *
 * @module
 */
import type { ActionResult, BpeModule, MoveRequest } from "../../../../bpe/process/module.ts";
import type { Proc } from "../../../../bpe/process/proc.ts";
import { findDocs } from "../../../../bpe/state/documents.ts";
import { equal } from "../../../../bpe/state/documents.ts";
import { atom, type Term, tuple } from "../../../_support/erlang_text.ts";

const has = (proc: { readonly docs: readonly unknown[] }, ...pattern: Term[]) =>
  findDocs(tuple(...pattern), proc.docs).found;

/** A module whose action is asked by the node that a token leaves. */
function module(actions: Readonly<Record<string, (proc: Proc) => ActionResult>> = {}): BpeModule {
  return {
    auth: () => true,
    action: (asked, proc) => {
      if (asked.kind !== "request") return undefined;
      const source: MoveRequest["source"] = asked.source;
      return actions[source]?.(proc) ?? {};
    },
  };
}

const direction = (way: string) => (seen: { readonly docs: readonly unknown[] }) =>
  equal(has(seen, atom("direction")), [tuple(atom("direction"), atom(way))]);

/** By the name that the definitions have. */
export const modules: Readonly<Record<string, BpeModule>> = {
  SampleTest: module(),
  CompareTest: module(),
  ServiceTest: {
    ...module(),
    services: { dir_left: direction("left"), dir_right: direction("right") },
  },
  NSTest: module(),
  Denied: { auth: () => false, action: () => ({}) },
  Ticket: module({
    Escalate: () => ({ reply: "Work", docs: [tuple(atom("escalated"), atom("true"))] }),
  }),
  Order: module({
    AbandonedRecovery: () => ({
      reply: "CartActive",
      docs: [tuple(atom("abandoned_recovery_sent"), atom("true"))],
    }),
    Payment: (proc) =>
      has(proc, atom("payment_received")).length === 0
        ? { reply: "Payment" }
        : { reply: { complete: "Fulfilment" }, docs: [tuple(atom("tx"), atom("paid"))] },
    PostPurchase: () => ({ docs: [tuple(atom("post_purchase_sent"), atom("true"))] }),
  }),
  Account: module({
    Payment: (proc) =>
      has(proc, atom("payment_notification")).length === 0
        ? { reply: "Process", docs: [tuple(atom("tx"))] }
        : { reply: "Signatory" },
    Signatory: () => ({ reply: "Process" }),
    Process: (proc) =>
      has(proc, atom("close_account")).length === 0 ? { reply: "Process" } : { reply: "Final" },
  }),
};
