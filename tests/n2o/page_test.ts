import { route } from "../../n2o/page.ts";
import { equal } from "../_support/assert.ts";

const page = { event: () => {} };
const routes = { "/app/index.htm": page, "/app/*": page, "/app/admin/*": page, "chat": page };

Deno.test("a path takes its own route, else the longest that ends with a star", () => {
  const cases = {
    "/app/index.htm": "/app/index.htm",
    "/app/other.htm": "/app/*",
    "/app/": "/app/*",
    "/app/admin/x": "/app/admin/*",
    "/app/index.htm/x": "/app/*",
    "/app": undefined,
    "/": undefined,
    "": undefined,
    "/__proto__": undefined,
    "/app/*": "/app/*",
  };
  for (const [path, name] of Object.entries(cases)) equal(route(routes, path), name, path);
});

Deno.test("names of every object are no routes", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    equal(route(routes, name), undefined);
  }
});
