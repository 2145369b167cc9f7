/**
 * Who looks at what the pages of a server wire, while it is developed.
 *
 * @module
 */
import { context, type Server } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";

/** Looks at the actions of a message of a page, and gives those that go to the client: they, and what looks on there. */
export type Watch = (
  actions: readonly Action[],
  page: string,
  connection: object | undefined,
) => readonly Action[];

const watches = new WeakMap<Server, Watch>();

/** Has a server's actions looked at before they go out; the last one that was given looks. */
export function watch(server: Server, look: Watch): void {
  watches.set(server, look);
}

/** The actions of the running message, looked at where somebody does. */
export function watched(actions: readonly Action[]): readonly Action[] {
  const { server, cx, link } = context();
  return watches.get(server)?.(actions, cx.page, link) ?? actions;
}
