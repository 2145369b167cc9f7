/**
 * Requests as operations are given them.
 *
 * @module
 */
import { readBody } from "./body/body.ts";
import type { BodyDeclaration, Incoming } from "./operation.ts";
import type { Serving } from "./serving.ts";
import type { Streaming } from "./streaming.ts";
import type { Person } from "./who.ts";

/** What is read of a request, and checked. */
export interface Checked
  extends Pick<Incoming, "path" | "query" | "person" | "type" | "raw" | "variant" | "bodyType"> {
  /** What its operation takes. */
  readonly takes: BodyDeclaration | undefined;
}

/** A request: a class, for an object whose getter is written in it is made many times as slowly, and most never ask for the address. */
export class Asked implements Incoming {
  readonly request: Request;
  readonly path: Incoming["path"];
  readonly query: Incoming["query"];
  readonly person: Person | undefined;
  readonly type: string;
  readonly raw: boolean;
  readonly variant: string;
  readonly bodyType: string;
  readonly streaming: Streaming;
  readonly body: () => Promise<unknown>;

  /** That of what was read of it. */
  constructor(request: Request, checked: Checked, serving: Serving) {
    const { bodyType, takes } = checked;
    this.request = request;
    this.path = checked.path;
    this.query = checked.query;
    this.person = checked.person;
    this.type = checked.type;
    this.raw = checked.raw;
    this.variant = checked.variant;
    this.bodyType = bodyType;
    this.streaming = serving.streaming;
    this.body = bodyType === "" ? nothing : () =>
      readBody(request, bodyType, {
        bytes: takes?.maxBytes ?? serving.maxBytes,
        depth: takes?.maxDepth ?? serving.maxDepth,
        ms: serving.bodyMs,
        clock: serving.clock,
        formats: serving.formats,
        mayBeNone: takes?.required === false,
      });
  }

  get url(): URL {
    return new URL(this.request.url);
  }
}

const nothing = () => Promise.resolve(undefined);
