// @ts-check
/** The waterfall: a box that scrolls, a canvas in it that draws what is in sight, and its twin for readers of text. */
import { useEffect, useLayoutEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { shade } from '../../app/session.js';
import { drawWaterfall, palette, ROW, RULER, twistyX } from '../../canvas/waterfall.js';
import { errorsWithin } from '../../api/trees.js';
import { count, duration } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';
import { rowOf } from './visible.js';

const TWIN_ROWS = 5;

/**
 * @param {{ data: import('../../api/trees.js').TraceData, rows: Int32Array, closed: Uint8Array, part: import('./part.js').Part, paint: import('./paint.js').Paint, view: { from: number, to: number }, chosen: number,
 *   found: Uint8Array | null, path: { first: Int32Array, next: Int32Array } | null, reveal: { span: number, at: number },
 *   onChoose: (span: number) => void, onToggle: (span: number) => void, onZoom: (from: number, to: number, dragging?: boolean) => void }} props
 */
export function Waterfall({ data, rows, closed, part, paint, view, chosen, found, path, reveal, onChoose, onToggle, onZoom }) {
  const { tree } = data;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const frame = useRef(0);
  const hover = useRef(-1);
  const drag = useRef(/** @type {{ x: number, from: number } | null} */ (null));
  const [size, setSize] = useState({ width: 0, height: 0 });
  const nameWidth = Math.round(Math.min(420, size.width * (size.width < 640 ? 0.5 : 0.36)));
  const colours = useRef(/** @type {any} */ (null));
  const theme = shade.value;
  const draw = () => {
    frame.current = 0;
    if (!canvas.current || !box.current || size.width === 0) return;
    colours.current ??= palette();
    drawWaterfall(canvas.current, { tree, rows, closed, depth: part.depth, paint, origin: part.root < 0 ? 0 : part.start, top: box.current.scrollTop, width: size.width, height: size.height, nameWidth,
      from: view.from, to: view.to, chosen, hover: hover.current, found, path }, colours.current);
  };
  const later = useRef(draw);
  later.current = draw;
  const ask = () => { frame.current ||= requestAnimationFrame(() => later.current()); };
  useEffect(() => {
    const own = box.current;
    if (!own) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: own.clientWidth, height: own.clientHeight }));
    observer.observe(own);
    return () => { observer.disconnect(); cancelAnimationFrame(frame.current); };
  }, []);
  useEffect(() => { colours.current = null; ask(); }, [theme]);
  // At once when its size changes, or a frame would show the old picture stretched.
  useLayoutEffect(draw, [size]);
  useEffect(ask);
  useEffect(() => {
    const own = box.current;
    if (!own || reveal.span < 0) return;
    const y = rowOf(rows, reveal.span) * ROW;
    if (y < own.scrollTop || y + ROW > own.scrollTop + own.clientHeight - RULER) own.scrollTop = Math.max(0, y - own.clientHeight / 3);
  }, [reveal.at]);
  /** @param {MouseEvent} event */
  const at = (event) => {
    const bounds = /** @type {HTMLCanvasElement} */ (canvas.current).getBoundingClientRect();
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const row = Math.floor((y - RULER + (box.current?.scrollTop ?? 0)) / ROW);
    return { x, y, row: y >= RULER && row < rows.length ? row : -1 };
  };
  /** @param {number} x */
  const timeAt = (x) => view.from + ((x - nameWidth - 4) / (size.width - nameWidth - 8)) * (view.to - view.from);
  /** @param {PointerEvent} event */
  const down = (event) => {
    const { x, y } = at(event);
    if (y < RULER && x > nameWidth) {
      drag.current = { x, from: timeAt(x) };
      /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    }
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    const { x, row } = at(event);
    if (drag.current) {
      const to = timeAt(x);
      if (Math.abs(x - drag.current.x) > 4) onZoom(Math.min(drag.current.from, to), Math.max(drag.current.from, to));
      drag.current = null;
      return;
    }
    if (row < 0) return;
    const span = rows[row];
    const twisty = twistyX(tree, span, part.depth);
    if (tree.end[span] > span + 1 && x >= twisty - 4 && x < twisty + 14) onToggle(span);
    else onChoose(span);
  };
  /** @param {WheelEvent} event */
  const wheel = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const middle = timeAt(at(event).x);
    const factor = event.deltaY > 0 ? 1.25 : 0.8;
    onZoom(middle - (middle - view.from) * factor, middle + (view.to - middle) * factor, true);
  };
  useEffect(() => {
    const own = box.current;
    own?.addEventListener('wheel', wheel, { passive: false });
    return () => own?.removeEventListener('wheel', wheel);
  });
  return html`<div class="waterfall" ref=${box} onScroll=${ask} tabIndex=${0} role="treegrid" aria-label="Waterfall" aria-rowcount=${rows.length}
      aria-activedescendant=${chosen >= 0 ? 'row-' + chosen : undefined}>
    <canvas ref=${canvas} aria-hidden="true" onPointerDown=${down} onPointerUp=${up}
      onPointerMove=${(/** @type {PointerEvent} */ event) => { const { row } = at(event); if (row !== hover.current) { hover.current = row; ask(); } }}
      onPointerLeave=${() => { hover.current = -1; ask(); }} style=${{ width: size.width + 'px', height: size.height + 'px' }}></canvas>
    <div style=${{ height: Math.max(0, rows.length * ROW + RULER - size.height) + 'px' }} role="none"></div>
    <${Twin} data=${data} rows=${rows} closed=${closed} part=${part} chosen=${chosen} />
  </div>`;
}

/**
 * Rows around the chosen one as elements.
 * @param {{ data: import('../../api/trees.js').TraceData, rows: Int32Array, closed: Uint8Array, part: import('./part.js').Part, chosen: number }} props
 */
function Twin({ data, rows, closed, part, chosen }) {
  const { tree } = data;
  const middle = chosen < 0 ? 0 : rowOf(rows, chosen);
  const shown = [];
  for (let row = Math.max(0, middle - TWIN_ROWS); row < Math.min(rows.length, middle + TWIN_ROWS + 1); row++) shown.push(row);
  return html`<div class="visually-hidden" role="rowgroup">${shown.map((row) => {
    const span = rows[row];
    return html`<div key=${span} id=${'row-' + span} role="row" aria-rowindex=${row + 1} aria-level=${Math.max(0, tree.depth[span] - part.depth) + 1} aria-selected=${span === chosen ? 'true' : 'false'}
      aria-expanded=${tree.end[span] > span + 1 ? (closed[span] ? 'false' : 'true') : undefined}><span role="gridcell">${shownText(tree.names[tree.name[span]])}, ${shownText(tree.serviceNames[tree.service[span]])},
      ${duration(tree.duration[span])}${tree.status[span] === 2 ? ', error' : ''}${closed[span] ? ', ' + count(tree.end[span] - span - 1) + ' below, ' + count(errorsWithin(tree, span + 1, tree.end[span])) + ' of them errors' : ''}</span></div>`;
  })}</div>`;
}
