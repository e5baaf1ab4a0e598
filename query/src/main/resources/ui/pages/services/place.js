// @ts-check
/**
 * Where services, calls and their labels lie on a map. Services get room by what the map is given; a label lies on its call, clear of
 * services and of other labels, or nowhere: those of most calls choose first.
 */
import { isBend, layout } from './layout.js';

export const BOX = { width: 164, height: 38 };

const GAP_X = 104;
const GAP_Y_LEAST = 18;
const GAP_Y_MOST = 64;
const BEND_HEIGHT = 14;
const EDGE = 12;
/** An average of the letters of a label, and the height of a line. */
const LETTER = 6.2;
export const LINE_HEIGHT = 13;
/** Where on the way of a call its label may lie, the best first. */
const SHARES = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];

/** @typedef {import('./layout.js').Edge} Edge */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ d: string, label: Point, half: { width: number, height: number }, clear: boolean }} Way the middle and half the size of its label, and whether nothing else is there */
/** @typedef {{ nodes: import('./layout.js').Node[], places: Record<string, Point>, ways: Way[], width: number, height: number }} Placed ways as the edges are */

/**
 * @param {Edge[]} edges
 * @param {string[]} labels of the edges, of a line or two
 * @param {number} room the height that there is, in pixels
 * @returns {Placed}
 */
export function place(edges, labels, room) {
  const { nodes, columns, bends } = layout(edges);
  const places = spread(columns, room);
  /** @type {Rectangle[]} */
  const taken = [...nodes.keys()].map((name) => ({ left: places[name].x - 2, top: places[name].y - 2, right: places[name].x + BOX.width + 2, bottom: places[name].y + BOX.height + 2 }));
  const lowest = Math.max(...taken.map((one) => one.bottom));
  let deepest = lowest;
  const curves = edges.map((edge) => {
    const from = places[edge.caller];
    const to = places[edge.callee];
    const found = to.x > from.x ? forward(from, (bends.get(edge) ?? []).map((name) => places[name]), to) : back(from, to);
    for (const curve of found) deepest = Math.max(deepest, curve[1], curve[3], curve[7]);
    return found;
  });
  /** @type {Way[]} */
  const ways = curves.map((way, i) => ({ d: written(way), label: { x: 0, y: 0 }, half: halfOf(labels[i]), clear: false }));
  const byCalls = edges.map((_, i) => i).sort((a, b) => edges[b].errors - edges[a].errors || edges[b].calls - edges[a].calls || a - b);
  for (const i of byCalls) {
    // Where it passes a column it is alone on its way; else in the gaps between columns.
    const gaps = [...curves[i].filter((_, k) => k % 2 === 1), ...curves[i].filter((_, k) => k % 2 === 0)];
    const { half } = ways[i];
    for (const share of SHARES) {
      for (const curve of gaps) {
        const { x, y } = along(curve, share);
        const own = { left: x - half.width, top: y - half.height, right: x + half.width, bottom: y + half.height };
        if (share === SHARES[0] && curve === gaps[0]) ways[i].label = { x, y };
        if (ways[i].clear || taken.some((one) => meet(one, own))) continue;
        ways[i] = { ...ways[i], label: { x, y }, clear: true };
        taken.push(own);
      }
    }
  }
  return { nodes: [...nodes.values()], places: Object.fromEntries([...nodes.keys()].map((name) => [name, places[name]])), ways,
    width: columns.length * (BOX.width + GAP_X) - GAP_X + 2 * EDGE, height: Math.max(lowest, deepest) + EDGE };
}

/** @param {string} label of lines */
function halfOf(label) {
  const lines = label.split('\n');
  return { width: (Math.max(...lines.map((line) => line.length)) * LETTER) / 2 + 2, height: (lines.length * LINE_HEIGHT) / 2 + 1 };
}

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rectangle */

/** @param {Rectangle} one @param {Rectangle} other */
function meet(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Columns side by side, each in the middle of the height. @param {string[][]} columns @param {number} room @returns {Record<string, Point>} */
function spread(columns, room) {
  const tallest = Math.max(...columns.map((column) => column.filter((name) => !isBend(name)).length));
  const gap = Math.max(GAP_Y_LEAST, Math.min(GAP_Y_MOST, (room - 2 * EDGE) / Math.max(1, tallest) - BOX.height));
  /** @param {string} name */
  const high = (name) => (isBend(name) ? BEND_HEIGHT : BOX.height + gap);
  const heights = columns.map((column) => column.reduce((sum, name) => sum + high(name), 0));
  const most = Math.max(...heights);
  /** @type {Record<string, Point>} */
  const places = Object.create(null);
  columns.forEach((column, i) => {
    let y = EDGE + (most - heights[i]) / 2;
    for (const name of column) {
      const x = EDGE + i * (BOX.width + GAP_X);
      places[name] = isBend(name) ? { x, y: y + BEND_HEIGHT / 2 } : { x, y: y + gap / 2 };
      y += high(name);
    }
  });
  return places;
}

/** Two ends and two points between that draw to themselves: x and y of each. @typedef {number[]} Curve */

/** Curves in the gaps between columns, straight past those between. @param {Point} from @param {Point[]} passed @param {Point} to @returns {Curve[]} */
function forward(from, passed, to) {
  const curves = [];
  let [x, y] = [from.x + BOX.width, from.y + BOX.height / 2];
  for (const next of [...passed, { x: to.x, y: to.y + BOX.height / 2 }]) {
    curves.push([x, y, x + GAP_X / 2, y, next.x - GAP_X / 2, next.y, next.x, next.y]);
    if (next.x !== to.x) curves.push([next.x, next.y, next.x + BOX.width / 3, next.y, next.x + (2 * BOX.width) / 3, next.y, next.x + BOX.width, next.y]);
    [x, y] = [next.x + BOX.width, next.y];
  }
  return curves;
}

/** Below both, from right to left; what calls itself has a loop at its side. @param {Point} from @param {Point} to @returns {Curve[]} */
function back(from, to) {
  const x1 = from.x + BOX.width;
  const y1 = from.y + BOX.height / 2;
  if (from === to) return [[x1, y1 - 8, x1 + 44, y1 - 26, x1 + 44, y1 + 26, x1, y1 + 8]];
  const y2 = to.y + BOX.height / 2;
  const low = Math.max(from.y, to.y) + BOX.height + 12;
  const middle = (x1 + to.x) / 2;
  return [[x1, y1, x1 + 48, y1, x1 + 48, low, x1 - 8, low], [x1 - 8, low, middle, low, middle, low, to.x + 8, low], [to.x + 8, low, to.x - 48, low, to.x - 48, y2, to.x, y2]];
}

/** @param {Curve[]} way */
function written(way) {
  return 'M' + way[0][0] + ' ' + way[0][1] + way.map((curve) => 'C' + curve.slice(2).map((one) => Math.round(one * 10) / 10).join(' ')).join('');
}

/** @param {Curve} curve @param {number} share of it @returns {Point} */
function along([x0, y0, x1, y1, x2, y2, x3, y3], share) {
  const rest = 1 - share;
  /** @param {number} a @param {number} b @param {number} c @param {number} d */
  const mixed = (a, b, c, d) => rest ** 3 * a + 3 * rest ** 2 * share * b + 3 * rest * share ** 2 * c + share ** 3 * d;
  return { x: mixed(x0, x1, x2, x3), y: mixed(y0, y1, y2, y3) };
}
