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
 * Which pixels are spans (1) and which errors (2).
 * @param {import('../../api/trees.js').Tree} tree
 * @param {number} width
 * @param {number} extent
 */
function squeezed(tree, width, extent) {
  const grid = new Uint8Array(width * HEIGHT);
  for (let i = 0; i < tree.count; i++) {
    const y = Math.floor((i / tree.count) * HEIGHT) * width;
    const from = Math.max(0, Math.floor((tree.start[i] / extent) * width));
    const to = Math.min(width - 1, Math.floor(((tree.start[i] + tree.duration[i]) / extent) * width));
    const bit = tree.status[i] === 2 ? 2 : 1;
    for (let x = from; x <= to; x++) grid[y + x] |= bit;
  }
  return grid;
}

/**
 * @param {{ tree: import('../../api/trees.js').Tree, extent: number, view: { from: number, to: number }, onZoom: (from: number, to: number, dragging?: boolean) => void }} props
 */
export function Minimap({ tree, extent, view, onZoom }) {
  const [element, width] = useWidth();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const drag = useRef(-1);
  const theme = shade.value;
  const grid = useMemo(() => (width > 0 ? squeezed(tree, width, extent) : null), [tree, width, extent]);
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
    const a = (view.from / extent) * width;
    const b = (view.to / extent) * width;
    if (view.from > 0 || view.to < extent) {
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
    return Math.max(0, Math.min(1, (event.clientX - bounds.left) / bounds.width)) * extent;
  };
  return html`<div class="minimap" ref=${element}><canvas ref=${canvas} role="img" aria-label=${'Whole trace, shown from ' + duration(view.from) + ' to ' + duration(view.to)}
    style=${{ width: '100%', height: HEIGHT + 'px' }}
    onPointerDown=${(/** @type {PointerEvent} */ event) => { drag.current = time(event); /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId); }}
    onPointerMove=${(/** @type {PointerEvent} */ event) => { if (drag.current >= 0 && Math.abs(time(event) - drag.current) > extent / 200) onZoom(Math.min(drag.current, time(event)), Math.max(drag.current, time(event)), true); }}
    onPointerUp=${(/** @type {PointerEvent} */ event) => {
      if (drag.current >= 0 && Math.abs(time(event) - drag.current) <= extent / 200) onZoom(0, extent);
      drag.current = -1;
    }}></canvas></div>`;
}
