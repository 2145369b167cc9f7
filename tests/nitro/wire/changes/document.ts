/**
 * A document of a test: HTML as the standard reads it, changed by actions as n2o/WIRE.md says.
 *
 * @module
 */
import type { Action } from "../../../../nitro/action/action.ts";
import { type Node, parse } from "../../../_support/html.ts";

/** An element that can be changed. */
export interface Live {
  readonly name: string;
  readonly attributes: Record<string, string>;
  body: (Live | string)[];
}

/** A document whose body is HTML. */
export class Page {
  readonly body: Live;

  constructor(html: string) {
    this.body = { name: "body", attributes: {}, body: live(parse(html)) };
  }

  /** Carries out actions; throws for a target that is not there. */
  run(actions: readonly Action[]): void {
    for (const action of actions) this.#do(action);
  }

  /** The elements and texts, without ids that were made up. */
  get shown(): unknown {
    return shown(this.body);
  }

  #do(action: Action): void {
    switch (action.action) {
      case "update": {
        const [parent, at] = this.#find(action.target);
        const made = live(parse(action.html));
        // What follows the element may be there from the last time.
        for (const each of made.slice(1)) {
          this.#remove(typeof each === "string" ? "" : each.attributes.id);
        }
        parent.body.splice(at, 1, ...made);
        return;
      }
      case "insert":
        return this.#put(action.target, action.where, live(parse(action.html)));
      case "move": {
        const [parent, at] = this.#find(action.id);
        const [element] = parent.body.splice(at, 1);
        return this.#put(action.target, action.where, element === undefined ? [] : [element]);
      }
      case "remove": {
        const [parent, at] = this.#find(action.target);
        parent.body.splice(at, 1);
        return;
      }
      case "clear":
        this.get(action.target).body = [];
        return;
      case "text":
        this.get(action.target).body = action.text === "" ? [] : [action.text];
        return;
      case "attr": {
        const { attributes } = this.get(action.target);
        if (action.value === false) delete attributes[action.name];
        else attributes[action.name] = action.value === true ? "" : action.value;
        return;
      }
      case "event":
        return;
      default:
        throw new Error(`${action.action} is not carried out here`);
    }
  }

  /** The element of an id. */
  get(id: unknown): Live {
    const [parent, at] = this.#find(id), found = parent.body[at];
    if (typeof found !== "object") throw new Error(`${id} is no element`);
    return found;
  }

  #remove(id: string | undefined): void {
    const found = id === undefined ? undefined : find(this.body, id);
    if (found !== undefined) found[0].body.splice(found[1], 1);
  }

  #find(id: unknown): [Live, number] {
    const found = find(this.body, String(id));
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  }

  #put(target: unknown, where: string, nodes: (Live | string)[]): void {
    for (const node of nodes) {
      const id = typeof node === "string" ? undefined : node.attributes.id;
      if (id !== undefined && find(this.body, id)) throw new Error(`${id} is there already`);
    }
    if (where === "beforeend") return void this.get(target).body.push(...nodes);
    if (where === "afterbegin") return void this.get(target).body.unshift(...nodes);
    const [parent, at] = this.#find(target);
    parent.body.splice(where === "beforebegin" ? at : at + 1, 0, ...nodes);
  }
}

function find(within: Live, id: string): [Live, number] | undefined {
  for (const [at, each] of within.body.entries()) {
    if (typeof each === "string") continue;
    if (each.attributes.id === id) return [within, at];
    const found = find(each, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function live(nodes: readonly Node[]): (Live | string)[] {
  return nodes.map((node) =>
    typeof node === "string" ? node : {
      name: node.name,
      attributes: { ...node.attributes },
      body: live(node.body),
    }
  );
}

function shown(node: Live | string): unknown {
  if (typeof node === "string") return node;
  // What is the client's own stays as it is.
  if (node.attributes["data-n2o-keep"] !== undefined) return [node.name, node.attributes.id];
  const attributes = Object.entries(node.attributes)
    .filter(([name, value]) => !(/^(id|for|aria-.*)$/.test(name) && value.startsWith("auto-")))
    .sort(([a], [b]) => a < b ? -1 : 1);
  return [node.name, attributes, node.body.map(shown)];
}
