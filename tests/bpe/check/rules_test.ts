/**
 * Every rule, broken at three places, beside a tidy twin that breaks none.
 *
 * @module
 */
import { BpeError, parse, picture, problems } from "../../../bpe/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { testWith } from "../../_support/permission.ts";
import { COLLABORATION_CASES } from "./cases/collaboration.ts";
import { DATA_CASES } from "./cases/data.ts";
import { DEFINITION_CASES } from "./cases/definition.ts";
import { EVENT_CASES } from "./cases/event.ts";
import { EXPRESSION_CASES } from "./cases/expression.ts";
import { FILE_CASES } from "./cases/file.ts";
import { FLOW_CASES } from "./cases/flow.ts";
import { GATEWAY_CASES } from "./cases/gateway.ts";
import { LINK_CASES } from "./cases/link.ts";
import { LOOP_CASES } from "./cases/loop.ts";
import { RESOURCE_CASES } from "./cases/resource.ts";
import { SCOPE_CASES } from "./cases/scope.ts";
import { TIME_CASES } from "./cases/time.ts";
import { VENDOR_CASES } from "./cases/vendor.ts";
import { type Case, fileOf, type Place, PLACES } from "./model.ts";

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  "the file": FILE_CASES,
  "collaborations": COLLABORATION_CASES,
  "scopes": SCOPE_CASES,
  "sequence flows": FLOW_CASES,
  "gateways": GATEWAY_CASES,
  "events": EVENT_CASES,
  "links": LINK_CASES,
  "event definitions": DEFINITION_CASES,
  "loops": LOOP_CASES,
  "resources and calls": RESOURCE_CASES,
  "data": DATA_CASES,
  "expressions": EXPRESSION_CASES,
  "extensions of vendors": VENDOR_CASES,
  "times": TIME_CASES,
};

type Found = ReturnType<typeof problems>;

const shown = (all: Found) =>
  all.map((one) => `${one.element} ${one.message} (${one.rule} ${one.severity})`).join("; ");

const find = (all: Found, { rule, at }: Case, severity: string) =>
  all.find((one) => one.rule === rule && one.element === at && one.severity === severity);

const nameOf = (one: Case, place: Place) => `${one.rule} of ${one.at} in ${place}: ${one.body}`;

for (const [name, all] of Object.entries(GROUPS)) {
  Deno.test(`a model that breaks a rule on ${name} is found, at the top, in a sub-process and in an event sub-process; its tidy twin breaks none`, () => {
    for (const one of all) {
      for (const place of one.places ?? PLACES) {
        const what = nameOf(one, place), bad = fileOf(one, place, false);
        equal(shown(problems(fileOf(one, place, true), { strict: true })), "", what);
        const found = problems(bad), own = find(found, one, one.severity);
        assert(own !== undefined, `${what} ${shown(found) || "nothing is found"}`);
        assert(own.line !== undefined && own.message !== "", what);
        if (one.severity === "error") throws(() => parse(bad), BpeError, "rule");
        else if (!found.some(({ severity }) => severity === "error")) parse(bad);
        const strict = problems(bad, { strict: true });
        assert(find(strict, one, "error") !== undefined, `${what} ${shown(strict)}`);
      }
    }
  });
}

Deno.test("what a process breaks that is not executable is a warning, and it is drawn; ids used twice and quantities that are none are refused all the same", () => {
  const always = ["EXT002", "EXT037", "EXT038"];
  for (const one of Object.values(GROUPS).flat()) {
    const [place] = one.places ?? PLACES;
    const drawing = fileOf(one, place ?? "process", false, "false");
    // Another process may be executable.
    if (drawing.split("<process ").length > 2) continue;
    const errors = problems(drawing).filter(({ severity }) => severity === "error");
    if (always.includes(one.rule)) {
      equal(errors.map(({ rule }) => rule), [one.rule]);
    } else {
      equal(shown(errors), "", one.rule);
      const definition = parse(drawing);
      for (const layout of [{}, { layout: "automatic" }] as const) {
        assert(picture(definition, layout).startsWith("<svg"), nameOf(one, place ?? "process"));
      }
    }
  }
});

testWith("read")("every rule that is checked has a model here that breaks it", () => {
  const folder = new URL("../../../bpe/check/", import.meta.url);
  const known = [...Deno.readDirSync(folder)].flatMap(({ name }) =>
    Deno.readTextFileSync(new URL(name, folder)).match(
      /(?<=")(EXT\d{3}|REF|XSD|START|HANDLER|EXPRESSION|CALL)(?=")/g,
    ) ??
      []
  );
  const broken = new Set(Object.values(GROUPS).flat().map(({ rule }) => rule));
  equal([...new Set(known)].filter((rule) => !broken.has(rule)).toSorted(), []);
  assert(broken.size > 130, `${broken.size} rules`);
});
