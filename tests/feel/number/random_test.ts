import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { feel } from "../../../feel/mod.ts";
import { decimal, fraction, MODES, OPERATIONS, OPERATORS, toDigits, toPlaces } from "./exact.ts";

const { evaluate } = feel({ fuel: 1e9 });

/** Both operands as text, so that they come to the evaluator with all their digits. */
function textOf(expression: string, a: string, b: string): unknown {
  return evaluate(`string(${expression})`, { a, b });
}

Deno.test("sums, products, quotients and remainders of decimals of 1 to 30 digits are the exact ones, rounded once", () => {
  for (let round = 0; round < rounds(20_000, 100_000); round++) {
    const choice = random(SEED + round);
    const operator = choice.pick(OPERATORS);
    const [a, b] = [decimal(choice), decimal(choice)];
    const place = `TEST_SEED=${SEED + round}: ${a} ${operator} ${b}`;
    const [x, y] = [fraction(a), fraction(b)];
    const isNone = y.above === 0n && (operator === "/" || operator === "%");
    const wanted = isNone ? null : toDigits(OPERATIONS[operator](x, y));
    equal(textOf(`number(a) ${operator} number(b)`, a, b), wanted, place);
  }
});

Deno.test("roundings of decimals of 1 to 30 digits are the exact ones, on both sides of the point", () => {
  const modes = Object.keys(MODES);
  for (let round = 0; round < rounds(10_000, 100_000); round++) {
    const choice = random(SEED + round);
    const mode = choice.pick(["decimal", ...modes]);
    // Now and then a half, which is what the modes differ in.
    const [a, scale] = [decimal(choice) + (choice.next() < 0.3 ? "5" : ""), choice.below(50) - 20];
    const wanted = toPlaces(fraction(a), scale, mode);
    const place = `TEST_SEED=${SEED + round}: ${mode}(${a}, ${scale})`;
    equal(evaluate(`string(${mode}(number(a), scale))`, { a, scale }), wanted, place);
  }
});

Deno.test("JavaScript numbers are the decimals of their shortest text, whatever their bits are", () => {
  const bits = new DataView(new ArrayBuffer(8));
  for (let round = 0; round < rounds(10_000, 100_000); round++) {
    const choice = random(SEED + round);
    const any = (): number => {
      if (choice.next() < 0.4) return Number(decimal(choice)) || 1;
      if (choice.next() < 0.5) return Math.round(choice.next() * 2e16) / 10 ** choice.below(5) || 1;
      // Exponents about zero, so that the exact fraction is not long.
      const sign = choice.next() < 0.3 ? 0x800 : 0;
      bits.setUint32(0, (sign + 1_023 - 100 + choice.below(200)) * 2 ** 20 + choice.below(2 ** 20));
      bits.setUint32(4, choice.below(2 ** 32));
      return bits.getFloat64(0);
    };
    const [a, b] = [any(), any()];
    const operator = choice.pick(OPERATORS);
    const [x, y] = [fraction(String(a)), fraction(String(b))];
    const wanted = toDigits(OPERATIONS[operator](x, y));
    const place = `TEST_SEED=${SEED + round}: ${a} ${operator} ${b}`;
    equal(evaluate(`string(a ${operator} b)`, { a, b }), wanted, place);
    equal(left(evaluate(`a ${operator} b`, { a, b })), atTheEdge(wanted), place);
    equal(evaluate("a < b", { a, b }), OPERATIONS["-"](x, y).above < 0n, place);
  }
});

/** With its type, since equality takes none of them for the other. */
function left(value: unknown): string {
  return `${typeof value} ${value}`;
}

/** What leaves: a number that says it, else a bigint for an integer, else the nearest double. */
function atTheEdge(text: string): string {
  const near = Number(text);
  if (!text.includes(".") && toDigits(fraction(String(near))) !== text) return left(BigInt(text));
  return left(near);
}

Deno.test("powers with an integer exponent are the exact ones, rounded once", () => {
  for (let round = 0; round < rounds(1_000, 20_000); round++) {
    const choice = random(SEED + round);
    const a = decimal(choice).slice(0, 1 + choice.below(20)).replace(/^-$/, "-1");
    const n = choice.below(40) - 10;
    const { above, below } = fraction(a);
    if (above === 0n) continue;
    const size = BigInt(Math.abs(n));
    const [x, y] = [above ** size, below ** size];
    const wanted = toDigits(
      n < 0
        ? OPERATIONS["/"]({ above: y, below: 1n }, { above: x, below: 1n })
        : { above: x, below: y },
    );
    equal(
      evaluate("string(number(a) ** n)", { a, n }),
      wanted,
      `TEST_SEED=${SEED + round}: ${a} ** ${n}`,
    );
  }
});

Deno.test("a list has one sum and one mean, in whatever order, and its product is rounded once", () => {
  for (let round = 0; round < rounds(500, 10_000); round++) {
    const choice = random(SEED + round);
    const texts = Array.from({ length: 1 + choice.below(8) }, () => decimal(choice));
    const fractions = texts.map(fraction);
    const sum = fractions.reduce(OPERATIONS["+"]);
    const product = fractions.reduce(OPERATIONS["*"]);
    const count = { above: BigInt(texts.length), below: 1n };
    const place = `TEST_SEED=${SEED + round}: ${texts}`;
    const of = (name: string) =>
      evaluate(`string(${name}(for each in texts return number(each)))`, { texts });
    equal([of("sum"), of("mean"), of("product")], [
      toDigits(sum),
      toDigits(OPERATIONS["/"](sum, count)),
      toDigits(product),
    ], place);
    texts.reverse();
    equal([of("sum"), of("mean")], [toDigits(sum), toDigits(OPERATIONS["/"](sum, count))], place);
  }
});

/** Whether a text of a root is the nearest decimal of thirty-four digits: the square is between those of its neighbours' middles. */
function isRoot(text: string, of: { readonly above: bigint; readonly below: bigint }): boolean {
  if (of.above === 0n) return text === "0";
  const root = fraction(text);
  const digits = text.replace(/^0\.0*|\./g, "").length;
  const places = (text.split(".")[1]?.length ?? 0) + 34 - digits;
  const half = fraction(`5e${-places - 1}`);
  const [low, high] = [OPERATIONS["-"](root, half), OPERATIONS["+"](root, half)];
  const isBelow = (a: typeof low, b: typeof low) => a.above * b.below <= b.above * a.below;
  return isBelow(OPERATIONS["*"](low, low), of) && isBelow(of, OPERATIONS["*"](high, high));
}

Deno.test("square roots and standard deviations are the nearest decimals", () => {
  for (let round = 0; round < rounds(500, 10_000); round++) {
    const choice = random(SEED + round);
    const a = decimal(choice).replace("-", "");
    const place = `TEST_SEED=${SEED + round}: ${a}`;
    equal(isRoot(String(evaluate("string(sqrt(number(a)))", { a })), fraction(a)), true, place);
    const texts = Array.from({ length: 2 + choice.below(5) }, () => decimal(choice));
    const fractions = texts.map(fraction);
    const count = { above: BigInt(texts.length), below: 1n };
    const mean = OPERATIONS["/"](fractions.reduce(OPERATIONS["+"]), count);
    const squares = fractions.map((each) => OPERATIONS["-"](each, mean)).map((each) =>
      OPERATIONS["*"](each, each)
    );
    const variance = OPERATIONS["/"](squares.reduce(OPERATIONS["+"]), {
      above: count.above - 1n,
      below: 1n,
    });
    const found = evaluate("string(stddev(for each in texts return number(each)))", { texts });
    equal(isRoot(String(found), variance), true, `TEST_SEED=${SEED + round}: ${texts}`);
  }
});
