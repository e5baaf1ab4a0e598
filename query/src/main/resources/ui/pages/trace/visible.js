// @ts-check
/** Which spans have a row: those below no closed one. A plain pass over columns. */

/** @typedef {import('../../api/trees.js').Tree} Tree */

/**
 * @param {Tree} tree
 * @param {Uint8Array} closed
 * @param {import('./part.js').Part} part
 * @returns {Int32Array} places of spans, a row each
 */
export function visibleRows(tree, closed, part) {
  const rows = new Int32Array(part.to - part.from);
  let size = 0;
  for (let i = part.from; i < part.to;) {
    const hidden = part.hidden[tree.service[i]];
    if (!hidden) rows[size++] = i;
    i = closed[i] && !hidden ? tree.end[i] : i + 1;
  }
  return rows.subarray(0, size);
}

/** The row of a span, or of the closed one that hides it. @param {Int32Array} rows @param {number} span */
export function rowOf(rows, span) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle] <= span) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Closes all of a depth and below, opens what is above. @param {Tree} tree @param {number} depth */
export function closedAt(tree, depth) {
  const closed = new Uint8Array(tree.count);
  for (let i = 0; i < tree.count; i++) if (tree.depth[i] >= depth && tree.end[i] > i + 1) closed[i] = 1;
  return closed;
}

/** Opens all ancestors of a span. @param {Tree} tree @param {Uint8Array} closed @param {number} span @returns {Uint8Array} the same if nothing was closed */
export function opened(tree, closed, span) {
  let next = closed;
  for (let i = tree.parent[span]; i >= 0; i = tree.parent[i]) {
    if (next[i]) {
      if (next === closed) next = closed.slice();
      next[i] = 0;
    }
  }
  return next;
}

/** The extent of a trace in nanoseconds. @param {Tree} tree */
export function extent(tree) {
  let most = 1;
  for (let i = 0; i < tree.count; i++) most = Math.max(most, tree.start[i] + tree.duration[i]);
  return most;
}

/**
 * Spans whose name or service has a text in it: looked up in the dictionaries, then by codes.
 * @param {Tree} tree
 * @param {string} text
 */
export function matches(tree, text) {
  const wanted = text.toLowerCase();
  const names = Uint8Array.from(tree.names, (name) => (name.toLowerCase().includes(wanted) ? 1 : 0));
  const services = Uint8Array.from(tree.serviceNames, (name) => (name.toLowerCase().includes(wanted) ? 1 : 0));
  const found = new Int32Array(tree.count);
  let size = 0;
  for (let i = 0; i < tree.count; i++) if (names[tree.name[i]] || services[tree.service[i]]) found[size++] = i;
  return found.subarray(0, size);
}

/** Stretches of the critical path by span: place in the path or -1, and the next one of the same span. @param {Tree} tree */
export function pathIndex(tree) {
  const first = new Int32Array(tree.count).fill(-1);
  const next = new Int32Array(tree.pathSpan.length).fill(-1);
  for (let i = tree.pathSpan.length - 1; i >= 0; i--) {
    next[i] = first[tree.pathSpan[i]];
    first[tree.pathSpan[i]] = i;
  }
  return { first, next };
}
