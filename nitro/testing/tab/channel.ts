/**
 * How tabs of one browser talk to each other.
 *
 * @module
 */

/** A channel of a tab. */
export interface Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(data: unknown): void;
  close(): void;
}

/** Opens channels of one browser, each of a name. */
export function channels(): (name: string) => Channel {
  const all = new Set<Channel & { readonly name: string }>();
  return (name) => {
    const made = {
      name,
      onmessage: null,
      postMessage(data: unknown) {
        for (const each of [...all]) {
          if (each !== made && each.name === name) {
            queueMicrotask(() => all.has(each) && each.onmessage?.({ data }));
          }
        }
      },
      close: () => void all.delete(made),
    };
    all.add(made);
    return made;
  };
}
