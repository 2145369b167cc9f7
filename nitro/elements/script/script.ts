/**
 * Scripts and what stands in for them (HTML, section 4.12).
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a script. */
export interface ScriptProps extends Props {
  /** Where the script is loaded from; without it the text of the element is the script. */
  readonly src?: string | undefined;
  /** Its type: `module`, `application/json`. */
  readonly type?: string | undefined;
  /** Whether it runs as soon as it is there. */
  readonly async?: boolean | undefined;
  /** Whether it runs when the document was read. */
  readonly defer?: boolean | undefined;
  /** Whether another origin is told who asks. */
  readonly crossorigin?: "anonymous" | "use-credentials" | undefined;
  /** A digest that what comes must have. */
  readonly integrity?: string | undefined;
}

/**
 * A script: `<script>`. Browsers run one that comes with the document, and none that an update places; its text must be trusted by
 * `raw`, and the page's policy must allow it.
 */
export const script: Make<ScriptProps> = tag<ScriptProps>("script", {
  own: ["src", "type", "async", "defer", "crossorigin", "integrity"],
});
/** What shows where scripts do not run: `<noscript>`. */
export const noscript: Make = tag("noscript");
/** Markup for later: `<template>`. */
export const template: Make = tag("template");
