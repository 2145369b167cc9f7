/**
 * What follows from what: values, and answers of rules that read them. Reads are noted as they happen; after a change exactly those
 * answers are found anew that read what changed, each once, those that others read before these.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { type Answer, circular, type Failure, type Source } from "./answer.ts";

/** Nested evaluations: what is deeper is begun anew from outside, so that no chain of rules, however long, takes the whole stack. */
const DEEPEST = 48;
/** Steps of all rules for one change: those of expressions, and what reading and asking takes. */
const STEPS = 2_000_000;
/** What an evaluation takes beside its own steps. */
const ASKING = 20;

/** Thrown to leave evaluations that cannot go on; it is no failure of theirs. */
const LEAVE: unique symbol = Symbol("leave");

/** All that rules read and answer in one form. */
export class Graph {
  /** Steps that are left for this change. */
  #steps = STEPS;
  #runs = 0;
  #reader: Answer | undefined;
  #run = 0;
  /** What the reader has read that it had not read in this order before; before that it read the first `#same` of its reads. */
  #news: Source[] | undefined;
  #same = 0;
  readonly #stack: Answer[] = [];
  /** The answer that must be found first, when evaluations were left. */
  #first: Answer | undefined;
  #doubtful: Answer[] = [];
  /** Answers that there were no steps for. */
  #unpaid: Answer[] = [];

  /** Whether a rule is being asked: nothing may be changed then. */
  get isAsking(): boolean {
    return this.#reader !== undefined;
  }

  /** Takes steps from what there is for this change. */
  spend(steps: number): void {
    this.#steps -= steps;
  }

  /** Notes that something was read. */
  read(of: Source): void {
    const reader = this.#reader;
    if (reader === undefined || of.seenBy === this.#run) return;
    of.seenBy = this.#run;
    this.#steps--;
    if (this.#news === undefined && reader.reads[this.#same] === of) this.#same++;
    else (this.#news ??= []).push(of);
  }

  /** The answer of a rule, as of now. */
  answer<T>(of: Answer<T>): T {
    // As: nobody puts another value into an answer through its readers' list.
    const any = of as unknown as Answer;
    const reader = this.#reader;
    if (reader === undefined) {
      if (of.state !== "fresh") this.#found(any);
      return of.value;
    }
    this.read(of);
    if (of.state !== "fresh") {
      this.#refresh(any);
      if (reader.circle !== undefined) throw LEAVE;
    }
    return of.value;
  }

  /** Says that something has changed. */
  change(of: Source): void {
    this.#mark(of.readers);
  }

  /** Finds all answers anew that may be others. */
  settle(): void {
    this.#steps = STEPS;
    const unpaid = this.#unpaid;
    this.#unpaid = [];
    for (const each of unpaid) {
      if (each.state === "gone") continue;
      this.#mark([each]);
    }
    const doubtful = this.#doubtful;
    this.#doubtful = [];
    for (const each of doubtful) {
      if (each.state === "stale" || each.state === "doubtful") this.#found(each);
    }
  }

  /** Takes an answer out for good. */
  drop(answer: Answer): void {
    for (const each of answer.reads) unlink(each, answer);
    answer.reads = [];
    answer.state = "gone";
  }

  #mark(readers: readonly Answer[]): void {
    const left: Answer[] = [];
    for (const each of readers) {
      if (each.state === "gone") continue;
      if (each.state === "fresh") left.push(each);
      each.state = "stale";
    }
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      this.#doubtful.push(next);
      for (const each of next.readers) {
        if (each.state !== "fresh") continue;
        each.state = "doubtful";
        left.push(each);
      }
    }
  }

  /** Finds an answer from outside of any evaluation. */
  #found(answer: Answer): void {
    const left = [answer];
    for (let next = left.at(-1); next !== undefined; next = left.at(-1)) {
      if (next.state === "fresh" || next.state === "gone") {
        left.pop();
        continue;
      }
      try {
        this.#refresh(next);
      } catch (cause) {
        if (cause !== LEAVE) throw cause;
        const first = this.#first;
        this.#first = undefined;
        if (first === undefined) throw cause;
        // What is to be found first hangs on what it is to be found for, farther away than evaluations are nested.
        const at = left.indexOf(first);
        if (at < 0) left.push(first);
        else for (const each of left.splice(at)) this.#failed(each, left.slice(at));
      }
    }
  }

  #failed(answer: Answer, circle: readonly Answer[]): void {
    this.#end(answer, answer.otherwise, circular([answer, ...circle]));
  }

  #refresh(answer: Answer): void {
    if (answer.state === "fresh" || answer.state === "gone") return;
    if (answer.state === "running") throw this.#closed(answer);
    const stack = this.#stack;
    if (stack.length >= DEEPEST) {
      this.#first = answer;
      throw LEAVE;
    }
    const isStale = answer.state === "stale";
    answer.state = "running";
    answer.isStale = false;
    answer.circle = undefined;
    stack.push(answer);
    let isDone = false;
    try {
      if (isStale || this.#isOther(answer)) this.#ask(answer);
      else if (answer.circle !== undefined) {
        this.#end(answer, answer.otherwise, circular(answer.circle));
      } else answer.state = "fresh";
      isDone = true;
    } finally {
      stack.pop();
      if (!isDone) answer.state = isStale || answer.isStale ? "stale" : "doubtful";
    }
  }

  /** Whether something that an answer read, in the order in which it did, is another now. */
  #isOther(answer: Answer): boolean {
    for (const each of answer.reads) {
      if (!("ask" in each)) continue;
      const read = each as Answer; // as: answers alone ask
      if (read.state === "running") return true;
      this.#refresh(read);
      if (answer.circle !== undefined) return false;
      if (answer.isStale) return true;
    }
    return false;
  }

  #ask(answer: Answer): void {
    if (this.#steps <= 0) {
      this.#unpaid.push(answer);
      return this.#end(answer, answer.otherwise, {
        message: "the rules take too many steps for one change: let them read less",
      });
    }
    const [reader, run, news, same] = [this.#reader, this.#run, this.#news, this.#same];
    this.#reader = answer;
    this.#run = ++this.#runs;
    this.#news = undefined;
    this.#same = 0;
    this.#steps -= ASKING;
    let value = answer.otherwise, failure: Failure | undefined;
    try {
      value = answer.ask();
    } catch (cause) {
      failure = { message: messageOf(cause), cause };
    }
    const isLeft = this.#first !== undefined;
    if (!isLeft) this.#link(answer);
    [this.#reader, this.#run, this.#news, this.#same] = [reader, run, news, same];
    if (isLeft) throw LEAVE;
    if (answer.circle !== undefined) failure = circular(answer.circle);
    this.#end(answer, failure === undefined ? value : answer.otherwise, failure);
  }

  #end(answer: Answer, value: unknown, failure: Failure | undefined): void {
    const isOther = answer.failure?.message !== failure?.message ||
      !answer.isSame(answer.value, value);
    answer.failure = failure;
    answer.state = "fresh";
    if (!isOther) return;
    answer.value = value;
    for (const each of answer.readers) {
      if (each.state === "doubtful") each.state = "stale";
      else if (each.state === "running") each.isStale = true;
    }
    answer.changed();
  }

  /** Keeps what was read: of what it had read before, in the same order, nothing is done. */
  #link(answer: Answer): void {
    const { reads } = answer, news = this.#news;
    if (news === undefined && this.#same === reads.length) return;
    for (const each of reads.splice(this.#same)) unlink(each, answer);
    for (const each of news ?? []) {
      reads.push(each);
      each.readers.push(answer);
    }
  }

  /** Rules that read each other in a circle are all without an answer, whichever of them was asked first. */
  #closed(answer: Answer): typeof LEAVE {
    const circle = this.#stack.slice(this.#stack.indexOf(answer));
    for (const each of circle) each.circle ??= circle;
    return LEAVE;
  }
}

function unlink(from: Source, answer: Answer): void {
  const { readers } = from, at = readers.indexOf(answer), last = readers.pop();
  if (at >= 0 && at < readers.length && last !== undefined) readers[at] = last;
}
