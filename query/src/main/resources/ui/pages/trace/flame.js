// @ts-check
/** Time by path of (service, name), summed over all spans of the trace: wide is where the time went. */
import { useEffect, useMemo, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { shade } from '../../app/session.js';
import { palette } from '../../canvas/waterfall.js';
import { fit, surface } from '../../canvas/surface.js';
import { useWidth } from '../../charts/size.js';
import { colourOf } from '../../shared/colour.js';
import { count, duration, percent } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';

const LANE = 20;
const WIDTH_MIN = 0.4;

/** @typedef {{ parent: Int32Array, depth: Int32Array, example: Int32Array, spans: Int32Array, errors: Int32Array, self: Float64Array, total: Float64Array, left: Float64Array, size: number, deepest: number }} Merged */

/** Merges spans of one path. Children come after their parents in both. @param {import('../../api/trees.js').Tree} tree @returns {Merged} */
export function merged(tree) {
  const place = new Int32Array(tree.count);
  const known = new Map();
  const columns = { parent: new Int32Array(tree.count), depth: new Int32Array(tree.count), example: new Int32Array(tree.count), spans: new Int32Array(tree.count),
    errors: new Int32Array(tree.count), self: new Float64Array(tree.count), total: new Float64Array(tree.count), left: new Float64Array(tree.count) };
  let size = 0;
  let deepest = 0;
  for (let i = 0; i < tree.count; i++) {
    const above = tree.parent[i] < 0 ? -1 : place[tree.parent[i]];
    const key = above + ' ' + tree.service[i] + ' ' + tree.name[i];
    let own = known.get(key);
    if (own === undefined) {
      own = size++;
      known.set(key, own);
      columns.parent[own] = above;
      columns.depth[own] = above < 0 ? 0 : columns.depth[above] + 1;
      columns.example[own] = i;
      deepest = Math.max(deepest, columns.depth[own]);
    }
    place[i] = own;
    columns.spans[own]++;
    if (tree.status[i] === 2) columns.errors[own]++;
    columns.self[own] += tree.self[i];
    if (tree.duration[i] > tree.duration[columns.example[own]]) columns.example[own] = i;
  }
  for (let i = 0; i < size; i++) columns.total[i] = columns.self[i];
  for (let i = size - 1; i >= 0; i--) if (columns.parent[i] >= 0) columns.total[columns.parent[i]] += columns.total[i];
  const used = new Float64Array(size);
  let roots = 0;
  for (let i = 0; i < size; i++) {
    const above = columns.parent[i];
    if (above < 0) {
      columns.left[i] = roots;
      roots += columns.total[i];
    } else {
      columns.left[i] = columns.left[above] + used[above];
      used[above] += columns.total[i];
    }
  }
  return { ...columns, size, deepest };
}

/** @param {{ tree: import('../../api/trees.js').Tree, onChoose: (span: number) => void }} props */
export function Flame({ tree, onChoose }) {
  const [element, width] = useWidth();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const flame = useMemo(() => merged(tree), [tree]);
  const [focus, setFocus] = useState(-1);
  const [hover, setHover] = useState(-1);
  const theme = shade.value;
  const all = useMemo(() => { let sum = 0; for (let i = 0; i < flame.size; i++) if (flame.parent[i] < 0) sum += flame.total[i]; return sum || 1; }, [flame]);
  const from = focus < 0 ? 0 : flame.left[focus];
  const wide = focus < 0 ? all : flame.total[focus] || 1;
  const height = (flame.deepest + 1) * LANE;
  useEffect(() => {
    if (!canvas.current || width === 0) return;
    const context = surface(canvas.current, width, height);
    const colours = palette();
    context.font = '12px system-ui';
    context.textBaseline = 'middle';
    for (let i = 0; i < flame.size; i++) {
      const x = Math.max(0, ((flame.left[i] - from) / wide) * width);
      const end = Math.min(width, ((flame.left[i] + flame.total[i] - from) / wide) * width);
      if (end - x < WIDTH_MIN) continue;
      const y = flame.depth[i] * LANE;
      const span = flame.example[i];
      const service = tree.serviceNames[tree.service[span]];
      context.fillStyle = colours.services[colourOf(service)];
      context.globalAlpha = i === hover ? 1 : 0.82;
      context.fillRect(x, y, Math.max(1, end - x - 1), LANE - 1);
      context.globalAlpha = 1;
      if (flame.errors[i] > 0) {
        context.fillStyle = colours.err;
        context.fillRect(x, y + LANE - 4, Math.max(1, end - x - 1), 3);
      }
      if (end - x > 30) {
        context.fillStyle = inkOn(colours.services[colourOf(service)]);
        context.fillText(fit(context, shownText(tree.names[tree.name[span]]), end - x - 8), x + 4, y + LANE / 2);
      }
    }
  }, [flame, width, focus, hover, theme]);
  /** @param {MouseEvent} event */
  const at = (event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const lane = Math.floor((event.clientY - bounds.top) / LANE);
    const time = from + ((event.clientX - bounds.left) / width) * wide;
    for (let i = 0; i < flame.size; i++) if (flame.depth[i] === lane && time >= flame.left[i] && time < flame.left[i] + flame.total[i]) return i;
    return -1;
  };
  const told = hover >= 0 ? hover : focus;
  return html`<div class="flame"><div class="note caption" role="status">${told < 0 ? 'Click to zoom in, twice to open the longest span. Widths are self times, summed.' : shownText(tree.serviceNames[tree.service[flame.example[told]]] + '  ' + tree.names[tree.name[flame.example[told]]])
      + '  ' + duration(flame.total[told]) + ' (' + percent(flame.total[told] / all) + '), self ' + duration(flame.self[told]) + ', ' + count(flame.spans[told]) + ' spans' + (flame.errors[told] ? ', ' + count(flame.errors[told]) + ' errors' : '')}
      ${focus >= 0 && html` <button onClick=${() => setFocus(-1)}>All</button>`}</div>
    <div ref=${element}><canvas ref=${canvas} role="img" aria-label="Flame graph; the same figures are in the table" style=${{ width: '100%', height: height + 'px' }}
      onPointerMove=${(/** @type {PointerEvent} */ event) => { const i = at(event); if (i !== hover) setHover(i); }} onPointerLeave=${() => setHover(-1)}
      onClick=${(/** @type {MouseEvent} */ event) => setFocus(at(event))} onDblClick=${(/** @type {MouseEvent} */ event) => { const i = at(event); if (i >= 0) onChoose(flame.example[i]); }}></canvas></div></div>`;
}

/** Dark or light text, whichever stands out. @param {string} hex */
export function inkOn(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => (parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#0b0e13' : '#ffffff';
}
