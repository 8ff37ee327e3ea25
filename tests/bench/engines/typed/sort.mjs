// Sorts whole numbers, each with a companion that moves along: least significant digit first,
// eleven bits a pass, only as many passes as the largest number needs.

const BITS = 11;
const BUCKETS = 1 << BITS;

/** Sorts the first `n` of `keys` and `companions`; answers the two sorted arrays. */
export function sortPairs(keys, companions, n, spareKeys, spareCompanions) {
  let most = 0;
  for (let i = 0; i < n; i += 1) most |= keys[i];
  const places = new Uint32Array(BUCKETS);
  for (let shift = 0; shift === 0 || (shift < 32 && most >>> shift !== 0); shift += BITS) {
    places.fill(0);
    for (let i = 0; i < n; i += 1) places[(keys[i] >>> shift) & (BUCKETS - 1)] += 1;
    let before = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const here = places[bucket];
      places[bucket] = before;
      before += here;
    }
    for (let i = 0; i < n; i += 1) {
      const key = keys[i];
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const place = places[bucket];
      places[bucket] = place + 1;
      spareKeys[place] = key;
      spareCompanions[place] = companions[i];
    }
    [keys, spareKeys] = [spareKeys, keys];
    [companions, spareCompanions] = [spareCompanions, companions];
  }
  return [keys, companions];
}
