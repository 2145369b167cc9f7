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
 * a list. Errors are thrown where null would hide a mistake or harm: text that is no FEEL, a function that there is not, and
 * whatever goes over one of the {@link LIMITS}.
 *
 * * Numbers are IEEE doubles, kept exact for decimals of up to fifteen digits: `0.1 + 0.2 = 0.3`.
 * * Variables may be of any structured-cloneable kind: a `Date` is a date and time in UTC, a `bigint` a number. Dates, times,
 *   durations and ranges leave as text (ISO 8601 where it has a form), so that results stay plain; a bare name gives the
 *   variable as it is.
 * * Times are compared to the nanosecond, as they are written.
 * * Regular expressions are XPath's, without back-references, and run in linear time.
 * * A name may have several words, and, where such a variable is there, signs and keywords: `loan-to-value`, `terms and fees`.
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
