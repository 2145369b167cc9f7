import { runInNewContext } from "node:vm";
import { CodedError, messageOf } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";

type ShopErrorCode = "sold_out" | "closed";

class ShopError extends CodedError<ShopErrorCode> {
  static override readonly name = "ShopError";
}

class BankError extends CodedError<"closed"> {
  static override readonly name = "BankError";
  readonly account: string;

  constructor(code: "closed", account: string, options?: ErrorOptions) {
    super(code, `${account} is closed`, options);
    this.account = account;
  }
}

const cause = new Error("deeper");
const soldOut = new ShopError("sold_out", "no tea", { cause });
/** The module as another version of the project would bring it along. */
const copy: typeof import("../../base/error.ts") = await import(`../../base/error.ts?copy`);

class OtherShopError extends copy.CodedError<ShopErrorCode> {
  static override readonly name = "ShopError";
}

Deno.test("an error bears its name, code, message and cause, and is an Error with a stack", () => {
  equal([soldOut.name, soldOut.code, soldOut.message], ["ShopError", "sold_out", "no tea"]);
  equal([soldOut.cause, soldOut instanceof Error, soldOut.stack?.includes("error_test.ts")], [
    cause,
    true,
    true,
  ]);
  equal(String(soldOut), "ShopError: no tea");
  equal("cause" in new ShopError("closed", "shut"), false);
});

Deno.test("what is enumerated of an error is what its class declares", () => {
  equal(Object.keys(new BankError("closed", "A-7")), ["name", "code", "account"]);
});

Deno.test("an error is known by its class and by its codes", () => {
  equal(ShopError.is(soldOut), true);
  equal(ShopError.is(soldOut, "sold_out"), true);
  equal(ShopError.is(soldOut, "closed", "sold_out"), true);
  equal(ShopError.is(soldOut, "closed"), false);
  equal(BankError.is(soldOut), false);
  equal(BankError.is(new BankError("closed", "A-7"), "closed"), true);
});

Deno.test("an error of another copy of the module is known by its name", () => {
  const other: unknown = new OtherShopError("closed", "shut");
  equal([other instanceof ShopError, other instanceof CodedError], [false, false]);
  equal([ShopError.is(other), ShopError.is(other, "closed"), ShopError.is(other, "sold_out")], [
    true,
    true,
    false,
  ]);
  equal(BankError.is(other), false);
});

Deno.test("an error made in another realm is known by its name", () => {
  const foreign: unknown = runInNewContext(
    `class ShopError extends Error {}
     Object.defineProperty(ShopError.prototype, Symbol.for("@n2o/n2o coded error"), { value: true });
     Object.assign(new ShopError("shut"), { name: "ShopError", code: "closed" });`,
  );
  equal([foreign instanceof Error, ShopError.is(foreign, "closed")], [false, true]);
});

Deno.test("the base class knows the errors of every class", () => {
  const errors = [soldOut, new BankError("closed", "A-7"), new OtherShopError("closed", "shut")];
  equal(errors.map((error) => CodedError.is(error)), [true, true, true]);
  equal(CodedError.is(new Error("plain")), false);
});

Deno.test("a subclass is known as what it extends in its own realm", () => {
  class TeaError extends ShopError {}
  const error = new TeaError("closed", "shut");
  equal([error.name, ShopError.is(error), TeaError.is(soldOut)], ["TeaError", true, false]);
});

Deno.test("what looks like an error and was not made as one is none", () => {
  const disguised = { name: "ShopError", code: "closed", message: "shut" };
  const values: unknown[] = [
    disguised,
    JSON.parse(JSON.stringify(soldOut)),
    null,
    undefined,
    "x",
    7,
  ];
  equal(values.map((value) => ShopError.is(value)), values.map(() => false));
});

Deno.test("a code that is known narrows the type", () => {
  const error: unknown = soldOut;
  if (!ShopError.is(error)) throw error;
  const any: ShopErrorCode = error.code;
  if (!ShopError.is(error, "sold_out")) throw error;
  const one: "sold_out" = error.code;
  // @ts-expect-error -- the list of codes is closed
  equal([ShopError.is(error, "eaten"), any, one], [false, "sold_out", "sold_out"]);
});

Deno.test("what was thrown says something, whatever it is", () => {
  const silent = {
    toString: () => {
      throw new Error("never");
    },
  };
  equal([cause, "text", 7, null, undefined, silent, Symbol("s")].map(messageOf), [
    "deeper",
    "text",
    "7",
    "null",
    "undefined",
    "a value of type object",
    "Symbol(s)",
  ]);
});
