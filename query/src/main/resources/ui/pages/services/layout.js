// @ts-check
/** Places services in columns: callers left of callees, few crossings, the same every time. */

/** @typedef {{ caller: string, callee: string, calls: number, errors: number, p99: number }} Edge */
/** @typedef {{ name: string, column: number, row: number, calls: number, errors: number }} Node */
/** A bend is where an edge passes a column between its ends: it has a place there, so that no service lies on it. */

const SWEEPS = 6;
const COLUMNS_MAX = 7;

/**
 * @param {Edge[]} edges
 * @returns {{ nodes: Map<string, Node>, columns: string[][], bends: Map<Edge, string[]> }} columns have bends, too
 */
export function layout(edges) {
  const names = [...new Set(edges.flatMap((edge) => [edge.caller, edge.callee]))].sort();
  /** @type {Map<string, string[]>} */
  const out = new Map(names.map((name) => [name, []]));
  for (const edge of edges) if (edge.caller !== edge.callee) out.get(edge.caller)?.push(edge.callee);
  let column = layers(names, out);
  // Where everybody calls everybody, the longest way is as long as there are services.
  if (Math.max(...column.values()) >= COLUMNS_MAX) column = levels(names, out);
  /** @type {string[][]} */
  const columns = [];
  for (const name of names) (columns[column.get(name) ?? 0] ??= []).push(name);
  const { bends, steps } = bent(edges, column, columns);
  const filled = columns.filter(Boolean);
  order(filled, steps);
  /** @type {Map<string, Node>} */
  const nodes = new Map();
  filled.forEach((one, x) => one.forEach((name, y) => { if (!isBend(name)) nodes.set(name, { name, column: x, row: y, calls: 0, errors: 0 }); }));
  for (const edge of edges) {
    const node = nodes.get(edge.callee);
    if (node) {
      node.calls += edge.calls;
      node.errors += edge.errors;
    }
  }
  return { nodes, columns: filled, bends };
}

const BEND = '\u0000bend ';
/** More bends than this and the map is as high as it is unreadable: edges then go straight. */
const BENDS_MAX = 400;

/** Whether an entry of a column is no service. @param {string} name */
export function isBend(name) {
  return name.startsWith(BEND);
}

/**
 * Puts a bend in each column that a forward edge passes.
 * @param {Edge[]} edges @param {Map<string, number>} column @param {string[][]} columns gets the bends
 */
function bent(edges, column, columns) {
  /** @type {Map<Edge, string[]>} */
  const bends = new Map();
  /** @type {{ caller: string, callee: string }[]} */
  const steps = [];
  let count = 0;
  edges.forEach((edge, i) => {
    const from = column.get(edge.caller) ?? 0;
    const to = column.get(edge.callee) ?? 0;
    const names = [];
    for (let x = from + 1; x < to && count < BENDS_MAX; x++, count++) {
      const name = BEND + i + ' ' + x;
      (columns[x] ??= []).push(name);
      names.push(name);
    }
    bends.set(edge, names);
    const way = [edge.caller, ...names, edge.callee];
    for (let k = 1; k < way.length; k++) steps.push({ caller: way[k - 1], callee: way[k] });
  });
  return { bends, steps };
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

/** Shortest way from a start: of a circle that nobody calls, the service that calls most others. @param {string[]} names @param {Map<string, string[]>} out */
function levels(names, out) {
  const called = new Set([...out.values()].flat());
  const starts = names.filter((name) => !called.has(name));
  const byCalls = [...names].sort((a, b) => (out.get(b)?.length ?? 0) - (out.get(a)?.length ?? 0) || (a < b ? -1 : 1));
  /** @type {Map<string, number>} */
  const level = new Map();
  for (const first of [...(starts.length > 0 ? [starts] : []), ...byCalls.map((name) => [name])]) {
    let front = first.filter((name) => !level.has(name));
    for (let depth = 0; front.length > 0; depth++) {
      front.forEach((name) => level.set(name, depth));
      front = [...new Set(front.flatMap((name) => out.get(name) ?? []))].filter((name) => !level.has(name));
    }
  }
  return level;
}

/** Puts each service and bend near the middle of its neighbours. @param {string[][]} columns @param {{ caller: string, callee: string }[]} edges */
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
 * The edges on the ways to and from one service, so many calls long: its callers on the left, what it calls on the right. Calls
 * among its neighbours are left out, they would hide its own.
 * @param {Edge[]} edges
 * @param {string} focus
 * @param {number} depth
 */
export function around(edges, focus, depth) {
  const column = new Map([[focus, 0]]);
  for (const sign of [1, -1]) {
    let front = new Set([focus]);
    for (let i = 1; i <= depth; i++) {
      const next = new Set(edges.filter((edge) => front.has(sign > 0 ? edge.caller : edge.callee)).map((edge) => (sign > 0 ? edge.callee : edge.caller)).filter((name) => !column.has(name)));
      next.forEach((name) => column.set(name, sign * i));
      front = next;
    }
  }
  return edges.filter((edge) => {
    const from = column.get(edge.caller);
    const to = column.get(edge.callee);
    return from !== undefined && to !== undefined && (to - from === 1 || edge.caller === focus || edge.callee === focus);
  });
}

/**
 * The edges between the services that are called most, and of these the ones with most calls; the others are counted.
 * @param {Edge[]} edges
 * @param {number} most services
 * @param {number} mostEdges
 */
export function busiest(edges, most, mostEdges) {
  /** @type {Map<string, number>} */
  const calls = new Map();
  for (const edge of edges) for (const name of [edge.caller, edge.callee]) calls.set(name, (calls.get(name) ?? 0) + edge.calls);
  const kept = new Set([...calls].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most).map(([name]) => name));
  const between = edges.filter((edge) => kept.has(edge.caller) && kept.has(edge.callee)).sort((a, b) => b.calls - a.calls || b.errors - a.errors);
  return { edges: between.slice(0, mostEdges), folded: calls.size - kept.size, rare: Math.max(0, between.length - mostEdges) };
}
