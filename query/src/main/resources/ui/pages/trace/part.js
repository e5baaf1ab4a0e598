// @ts-check
/** What of a trace is looked at: all of it or one subtree, without the services that are hidden. */
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { change, param } from '../../app/url.js';
import { errorsWithin, placeOf } from '../../api/trees.js';

/** @typedef {import('../../api/trees.js').Tree} Tree */

/**
 * Spans from one place up to before another, the depth that the first of them has, when they begin and end, and by services which
 * are hidden. What hangs below a hidden span stays.
 * @typedef {{ from: number, to: number, depth: number, start: number, end: number, hidden: Uint8Array, root: number }} Part
 */

/** @param {Tree} tree @param {number} root a place, or -1 for the whole trace @param {Uint8Array} hidden @returns {Part} */
export function partOf(tree, root, hidden) {
  const from = root < 0 ? 0 : root;
  const to = root < 0 ? tree.count : tree.end[root];
  const start = root < 0 ? 0 : tree.start[root];
  let first = start;
  let end = start + 1;
  for (let i = from; i < to; i++) {
    first = Math.min(first, tree.start[i]);
    end = Math.max(end, tree.start[i] + tree.duration[i]);
  }
  return { from, to, depth: root < 0 ? 0 : tree.depth[root], start: first, end, hidden, root };
}

/** The part that the URL names. @param {Tree} tree @returns {Part} */
export function usePart(tree) {
  const rootId = param('root', '');
  const hide = param('hide', '');
  const root = useMemo(() => (rootId ? placeOf(tree, rootId) : -1), [tree, rootId]);
  const hidden = useMemo(() => {
    const names = new Set(hide ? hide.split(',').map(decoded) : []);
    return Uint8Array.from(tree.serviceNames, (name) => (names.has(name) ? 1 : 0));
  }, [tree, hide]);
  return useMemo(() => partOf(tree, root, hidden), [tree, root, hidden]);
}

/** Hides services and no others. @param {Tree} tree @param {Uint8Array} hidden */
export function hide(tree, hidden) {
  const names = tree.serviceNames.filter((_, service) => hidden[service]);
  // A name may have a comma: it is encoded once more.
  change({ hide: names.length ? names.map((name) => encodeURIComponent(name)).join(',') : null });
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Spans of the part that have no row, and how many of them are errors. @param {Tree} tree @param {Part} part @param {Int32Array} rows */
export function withoutRow(tree, part, rows) {
  let errors = errorsWithin(tree, part.from, part.to);
  for (const span of rows) if (tree.status[span] === 2) errors--;
  return { spans: part.to - part.from - rows.length, errors };
}
