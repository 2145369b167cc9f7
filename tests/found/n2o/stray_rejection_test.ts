import { equal } from "../../_support/assert.ts";
import { ended } from "../support.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

test("stray_rejection: a promise of a page that nobody awaits and that rejects is logged, and the server goes on", async () => {
  const { code, out, err } = await ended("n2o/stray_rejection.ts");
  equal([code, out, err], [0, "connected\nalive", ""]);
});
