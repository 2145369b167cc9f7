/**
 * An operation on the page: closed a line, open all that the document says of it.
 *
 * @module
 */
import { attempt, type Identity } from "./attempt.ts";
import type { Answer, Api, Op } from "./document.ts";
import { h } from "./dom.ts";
import { typeText } from "./schema.ts";

/** An operation; what is within is made when it is opened first. */
export function operation(api: Api, op: Op, identity: Identity): HTMLDetailsElement {
  const details = h(
    "details",
    { id: op.id, class: "operation" },
    h(
      "summary",
      {},
      h("span", { class: `method ${op.method.toLowerCase()}` }, op.method),
      " ",
      h("code", {}, op.path),
      " ",
      h("span", { class: "about" }, op.summary, op.needs.length > 0 ? " (for known people)" : ""),
    ),
  );
  let isMade = false;
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    history.replaceState(null, "", `#${op.id}`);
    if (isMade) return;
    isMade = true;
    details.append(...within(api, op, identity));
  });
  return details;
}

function within(api: Api, op: Op, identity: Identity): (HTMLElement | string)[] {
  const { params, bodies, answers, needs } = op;
  const successes = answers.filter(({ status }) => Number(status) < 400);
  const problems = answers.filter(({ status }) => Number(status) >= 400);
  return [
    needs.length === 0 ? "" : h("p", {}, `Asked by ${needs.join(", or by ")}.`),
    h("h4", {}, "Try it"),
    attempt(api, op, identity),
    ...params.length === 0 ? [] : [
      h("h4", {}, "Parameters"),
      h(
        "dl",
        {},
        params.map(({ name, place, description, schema, isRequired }) => [
          h("dt", {}, h("code", {}, name), ` ${place}${isRequired ? ", required" : ""}`),
          h("dd", {}, description, ": ", h("code", {}, typeText(api, schema))),
        ]),
      ),
    ],
    ...bodies.length === 0 ? [] : [h("h4", {}, "Body"), h("dl", {}, typed(api, bodies))],
    h("h4", {}, "Answers"),
    ...successes.map((each) => answered(api, each)),
    h("h4", {}, "Problems"),
    h(
      "ul",
      {},
      problems.map(({ status, description }) =>
        h("li", {}, h("code", {}, status), ` ${description}`)
      ),
    ),
  ];
}

function typed(api: Api, bodies: Op["bodies"]): readonly HTMLElement[][] {
  return bodies.map(([type, schema]) => [
    h("dt", {}, h("code", {}, type)),
    h(
      "dd",
      {},
      h("pre", { tabindex: "0", "aria-label": `Schema of ${type}` }, typeText(api, schema)),
    ),
  ]);
}

function answered(api: Api, { status, description, headers, bodies }: Answer): HTMLElement {
  return h(
    "section",
    {},
    h("h5", {}, h("code", {}, status), ` ${description}`),
    headers.length === 0 ? undefined : h(
      "ul",
      {},
      headers.map(([name, about]) => h("li", {}, h("code", {}, name), ` ${about}`)),
    ),
    bodies.length === 0 ? undefined : h("dl", {}, typed(api, bodies)),
  );
}
