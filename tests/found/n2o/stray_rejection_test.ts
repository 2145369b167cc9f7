import { assert, equal } from "../../_support/assert.ts";
import { ended } from "../support.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

test("stray_rejection: a promise of a page that nobody awaits and that rejects ends the process (should: it is logged, the server goes on)", async () => {
  const { code, out, err } = await ended("n2o/stray_rejection.ts");
  equal([code, out], [1, "connected"]);
  // should: equal([code, out], [0, "connected\nalive"]);
  assert(/Uncaught \(in promise\) Error: nobody awaits me/.test(err), err);
  // should: equal(err, "");
});
