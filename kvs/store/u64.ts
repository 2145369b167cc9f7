/** The `KvU64` of hosts that have none. */
const MAX = 2n ** 64n - 1n;

/** An unsigned 64-bit integer; see `kvu64.ts`. */
export class U64 {
  /** 0 to 2^64 - 1. */
  readonly value: bigint;

  constructor(value: bigint) {
    if (typeof value !== "bigint") {
      throw new TypeError(`Value must be a bigint: received ${typeof value}`);
    }
    if (value < 0n) throw new RangeError(`Value must be a positive bigint: received ${value}`);
    if (value > MAX) throw new RangeError("Value must fit in a 64-bit unsigned integer");
    this.value = value;
    Object.freeze(this);
  }

  valueOf(): bigint {
    return this.value;
  }

  toString(): string {
    return this.value.toString();
  }
}
