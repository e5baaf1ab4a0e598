// @ts-check
/** Places services in columns: callers left of callees, few crossings, the same every time. */

/** @typedef {{ caller: string, callee: string, calls: number, errors: number, p99: number }} Edge */
/** @typedef {{ name: string, column: number, row: number, calls: number, errors: number }} Node */

const SWEEPS = 6;

/**
 * @param {Edge[]} edges
 * @returns {{ nodes: Map<string, Node>, columns: string[][] }}
 */
export function layout(edges) {
  const names = [...new Set(edges.flatMap((edge) => [edge.caller, edge.callee]))].sort();
  /** @type {Map<string, string[]>} */
  const out = new Map(names.map((name) => [name, []]));
  for (const edge of edges) if (edge.caller !== edge.callee) out.get(edge.caller)?.push(edge.callee);
  const column = layers(names, out);
  /** @type {string[][]} */
  const columns = [];
  for (const name of names) (columns[column.get(name) ?? 0] ??= []).push(name);
  const filled = columns.filter(Boolean);
  order(filled, edges);
  /** @type {Map<string, Node>} */
  const nodes = new Map();
  filled.forEach((one, x) => one.forEach((name, y) => nodes.set(name, { name, column: x, row: y, calls: 0, errors: 0 })));
  for (const edge of edges) {
    const node = nodes.get(edge.callee);
    if (node) {
      node.calls += edge.calls;
      node.errors += edge.errors;
    }
  }
  return { nodes, columns: filled };
}

/** Longest way from a start; an edge that closes a circle does not count. @param {string[]} names @param {Map<string, string[]>} out */
function layers(names, out) {
  /** @type {Map<string, number>} */
  const state = new Map();
  /** @type {string[]} */
  const ordered = [];
  const back = new Set();
  const called = new Set([...out.values()].flat());
  for (const start of [...names.filter((name) => !called.has(name)), ...names]) {
    if (state.has(start)) continue;
    /** @type {[string, number][]} */
    const stack = [[start, 0]];
    state.set(start, 1);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const next = (out.get(top[0]) ?? [])[top[1]++];
      if (next === undefined) {
        state.set(top[0], 2);
        ordered.push(top[0]);
        stack.pop();
      } else if (state.get(next) === 1) {
        back.add(top[0] + '\u0000' + next);
      } else if (!state.has(next)) {
        state.set(next, 1);
        stack.push([next, 0]);
      }
    }
  }
  /** @type {Map<string, number>} */
  const layer = new Map(names.map((name) => [name, 0]));
  for (const name of ordered.reverse()) {
    for (const next of out.get(name) ?? []) {
      if (!back.has(name + '\u0000' + next)) layer.set(next, Math.max(layer.get(next) ?? 0, (layer.get(name) ?? 0) + 1));
    }
  }
  return layer;
}

/** Puts each service near the middle of its neighbours. @param {string[][]} columns @param {Edge[]} edges */
function order(columns, edges) {
  /** @type {Map<string, string[]>} */
  const near = new Map();
  for (const { caller, callee } of edges) {
    near.set(caller, [...(near.get(caller) ?? []), callee]);
    near.set(callee, [...(near.get(callee) ?? []), caller]);
  }
  const row = new Map(columns.flatMap((column) => column.map((name, i) => /** @type {[string, number]} */ ([name, i / column.length]))));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      const middle = new Map(column.map((name) => {
        const places = (near.get(name) ?? []).map((one) => row.get(one) ?? 0);
        return [name, places.length ? places.reduce((a, b) => a + b, 0) / places.length : row.get(name) ?? 0];
      }));
      column.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a < b ? -1 : 1));
      column.forEach((name, i) => row.set(name, (i + 0.5) / column.length));
    }
  }
}

/**
 * The edges within so many calls of one service.
 * @param {Edge[]} edges
 * @param {string} focus
 * @param {number} depth
 */
export function around(edges, focus, depth) {
  const reached = new Set([focus]);
  for (let i = 0; i < depth; i++) {
    for (const edge of edges.filter((one) => reached.has(one.caller) || reached.has(one.callee))) {
      reached.add(edge.caller);
      reached.add(edge.callee);
    }
  }
  return edges.filter((edge) => reached.has(edge.caller) && reached.has(edge.callee));
}

/**
 * The edges between the services that are called most; the others are counted.
 * @param {Edge[]} edges
 * @param {number} most services
 */
export function busiest(edges, most) {
  /** @type {Map<string, number>} */
  const calls = new Map();
  for (const edge of edges) for (const name of [edge.caller, edge.callee]) calls.set(name, (calls.get(name) ?? 0) + edge.calls);
  const kept = new Set([...calls].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most).map(([name]) => name));
  return { edges: edges.filter((edge) => kept.has(edge.caller) && kept.has(edge.callee)), folded: calls.size - kept.size };
}
