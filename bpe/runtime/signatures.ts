/**
 * What the functions of a runtime take.
 *
 * @module
 */
import {
  anything,
  callable,
  fields,
  flag,
  identity,
  integer,
  list,
  number,
  optional,
  options,
  promise,
  rows,
  type Signature,
  text,
  trigger,
  value,
} from "../argument.ts";
import type { Runtime } from "./api.ts";

const by = options({ by: identity });
const command = options({ by: identity, key: text, permitted: flag });
const ref = fields({ instance: text, element: integer });

/** By their names; those that take nothing are left out. */
export const SIGNATURES: { readonly [Name in keyof Runtime]?: Signature } = {
  version: promise(text),
  processes: rows(options({ after: text, reverse: flag })),
  versions: rows(text, options({ after: integer, reverse: flag })),
  definition: promise(text),
  source: promise(text),
  start: promise(text, options({ by: identity, docs: list, stepping: flag, trigger })),
  command: promise(text, anything, command),
  publish: promise(fields({ name: text, keys: optional(fields()), key: optional(text) })),
  signal: promise(text, anything, options({ key: text })),
  instance: promise(text),
  history: rows(text, options({ reverse: flag, after: number, limit: number })),
  step: promise(text, optional(number)),
  instances: rows(options({
    status: text,
    process: text,
    task: text,
    lane: text,
    variable: fields({ name: text }),
    after: text,
    reverse: flag,
  })),
  incidents: rows(
    optional(text),
    options({ after: fields({ instance: text, incident: integer }) }),
  ),
  resolve: promise(text, integer, anything, command),
  migrate: promise(text, text, options({ renamed: fields(), by: identity })),
  erase: promise(text),
  tasks: rows(options({
    for: identity,
    assignee: text,
    user: text,
    role: text,
    node: text,
    instance: text,
    lane: text,
    dueBefore: number,
    after: ref,
    reverse: flag,
  })),
  task: promise(ref),
  claim: promise(ref, fields({ by: identity })),
  release: promise(ref, by),
  assign: promise(ref, text, by),
  permit: promise(fields({ do: text }), by),
  complete: promise(ref, anything, options({ by: identity, key: text, version: integer })),
  observe: value(callable),
};
