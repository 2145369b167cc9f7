/**
 * FEEL, the expression language of DMN and of many BPMN modelers (DMN 1.5, chapter 10.3), for text that one did not write oneself.
 *
 * An expression is parsed once, and run with a bound on its work and on everything it makes; nothing is ever run as code.
 *
 * ```ts
 * import { feel } from "@n2o/n2o/feel";
 *
 * const { evaluate } = feel();
 * const variables = { prices: [10, 7.5, 99], customer: { country: "UA" } };
 * const text = 'if customer.country = "UA" then sum(prices[item > 8]) else null';
 * if (evaluate(text, variables) !== 109) throw new Error("the sum is another");
 * ```
 *
 * What the standard gives null for is null: an unknown name, operands of the wrong kind, a division by zero, an index beyond
 * a list. Errors are thrown where null would hide a mistake or harm: text that is no FEEL, a function that there is not, a function as
 * result, a name that turns out too late to be one, and whatever goes over one of the {@link LIMITS}.
 *
 * * Numbers are decimals of thirty-four digits, rounded half even (decimal128): `0.1 + 0.2 = 0.3`, and `2 ** 53 + 1` is odd. A
 *   JavaScript number is the decimal of its shortest text, a `bigint` is itself, with all its digits. What is greater than
 *   decimal128 has it (about ten to the 6,145) is null. A result leaves as the JavaScript number whose text it is, where there is
 *   one; else an integer leaves as a `bigint`, and any other as the nearest number. Only there digits are lost: inside, and in
 *   `string()`, there are all thirty-four.
 * * Variables may be of any structured-cloneable kind, and of Temporal's where the application has it: a `Date` and an `Instant` are a
 *   date and time in UTC, a `ZonedDateTime` one in its zone, `PlainDateTime`, `PlainDate` and `PlainTime` what their names say, a
 *   `Duration` one of FEEL's two (of months or of days; one of both can only be passed on), a `bigint` a number. Days are those of the
 *   ISO calendar, whichever calendar a value shows.
 * * What is merely passed on leaves as the very value that came: by its name, out of a list or context, through `if`, `for`, a filter, a
 *   function. Dates, times, durations and ranges that an expression makes leave as text (ISO 8601 where it has a form, a date and time in
 *   a zone with its offset), so that results stay plain and can be stored.
 * * Times are compared to the nanosecond, as they are written; with an offset or in a zone as moments. What the clocks of a zone show
 *   twice is the earlier moment, and what they leave out is as much later as they go forward (`compatible` of Temporal); arithmetic keeps
 *   the zone. Years go from -999,999,999 to 999,999,999.
 * * Built-in functions are values: `sort(list, before)`, `{f: abs}.f(-1)`. A variable of the same name goes before, but where something is
 *   called only if it is a function. A function or symbol that the application gives is never called and no value of FEEL: it is an
 *   error as a result, and of no kind to operators.
 * * Regular expressions are XPath's, without back-references, and run in linear time.
 * * A name may have several words, and, where it is known, keywords and the signs `. / - ' + *`: `loan-to-value`, `terms and fees`,
 *   `Student's name`, `a**b`. Known are variables, the entries of contexts behind a dot and in filters, and what the expression itself
 *   names: entries, parameters, iterators. The longest known name goes first, and white space in it does not count. Behind a dot of a
 *   value of which nothing is known beforehand `get value` finds every entry. A keyword begins a name only where nothing else can be meant.
 *
 * Accepted from modelers' files, since it has no other meaning in FEEL: `${...}` and `#{...}` around an expression and `=`
 * before it, `==`, `&&`, `||`, `!`, `%`, `not` without parentheses (for it and for `!`, no value
 * counts as false, as it does where they come from), strings in single quotes, methods (`name.contains("x")`),
 * `context["entry"]`, and `True`, `False`, `None`. Functions with `external` are refused.
 *
 * @module
 */
export { FeelError, type FeelErrorCode } from "./error.ts";
export { type Feel, feel, type FeelOptions, type FeelVariables } from "./feel.ts";
export { LIMITS, type Limits } from "./limits.ts";
