// @ts-check
/**
 * Time by path of (service, name), summed over the spans of a part of a trace, and how it is drawn. What is narrower than a pixel is
 * drawn as one run, found by halving: a picture costs a look-up a pixel and lane, however many spans there are.
 */
import { NO_COLOUR } from '../shared/colour.js';
import { shownText } from '../shared/text.js';
import { fit, surface } from './surface.js';
import { clash } from './waterfall.js';

export const LANE = 20;
const LABEL_WIDTH_MIN = 30;
const MIXED = -1;

/**
 * Nodes by the order in which their paths come first; lanes have the nodes of a depth by where they lie. A node's code is that of its
 * spans' paint, or MIXED; its example is its longest span.
 * @typedef {{ size: number, of: Int32Array, parent: Int32Array, depth: Int32Array, example: Int32Array, code: Int32Array, spans: Int32Array, errors: Int32Array, self: Float64Array,
 *   total: Float64Array, left: Float64Array, wide: number, lanes: Int32Array[], laneErrors: Int32Array[] }} Flame
 */

/**
 * Merges spans of one path. Children come after their parents in both; a hidden span's children hang below what is above it.
 * @param {import('../api/trees.js').Tree} tree
 * @param {import('../pages/trace/part.js').Part} part
 * @param {Int32Array} codes of the paint
 * @returns {Flame}
 */
export function merged(tree, part, codes) {
  const most = part.to - part.from;
  const of = new Int32Array(tree.count).fill(-1);
  /** @type {Map<number, number>} */
  const known = new Map();
  const flame = { size: 0, of, parent: new Int32Array(most), depth: new Int32Array(most), example: new Int32Array(most), code: new Int32Array(most), spans: new Int32Array(most),
    errors: new Int32Array(most), self: new Float64Array(most), total: new Float64Array(most), left: new Float64Array(most) };
  for (let i = part.from; i < part.to; i++) {
    const above = i === part.from || tree.parent[i] < 0 ? -1 : of[tree.parent[i]];
    if (part.hidden[tree.service[i]]) {
      of[i] = above;
      continue;
    }
    const key = ((above + 1) * tree.serviceNames.length + tree.service[i]) * tree.names.length + tree.name[i];
    let own = known.get(key);
    if (own === undefined) {
      own = flame.size++;
      known.set(key, own);
      flame.parent[own] = above;
      flame.depth[own] = above < 0 ? 0 : flame.depth[above] + 1;
      flame.example[own] = i;
      flame.code[own] = codes[i];
    }
    of[i] = own;
    flame.spans[own]++;
    if (tree.status[i] === 2) flame.errors[own]++;
    flame.self[own] += tree.self[i];
    if (flame.code[own] !== codes[i]) flame.code[own] = MIXED;
    if (tree.duration[i] > tree.duration[flame.example[own]]) flame.example[own] = i;
  }
  return { ...flame, wide: placed(flame), ...lanesOf(flame) };
}

/** Where nodes lie: within their parents, one after the other. @param {any} flame @returns {number} how wide all are */
function placed(flame) {
  const { size, parent, total, left } = flame;
  for (let i = 0; i < size; i++) total[i] = flame.self[i];
  for (let i = size - 1; i >= 0; i--) if (parent[i] >= 0) total[parent[i]] += total[i];
  const used = new Float64Array(size);
  let wide = 0;
  for (let i = 0; i < size; i++) {
    if (parent[i] < 0) {
      left[i] = wide;
      wide += total[i];
    } else {
      left[i] = left[parent[i]] + used[parent[i]];
      used[parent[i]] += total[i];
    }
  }
  return wide;
}

/** @param {any} flame */
function lanesOf({ size, depth, left, errors }) {
  /** @type {number[]} */
  const sizes = [];
  for (let i = 0; i < size; i++) sizes[depth[i]] = (sizes[depth[i]] ?? 0) + 1;
  const lanes = sizes.map((count) => new Int32Array(count));
  const next = new Int32Array(sizes.length);
  for (let i = 0; i < size; i++) lanes[depth[i]][next[depth[i]]++] = i;
  for (const lane of lanes) lane.sort((a, b) => left[a] - left[b] || a - b);
  const laneErrors = lanes.map((lane) => {
    const before = new Int32Array(lane.length + 1);
    lane.forEach((node, k) => { before[k + 1] = before[k] + errors[node]; });
    return before;
  });
  return { lanes, laneErrors };
}

/** The first of a lane's nodes that ends after a time. @param {Flame} flame @param {Int32Array} lane @param {number} time */
function firstAfter({ left, total }, lane, time) {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (left[lane[middle]] + total[lane[middle]] > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The node at a lane and time, or -1. @param {Flame} flame @param {number} depth @param {number} time */
export function nodeAt(flame, depth, time) {
  const lane = flame.lanes[depth];
  const at = lane ? firstAfter(flame, lane, time) : 0;
  return lane && at < lane.length && flame.left[lane[at]] <= time ? lane[at] : -1;
}

/**
 * @typedef {{ flame: Flame, tree: import('../api/trees.js').Tree, paint: import('../pages/trace/paint.js').Paint, from: number, wide: number, width: number, height: number,
 *   top: number, hover: number, matches: Uint8Array | null }} Scene matches: by node, whether it has a span that is looked for
 */

/** @param {HTMLCanvasElement} canvas @param {Scene} scene @param {any} colours */
export function drawFlame(canvas, scene, colours) {
  const { flame, width, height, top } = scene;
  const context = surface(canvas, width, height);
  context.font = '12px system-ui';
  context.textBaseline = 'middle';
  const last = Math.min(flame.lanes.length, Math.ceil((top + height) / LANE));
  for (let depth = Math.floor(top / LANE); depth < last; depth++) drawLane(context, scene, colours, depth);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours @param {number} depth */
function drawLane(context, scene, colours, depth) {
  const { flame, from, wide, width } = scene;
  const lane = flame.lanes[depth];
  const errors = flame.laneErrors[depth];
  const scale = width / wide;
  const y = depth * LANE - scene.top;
  for (let k = firstAfter(flame, lane, from); k < lane.length;) {
    const node = lane[k];
    const x = (flame.left[node] - from) * scale;
    if (x >= width) return;
    const end = x + flame.total[node] * scale;
    if (end - x >= 1) {
      box(context, scene, colours, node, Math.max(0, x), Math.min(width, end), y);
      k++;
      continue;
    }
    // All that ends within this pixel is one run.
    const pixel = Math.floor(x) + 1;
    const next = Math.max(k + 1, firstAfter(flame, lane, from + pixel / scale));
    context.globalAlpha = scene.matches ? 0.25 : 0.7;
    context.fillStyle = errors[next] > errors[k] ? colours.err : colours.services[NO_COLOUR];
    context.fillRect(pixel - 1, y, 1, LANE - 1);
    context.globalAlpha = 1;
    k = next;
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours @param {number} node @param {number} x @param {number} end @param {number} y */
function box(context, scene, colours, node, x, end, y) {
  const { flame, tree, paint } = scene;
  const code = flame.code[node];
  const colour = colours.services[code === MIXED ? NO_COLOUR : paint.colours[code]];
  const width = Math.max(1, end - x - 1);
  const faint = scene.matches !== null && !scene.matches[node];
  context.globalAlpha = faint ? 0.25 : node === scene.hover ? 1 : 0.82;
  context.fillStyle = colour;
  context.fillRect(x, y, width, LANE - 1);
  if (code !== MIXED) clash(context, colours, paint.lines[code], x, y + LANE - 7, width, 6);
  context.globalAlpha = faint ? 0.5 : 1;
  if (flame.errors[node] > 0) {
    context.fillStyle = colours.err;
    context.fillRect(x, y + LANE - 4, width, 3);
  }
  if (node === scene.hover) {
    context.strokeStyle = colours.text;
    context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), LANE - 2);
  }
  if (width > LABEL_WIDTH_MIN) {
    context.fillStyle = faint ? colours.text : inkOn(colour);
    context.fillText(fit(context, shownText(tree.names[tree.name[flame.example[node]]]), width - 8), x + 4, y + LANE / 2);
  }
  context.globalAlpha = 1;
}

/** Dark or light text, whichever stands out. @param {string} hex */
export function inkOn(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => (parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#0b0e13' : '#ffffff';
}
