/**
 * What the renderer is measured beside: for the benchmarks alone.
 *
 * @module
 */
export { html } from "npm:hono@4.13.19/html";
export { jsx } from "npm:hono@4.13.19/jsx";
export { h, type VNode } from "npm:preact@10.29.7";
export { renderToString } from "npm:preact-render-to-string@6.8.2";
export { Eta } from "npm:eta@4.6.0";
export { Liquid } from "npm:liquidjs@10.30.1";
export { default as nunjucks } from "npm:nunjucks@3.2.4";
