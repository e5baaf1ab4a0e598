// @ts-check
/**
 * Two trees as one. Spans are the same where their ways from the root are: service, name, kind and the number among siblings that
 * share these. What only one of the trees has stays, and is marked. Costs a look-up a span; without recursion.
 */

/**
 * @typedef {{ count: number, names: string[], serviceNames: string[], parent: Int32Array, name: Int32Array, service: Int32Array,
 *   kind: Uint8Array, status: Uint8Array, start: Float64Array, duration: Float64Array, self: Float64Array }} Columns
 * @typedef {{ count: number, one: Int32Array, other: Int32Array, depth: Uint16Array, end: Int32Array, delta: Float64Array,
 *   operations: Operation[] }} Matched places in either tree or -1; delta is by how much the other one is longer
 * @typedef {{ service: string, name: string, spans: [number, number], errors: [number, number], self: [number, number] }} Operation
 */

/** Numbers for texts, the same in both trees. @param {string[]} texts @param {Map<string, number>} known */
function numbered(texts, known) {
  return Int32Array.from(texts, (text) => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  });
}

/** What spans are called by: a number for each service, name and kind. @param {Columns[]} trees */
function labelsOf(trees) {
  const services = new Map();
  const names = new Map();
  const codes = trees.map((tree) => ({ services: numbered(tree.serviceNames, services), names: numbered(tree.names, names) }));
  /** @type {Map<number, number>} */
  const known = new Map();
  /** @type {Operation[]} */
  const operations = [];
  const labels = trees.map((tree, which) => {
    const own = new Int32Array(tree.count);
    for (let i = 0; i < tree.count; i++) {
      const key = (codes[which].services[tree.service[i]] * names.size + codes[which].names[tree.name[i]]) * 256 + tree.kind[i];
      let label = known.get(key);
      if (label === undefined) {
        label = known.size;
        known.set(key, label);
        operations.push({ service: tree.serviceNames[tree.service[i]], name: tree.names[tree.name[i]], spans: [0, 0], errors: [0, 0], self: [0, 0] });
      }
      own[i] = label;
      operations[label].spans[which]++;
      operations[label].self[which] += tree.self[i];
      if (tree.status[i] === 2) operations[label].errors[which]++;
    }
    return own;
  });
  return { labels, operations };
}

/** @param {Columns} one @param {Columns} other @returns {Matched} */
export function matched(one, other) {
  const trees = [one, other];
  const { labels, operations } = labelsOf(trees);
  const most = one.count + other.count;
  const spans = [new Int32Array(most).fill(-1), new Int32Array(most).fill(-1)];
  const parent = new Int32Array(most);
  const same = new Int32Array(most).fill(-1);
  /** @type {Map<number, number>} */
  const first = new Map();
  /** @type {Map<number, number>} */
  const newest = new Map();
  let size = 0;
  trees.forEach((tree, which) => {
    const node = new Int32Array(tree.count);
    /** @type {Map<number, number>} */
    const met = new Map();
    for (let i = 0; i < tree.count; i++) {
      const above = tree.parent[i] < 0 ? -1 : node[tree.parent[i]];
      const key = (above + 1) * operations.length + labels[which][i];
      const before = met.get(key);
      let own = before === undefined ? first.get(key) ?? -1 : same[before];
      if (own < 0) {
        own = size++;
        parent[own] = above;
        const last = newest.get(key);
        if (last === undefined) first.set(key, own);
        else same[last] = own;
        newest.set(key, own);
      }
      met.set(key, own);
      node[i] = own;
      spans[which][own] = i;
    }
  });
  return { ...inOrder(trees, spans, parent, size), operations };
}

/**
 * Puts nodes in the order of a tree, siblings by when they start after their parent.
 * @param {Columns[]} trees @param {Int32Array[]} spans @param {Int32Array} parent @param {number} size
 */
function inOrder(trees, spans, parent, size) {
  const after = new Float64Array(size).fill(Infinity);
  trees.forEach((tree, which) => {
    for (let node = 0; node < size; node++) {
      const span = spans[which][node];
      if (span >= 0) after[node] = Math.min(after[node], tree.start[span] - (tree.parent[span] < 0 ? 0 : tree.start[tree.parent[span]]));
    }
  });
  const byStart = Int32Array.from({ length: size }, (_, i) => i).sort((a, b) => after[b] - after[a] || b - a);
  // The last comes first, so that each list of children begins with its earliest.
  const child = new Int32Array(size).fill(-1);
  const sibling = new Int32Array(size).fill(-1);
  let root = -1;
  for (const node of byStart) {
    const above = parent[node];
    sibling[node] = above < 0 ? root : child[above];
    if (above < 0) root = node;
    else child[above] = node;
  }
  const made = { count: size, one: new Int32Array(size), other: new Int32Array(size), depth: new Uint16Array(size), end: new Int32Array(size), delta: new Float64Array(size) };
  const place = new Int32Array(size);
  let next = 0;
  for (let node = root; node >= 0;) {
    const at = next++;
    place[node] = at;
    made.one[at] = spans[0][node];
    made.other[at] = spans[1][node];
    made.depth[at] = parent[node] < 0 ? 0 : Math.min(65_535, made.depth[place[parent[node]]] + 1);
    made.delta[at] = (made.other[at] < 0 ? 0 : trees[1].duration[made.other[at]]) - (made.one[at] < 0 ? 0 : trees[0].duration[made.one[at]]);
    if (child[node] >= 0) {
      node = child[node];
    } else {
      while (node >= 0 && sibling[node] < 0) {
        made.end[place[node]] = next;
        node = parent[node];
      }
      if (node >= 0) {
        made.end[place[node]] = next;
        node = sibling[node];
      }
    }
  }
  return made;
}
