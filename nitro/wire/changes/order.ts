/**
 * Which items of a list stay where they are when it becomes another: the longest run of those whose order is the same.
 *
 * @module
 */

/** For each of the new items where it was, -1 for one that is new: whether it stays, while the others are put between. */
export function staying(was: readonly number[]): boolean[] {
  // The last item of the best run of each length, and before which it stands there.
  const ends: number[] = [], before: number[] = [];
  was.forEach((place, at) => {
    if (place < 0) return;
    let low = 0, high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((was[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1] ?? -1 : -1;
    ends[low] = at;
  });
  const stays = was.map(() => false);
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) stays[at] = true;
  return stays;
}
