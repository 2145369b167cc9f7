/**
 * Whether the rows of a store agree with each other: what the indexes say is asked of the instances themselves.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import type { Task } from "../../../bpe/mod.ts";
import { type Packed, unpack, type Unpacked } from "../../../bpe/store/row/instance.ts";
import type { Element, Incident, Wait } from "../../../bpe/state/state.ts";
import { readPages } from "../../../bpe/store/page/read.ts";
import { openRow } from "../../../kvs/rows/chunk.ts";
import { list } from "./world.ts";

/** Compares every index with what it indexes. */
export async function audit(kv: Kv): Promise<void> {
  const rows = async <T>(name: string) => await list(kv.list<T>({ prefix: [`bpe/${name}`] }));
  const instances: Unpacked[] = [];
  for (const row of await rows("instance")) {
    const [found] = await openRow(kv, row, "audit");
    const packed = found as Packed; // as: what lies under the instance's key
    if (packed.pages === undefined) {
      instances.push(unpack(packed));
      continue;
    }
    const read = await readPages({ kv }, packed.id, packed.pages, () => Promise.resolve(true));
    if (read === undefined) throw new Error("unreachable: nobody writes meanwhile");
    const { lists } = read;
    const elements: Element[] = [...lists.elements], waits: Wait[] = [...lists.waits];
    const incidents: Incident[] = [...lists.incidents];
    const { state, ...rest } = unpack(packed);
    instances.push({
      ...rest,
      state: { ...state, elements, waits, incidents },
      open: [...lists.open].map(({ open }) => open),
    });
  }
  const ofWaits = (kind: string) =>
    instances.flatMap(({ id, state }) =>
      state.waits.filter((wait) => wait.kind === kind).map((wait) => text(id, wait.id, wait.name))
    ).sort();
  const ofRows = async (kind: string) =>
    (await rows(`wait/${kind}`)).map(({ key }) => text(key.at(-2), key.at(-1), key[1])).sort();
  for (const kind of ["message", "signal"]) {
    equal(await ofRows(kind), ofWaits(kind), `waits for a ${kind}`);
  }

  const dues = (await rows("due")).filter(({ key }) => key[2] === "instance")
    .map(({ key }) => ({ time: Number(key[1]), id: String(key[3]) }));
  for (const { id, state, open } of instances) {
    const stuck = new Set(
      state.incidents.map(({ action }) => action?.do === "occur" ? action.wait : undefined),
    );
    const times = [
      ...state.waits.filter((wait) => wait.kind === "timer" && !stuck.has(wait.id))
        .map(({ due }) => due),
      ...open.map(({ due }) => due),
    ].filter((each) => each !== undefined);
    if (times.length === 0) continue;
    const first = Math.min(...times);
    const found = dues.some((each) => each.id === id && each.time <= first);
    equal(found, true, `${id} is due at ${first} and has no row that says so`);
  }

  const tasks = (await rows<Task>("task")).map(({ value }) => value);
  const indexed = tasks.flatMap(({ instance, element, process, node, assignee, users, roles }) => {
    const persons = assignee === undefined
      ? [...users.map((each) => ["user", each]), ...roles.map((each) => ["role", each])]
      : [["assignee", assignee]];
    return [...persons, ["node", `${process}/${node}`]].map((each) =>
      text(...each, instance, element)
    );
  });
  const index = (await rows("tasks")).map(({ key }) => text(...key.slice(1)));
  equal(index.sort(), indexed.sort(), "the indexes of tasks");
  const elements = new Set(
    instances.flatMap(({ id, state }) => state.elements.map((each) => `${id} ${each.id}`)),
  );
  for (const { instance, element } of tasks) {
    equal(elements.has(`${instance} ${element}`), true, `task ${instance} ${element} of nobody`);
  }

  const statuses = (await rows("status")).map(({ key }) => text(key[1], key[3])).sort();
  equal(statuses, instances.map(({ id, state }) => `${state.status} ${id}`).sort(), "statuses");
  const incidents = (await rows("incident")).map(({ key }) => text(key[1], key[2])).sort();
  const open = instances.flatMap(({ id, state }) =>
    state.incidents.map((each) => `${id} ${each.id}`)
  );
  equal(incidents, open.sort(), "incidents");
  const jobs = (await rows("job")).map(({ key }) => text(key[2], key[3])).sort();
  const offered = instances.flatMap(({ id, open }) =>
    open.flatMap(({ effect, due }) =>
      effect.kind === "job" && due === undefined ? [`${id} ${effect.element}`] : []
    )
  );
  equal(jobs, offered.sort(), "jobs that are offered");
}

/** Parts of a key; one that is long stands there by its hash. */
function text(...parts: readonly unknown[]): string {
  return parts.map(String).map((part) =>
    part.length > 200 || /^#[0-9a-z]{15,}$/.test(part) ? "#" : part
  ).join(" ");
}
