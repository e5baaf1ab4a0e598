// @ts-check
/** The whole trace in a strip: rows squeezed to pixels, errors on top; dragging chooses the stretch of time that is shown. */
import { useEffect, useMemo, useRef } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { shade } from '../../app/session.js';
import { surface } from '../../canvas/surface.js';
import { useWidth } from '../../charts/size.js';
import { token } from '../../shared/colour.js';
import { duration } from '../../shared/format.js';

const HEIGHT = 44;

/**
 * Which pixels are spans (1) and which errors (2). Costs a step a span and one a pixel, however long spans are: each line has where
 * spans begin and end, and is summed at the end.
 * @param {import('../../api/trees.js').Tree} tree
 * @param {number} width
 * @param {import('./part.js').Part} part
 */
function squeezed(tree, width, part) {
  const line = width + 1;
  const sums = [new Int32Array(line * HEIGHT), new Int32Array(line * HEIGHT)];
  const scale = width / (part.end - part.start);
  for (let i = part.from; i < part.to; i++) {
    if (part.hidden[tree.service[i]]) continue;
    const y = Math.floor(((i - part.from) / (part.to - part.from)) * HEIGHT) * line;
    const from = Math.min(width - 1, Math.floor((tree.start[i] - part.start) * scale));
    const to = Math.min(width - 1, Math.floor((tree.start[i] + tree.duration[i] - part.start) * scale));
    for (const sum of tree.status[i] === 2 ? sums : [sums[0]]) {
      sum[y + from]++;
      sum[y + to + 1]--;
    }
  }
  const grid = new Uint8Array(width * HEIGHT);
  sums.forEach((sum, k) => {
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0, open = 0; x < width; x++) {
        open += sum[y * line + x];
        if (open > 0) grid[y * width + x] |= 1 << k;
      }
    }
  });
  return grid;
}

/**
 * @param {{ tree: import('../../api/trees.js').Tree, part: import('./part.js').Part, view: { from: number, to: number }, onZoom: (from: number, to: number, dragging?: boolean) => void }} props
 */
export function Minimap({ tree, part, view, onZoom }) {
  const [element, width] = useWidth();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const drag = useRef(/** @type {number | null} */ (null));
  const theme = shade.value;
  const extent = part.end - part.start;
  const grid = useMemo(() => (width > 0 ? squeezed(tree, width, part) : null), [tree, width, part]);
  useEffect(() => {
    if (!canvas.current || !grid) return;
    const context = surface(canvas.current, width, HEIGHT);
    for (const [bit, colour] of /** @type {[number, string][]} */ ([[1, token('service-8')], [2, token('err')]])) {
      context.fillStyle = colour;
      for (let y = 0; y < HEIGHT; y++) {
        for (let x = 0; x < width; x++) {
          if (!(grid[y * width + x] & bit)) continue;
          const from = x;
          while (x < width && grid[y * width + x] & bit) x++;
          context.fillRect(from, y, x - from, 1);
        }
      }
    }
    const a = ((view.from - part.start) / extent) * width;
    const b = ((view.to - part.start) / extent) * width;
    if (view.from > part.start || view.to < part.end) {
      context.globalAlpha = 0.7;
      context.fillStyle = token('sunken');
      context.fillRect(0, 0, a, HEIGHT);
      context.fillRect(b, 0, width - b, HEIGHT);
      context.globalAlpha = 1;
      context.strokeStyle = token('brush');
      context.strokeRect(a + 0.5, 0.5, Math.max(1, b - a - 1), HEIGHT - 1);
    }
  }, [grid, view.from, view.to, theme]);
  /** @param {PointerEvent} event */
  const time = (event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    return part.start + Math.max(0, Math.min(1, (event.clientX - bounds.left) / bounds.width)) * extent;
  };
  return html`<div class="minimap" ref=${element}><canvas ref=${canvas} role="img" aria-label=${'Whole trace, shown from ' + duration(view.from) + ' to ' + duration(view.to)}
    style=${{ width: '100%', height: HEIGHT + 'px' }}
    onPointerDown=${(/** @type {PointerEvent} */ event) => { drag.current = time(event); /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId); }}
    onPointerMove=${(/** @type {PointerEvent} */ event) => { if (drag.current !== null && Math.abs(time(event) - drag.current) > extent / 200) onZoom(Math.min(drag.current, time(event)), Math.max(drag.current, time(event)), true); }}
    onPointerUp=${(/** @type {PointerEvent} */ event) => {
      if (drag.current !== null && Math.abs(time(event) - drag.current) <= extent / 200) onZoom(part.start, part.end);
      drag.current = null;
    }}></canvas></div>`;
}
