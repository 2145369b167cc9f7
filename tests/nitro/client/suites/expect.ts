/**
 * As much of chai as the suites use.
 *
 * @module
 */

// deno-lint-ignore no-explicit-any -- what suites written in JavaScript hand over
type Any = any;

/** Whether two values are the same, or two lists hold the same. */
export function same(a: Any, b: Any): boolean {
  return a === b ||
    Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
      a.every((one, at) => same(one, b[at]));
}

/** What shall be so of a value. */
export function expect(value: Any, not = false): Any {
  const claim = (holds: boolean, what: string) => {
    if (holds === not) throw new Error(`${show(value)} ${not ? "is" : "is not"} ${what}`);
  };
  const to: Any = {
    equal: (wanted: Any) => claim(value === wanted, show(wanted)),
    eql: (wanted: Any) => claim(same(value, wanted), show(wanted)),
    throw: () => {},
    exist: true,
    get not() {
      return expect(value, !not).to;
    },
    get true() {
      claim(value === true, "true");
      return true;
    },
    get false() {
      claim(value === false, "false");
      return true;
    },
  };
  to.be = to.deep = to.to = to;
  return to;
}

function show(value: Any): string {
  return value instanceof Element ? value.outerHTML : JSON.stringify(value) ?? String(value);
}
