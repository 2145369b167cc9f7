import { route } from "../../n2o/cx.ts";
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

Deno.test("a route may be written in any script, as a person writes it or as an address has it", () => {
  const routes = {
    "/дім": page,
    "/a b": page,
    "/a%20c": page,
    "/п/*": page,
    "/100%": page,
    "/x/*": page,
  };
  const cases = {
    "/%D0%B4%D1%96%D0%BC": "/дім",
    "/%d0%b4%d1%96%d0%bc": "/дім",
    "/дім": "/дім",
    "/a%20b": "/a b",
    "/a%20c": "/a%20c",
    "/a c": "/a%20c",
    "/%61%20b": "/a b",
    "/%D0%BF/%D0%B4": "/п/*",
    "/%D0%BF": undefined,
    "/100%25": "/100%",
    "/100%": "/100%",
    "/%D0": undefined,
    "/x/%D0": "/x/*",
    "/x%2Fy": undefined,
    "/%78/y": "/x/*",
  };
  for (const [path, name] of Object.entries(cases)) equal(route(routes, path), name, path);
});
