// @ts-check
/** Where no child of a span runs: what the span did by itself, or what nobody sent a span for. */

/** More children than this are not looked at while drawing; such a span's bar is full of them anyway. */
const CHILDREN_MAX = 2_000;
const KNOWN_MAX = 5_000;
const NONE = new Float64Array(0);

/** @type {WeakMap<object, Map<number, Float64Array>>} */
const KNOWN = new WeakMap();

/**
 * Stretches of a span, as pairs of times, that none of its children covers; none for a span without children.
 * @param {import('../api/trees.js').Tree} tree
 * @param {number} span
 */
export function gapsOf(tree, span) {
  let known = KNOWN.get(tree);
  if (!known || known.size >= KNOWN_MAX) KNOWN.set(tree, known = new Map());
  let gaps = known.get(span);
  if (!gaps) known.set(span, gaps = found(tree, span));
  return gaps;
}

/** @param {import('../api/trees.js').Tree} tree @param {number} span */
function found(tree, span) {
  const end = tree.end[span];
  if (end === span + 1) return NONE;
  const gaps = [];
  let covered = tree.start[span];
  let children = 0;
  // Children come by start.
  for (let child = span + 1; child < end; child = tree.end[child]) {
    if (++children > CHILDREN_MAX) return NONE;
    if (tree.start[child] > covered) gaps.push(covered, tree.start[child]);
    covered = Math.max(covered, tree.start[child] + tree.duration[child]);
  }
  const last = tree.start[span] + tree.duration[span];
  if (last > covered) gaps.push(covered, last);
  return Float64Array.from(gaps);
}
