/**
 * Operations that race, and what a plain model answers to them.
 *
 * @module
 */
import { type Kv, KvsError } from "../../../kvs/mod.ts";
import { short } from "./exact.ts";

/** What an operation is carried out on. */
export interface Target {
  readonly kv: Kv;
  /** The feed's path or the table's name. */
  readonly name: string;
  /** Versions of the records as the race begins, by id. */
  readonly versions: ReadonlyMap<string, string>;
}

/** What a feed or a table should hold. */
export interface Model<M> {
  clone(): M;
  /** All that is there, as one text. */
  text(): string;
}

/** A code of an error that an operation may end with. */
export class Refused {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** Something that is done as a whole. */
export interface Operation<M> {
  readonly name: string;
  /** Whether it writes parts of large records beforehand, which takes many steps. */
  readonly huge?: boolean;
  run(target: Target): Promise<unknown>;
  /** What it does and answers where it is alone; what it has answered tells how much of it was done where that is not sure. */
  model(model: M, answer: unknown): unknown;
  /**
   * Whether another answer than the expected one of a serial order is right too, where the store went through these states: for
   * what reads several things one after the other.
   */
  accepts?(answer: unknown, states: readonly M[], expected: unknown): boolean;
}

/** What is there before a race. */
export interface World<M> {
  readonly name: string;
  prepare(kv: Kv, name: string): Promise<ReadonlyMap<string, string>>;
  model(): M;
}

/** Operations of one kind of source. */
export interface Subject<M> {
  /** Path of the feed, or name of the table. */
  readonly name: string;
  /** What is there, in the words of the model's text. */
  text(kv: Kv, name: string): Promise<string>;
}

/** What an operation answered, or the code that it was refused with. */
export async function answerOf<M>(operation: Operation<M>, target: Target): Promise<unknown> {
  try {
    return await operation.run(target);
  } catch (error) {
    if (KvsError.is(error)) return new Refused(error.code);
    throw error;
  }
}

/** An operation that has ended, and what it answered. */
export interface Ended<M> {
  readonly operation: Operation<M>;
  readonly answer: unknown;
}

/**
 * Whether what was answered and what is there is what one of the serial orders gives; undefined where it is, else what they
 * give.
 */
export function unserial<M extends Model<M>>(
  start: M,
  ended: readonly Ended<M>[],
  is: string,
): string | undefined {
  const seen: string[] = [];
  for (const order of orders(ended)) {
    const model = start.clone(), states = [model.clone()];
    const right = order.map(({ operation, answer }) => {
      const expected = answerOrRefusal(() => operation.model(model, answer));
      states.push(model.clone());
      return { operation, answer, expected };
    }).every(({ operation, answer, expected }) =>
      told(answer) === told(expected) || operation.accepts?.(answer, states, expected)
    );
    if (right && model.text() === is) return undefined;
    seen.push(`${order.map(({ operation }) => operation.name).join(", ")}: ${model.text()}`);
  }
  const answers = ended.map(({ operation, answer }) => `${operation.name} -> ${told(answer)}`);
  return `is ${is} after ${answers.join("; ")}; in turn ${seen.slice(0, 2).join(" or ")}`;
}

function answerOrRefusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function told(answer: unknown): string {
  return answer instanceof Refused ? `refused: ${answer.code}` : short(answer);
}

function* orders<T>(of: readonly T[]): Generator<readonly T[]> {
  if (of.length === 0) yield [];
  for (const [at, first] of of.entries()) {
    for (const rest of orders(of.toSpliced(at, 1))) yield [first, ...rest];
  }
}
