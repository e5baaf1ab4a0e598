// @ts-check
/** Many trees as one: spans with the same way of service, name and kind from the root down are one node. */

/**
 * @typedef {{ parent: number, depth: number, end: number, service: string, name: string, kind: number, traces: number, spans: number, errors: number, self: number,
 *   durations: number[], longest: { traceId: string, place: number, duration: number } }} Node
 */

const NODES_MAX = 20_000;

/** Gathers trees. */
export class Merged {
  constructor() {
    /** @type {Node[]} */
    this.nodes = [];
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.traces = 0;
    this.spans = 0;
    /** Spans of ways beyond the limit of nodes. */
    this.left = 0;
  }

  /** @param {string} traceId @param {import('../../api/trees.js').Tree} tree */
  add(traceId, tree) {
    this.traces++;
    this.spans += tree.count;
    const at = new Int32Array(tree.count);
    const met = new Set();
    for (let i = 0; i < tree.count; i++) {
      const above = tree.parent[i] < 0 ? -1 : at[tree.parent[i]];
      const number = above === -2 ? -2 : this.node(above, tree.serviceNames[tree.service[i]], tree.names[tree.name[i]], tree.kind[i]);
      at[i] = number;
      if (number === -2) {
        this.left++;
        continue;
      }
      const node = this.nodes[number];
      if (!met.has(number)) node.traces++;
      met.add(number);
      node.spans++;
      if (tree.status[i] === 2) node.errors++;
      node.self += tree.self[i];
      node.durations.push(tree.duration[i]);
      if (tree.duration[i] >= node.longest.duration) node.longest = { traceId, place: i, duration: tree.duration[i] };
    }
  }

  /** @param {number} parent @param {string} service @param {string} name @param {number} kind @returns {number} -2 where no more fit */
  node(parent, service, name, kind) {
    const key = JSON.stringify([parent, service, name, kind]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.nodes.length >= NODES_MAX) return -2;
    this.known.set(key, this.nodes.length);
    return this.nodes.push({ parent, depth: parent < 0 ? 0 : this.nodes[parent].depth + 1, end: 0, service, name, kind, traces: 0, spans: 0, errors: 0, self: 0, durations: [],
      longest: { traceId: '', place: 0, duration: -1 } }) - 1;
  }

  /** The nodes in the order of a tree, siblings with most spans first; end is the place after the last below. */
  ordered() {
    /** @type {Node[][]} */
    const below = this.nodes.map(() => []);
    /** @type {Node[]} */
    const roots = [];
    for (const node of this.nodes) (node.parent < 0 ? roots : below[node.parent]).push(node);
    const numbers = new Map(this.nodes.map((node, i) => /** @type {[Node, number]} */ ([node, i])));
    /** @type {Node[]} */
    const ordered = [];
    /** @param {Node[]} list */
    const sorted = (list) => list.sort((a, b) => a.spans - b.spans || (a.name < b.name ? 1 : -1));
    const open = sorted(roots);
    while (open.length) {
      const node = /** @type {Node} */ (open.pop());
      ordered.push(node);
      open.push(...sorted(below[/** @type {number} */ (numbers.get(node))]));
    }
    /** @type {Node[]} */
    const stack = [];
    ordered.forEach((node, i) => {
      while (stack.length && stack[stack.length - 1].depth >= node.depth) /** @type {Node} */ (stack.pop()).end = i;
      stack.push(node);
    });
    for (const node of stack) node.end = ordered.length;
    return ordered;
  }
}

/** A share of sorted numbers. @param {number[]} durations sorted here @param {number} share */
export function quantile(durations, share) {
  durations.sort((a, b) => a - b);
  return durations[Math.min(durations.length - 1, Math.floor(share * durations.length))];
}
