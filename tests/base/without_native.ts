/** Modules as a host loads them that has neither codecs of its own nor `ArrayBuffer.transfer`, as Node 20. */

/** Runs with these methods absent. */
export async function without<T>(
  methods: readonly (readonly [object, string])[],
  run: () => Promise<T>,
): Promise<T> {
  const kept = methods.map(([of, name]) => Object.getOwnPropertyDescriptor(of, name));
  for (const [of, name] of methods) Reflect.deleteProperty(of, name);
  try {
    return await run();
  } finally {
    methods.forEach(([of, name], i) => {
      const descriptor = kept[i];
      if (descriptor !== undefined) Object.defineProperty(of, name, descriptor);
    });
  }
}

/** What Node 20 lacks. */
export const LACKING: readonly (readonly [object, string])[] = [
  [Uint8Array.prototype, "toHex"],
  [Uint8Array, "fromHex"],
  [Uint8Array.prototype, "toBase64"],
  [Uint8Array, "fromBase64"],
  [ArrayBuffer.prototype, "transfer"],
];
