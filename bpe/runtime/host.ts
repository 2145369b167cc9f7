/**
 * A runtime, inside: everything that its parts need of it.
 *
 * @module
 */
import type { JobHost } from "../job/host.ts";
import type { MessageHost } from "../message/host.ts";
import type { TaskHost } from "../task/host.ts";

/** A runtime, inside. */
export interface RuntimeHost extends JobHost, MessageHost, TaskHost {}
