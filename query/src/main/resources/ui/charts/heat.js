// @ts-check
/**
 * Durations over time: a column a step, a row a bucket of the histogram, colour by the logarithm of the number. A box is chosen
 * by dragging or by the keyboard and handed to the page, which keeps it in the URL.
 */
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { shade } from '../app/session.js';
import { token } from '../shared/colour.js';
import { axisTime, count, duration, time } from '../shared/format.js';
import { Exemplars } from './exemplars.js';
import { CHART_HEIGHT, useWidth } from './size.js';

/**
 * With zeros the lowest row is of what took no time at all.
 * @typedef {{ t0: number, stepMillis: number, columns: number, rows: number, first: number, scale: number, zeros: boolean, counts: Float64Array, exemplars: { t: number, d: number, traceId: string, spanId: string }[] }} Heat
 */
/** @typedef {{ t0: number, t1: number, d0: number, d1: number }} Box */

const HEIGHT = CHART_HEIGHT;
const LEFT = 52;
const BOTTOM = 18;
const COLOURS = 8;

/** The lower end of a row in nanoseconds. @param {Heat} heat @param {number} row */
function edge(heat, row) {
  if (heat.zeros && row <= 1) return row;
  return 2 ** ((heat.first + row - (heat.zeros ? 1 : 0)) / 2 ** heat.scale);
}

/** Where a duration lies, in rows from below. @param {Heat} heat @param {number} nanos */
function rowOf(heat, nanos) {
  const base = heat.zeros ? 1 : 0;
  if (nanos < 1) return base * nanos;
  return clamp(base + Math.log2(nanos) * 2 ** heat.scale - heat.first, base, heat.rows);
}

/**
 * @param {{ heat: Heat, box: Box | null, onSelect: (box: Box | null, dragging?: boolean) => void, label: string }} props
 */
export function HeatMap({ heat, box, onSelect, label }) {
  const [element, width] = useWidth();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const drag = useRef(/** @type {{ x: number, y: number } | null} */ (null));
  const [hover, setHover] = useState(/** @type {{ column: number, row: number } | null} */ (null));
  const anchor = useRef(/** @type {{ column: number, row: number } | null} */ (null));
  const theme = shade.value;
  const grid = { width: Math.max(1, width - LEFT - 4), height: HEIGHT - BOTTOM };
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, heat, width, box, hover);
  }, [heat, width, theme, box?.t0, box?.t1, box?.d0, box?.d1, hover]);
  /** @param {PointerEvent} event */
  const at = (event) => {
    const bounds = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return { x: clamp(event.clientX - bounds.left - LEFT, 0, grid.width), y: clamp(event.clientY - bounds.top, 0, grid.height) };
  };
  /** @param {{ x: number, y: number }} point */
  const cell = (point) => ({
    column: clamp(Math.floor((point.x / grid.width) * heat.columns), 0, heat.columns - 1),
    row: clamp(heat.rows - 1 - Math.floor((point.y / grid.height) * heat.rows), 0, heat.rows - 1),
  });
  /** @param {{ column: number, row: number }} one @param {{ column: number, row: number }} other */
  const boxOf = (one, other) => ({
    t0: heat.t0 + Math.min(one.column, other.column) * heat.stepMillis,
    t1: heat.t0 + (Math.max(one.column, other.column) + 1) * heat.stepMillis,
    d0: Math.max(0, Math.floor(edge(heat, Math.min(one.row, other.row)))),
    d1: Math.ceil(edge(heat, Math.max(one.row, other.row) + 1)),
  });
  /** @param {PointerEvent} event */
  const move = (event) => {
    const point = at(event);
    if (heat.rows === 0) return;
    setHover(cell(point));
    if (drag.current && Math.abs(point.x - drag.current.x) + Math.abs(point.y - drag.current.y) > 4) {
      onSelect(boxOf(cell(drag.current), cell(point)), true);
    }
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    const from = drag.current;
    drag.current = null;
    if (!from || heat.rows === 0) return;
    const point = at(event);
    const moved = Math.abs(point.x - from.x) + Math.abs(point.y - from.y) > 4;
    onSelect(moved ? boxOf(cell(from), cell(point)) : null);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step || heat.rows === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = hover ?? { column: heat.columns - 1, row: 0 };
    const to = { column: clamp(from.column + step[0], 0, heat.columns - 1), row: clamp(from.row + step[1], 0, heat.rows - 1) };
    setHover(to);
    if (event.shiftKey) {
      anchor.current ??= from;
      onSelect(boxOf(anchor.current, to), true);
    } else {
      anchor.current = null;
    }
  };
  return html`<div class="heatmap" ref=${element}>
    <canvas ref=${canvas} tabIndex=${0} role="application" aria-roledescription="heat map" aria-label=${label} style=${{ width: '100%', height: HEIGHT + 'px' }}
      onPointerDown=${(/** @type {PointerEvent} */ event) => {
        drag.current = at(event);
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
      }} onPointerMove=${move} onPointerUp=${up} onPointerLeave=${() => { if (!drag.current) setHover(null); }} onKeyDown=${onKey}></canvas>
    ${heat.rows > 0 && width > 0 && html`<${Exemplars} points=${heat.exemplars.map((one) => ({ left: LEFT + (clamp(one.t - heat.t0, 0, heat.columns * heat.stepMillis) / (heat.columns * heat.stepMillis)) * grid.width,
      top: grid.height - (rowOf(heat, one.d) / heat.rows) * grid.height, weight: one.d, traceId: one.traceId, spanId: one.spanId, title: duration(one.d) + ' at ' + time(one.t) }))} />`}
    <div class="note caption row"><span aria-live="polite">${heat.rows === 0 ? 'Nothing in this range.' : hover ? told(heat, hover) : 'Drag a box to select'}</span>
      ${heat.rows > 0 && html`<span class="heatlegend right" aria-hidden="true">1 ${ramp().map((colour) => html`<i key=${colour} style=${{ background: colour }}></i>`)} ${count(heat.counts.reduce((a, b) => Math.max(a, b), 1))}</span>`}</div>
  </div>`;
}

/** @param {Heat} heat @param {{ column: number, row: number }} at */
function told(heat, { column, row }) {
  if (column >= heat.columns || row >= heat.rows) return '';
  const lengths = heat.zeros && row === 0 ? 'no time at all' : duration(edge(heat, row)) + ' to ' + duration(edge(heat, row + 1));
  return time(heat.t0 + column * heat.stepMillis) + '  ' + lengths + '  ' + count(heat.counts[column * heat.rows + row]);
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Heat} heat
 * @param {number} width
 * @param {Box | null} box
 * @param {{ column: number, row: number } | null} hover
 */
function draw(canvas, heat, width, box, hover) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(ratio, ratio);
  context.clearRect(0, 0, width, HEIGHT);
  const grid = { width: width - LEFT - 4, height: HEIGHT - BOTTOM };
  axes(context, heat, grid);
  if (heat.rows === 0) return;
  const most = heat.counts.reduce((a, b) => Math.max(a, b), 1);
  const colours = ramp();
  const wide = grid.width / heat.columns;
  const high = grid.height / heat.rows;
  for (let column = 0; column < heat.columns; column++) {
    for (let row = 0; row < heat.rows; row++) {
      const found = heat.counts[column * heat.rows + row];
      if (found === 0) continue;
      const shade = most <= 1 ? COLOURS - 1 : Math.min(COLOURS - 1, Math.floor((Math.log(found + 1) / Math.log(most + 1)) * COLOURS));
      context.fillStyle = colours[shade];
      context.fillRect(LEFT + column * wide, grid.height - (row + 1) * high, Math.max(1, wide - 0.5), Math.max(1, high - 0.5));
    }
  }
  if (hover && hover.column < heat.columns && hover.row < heat.rows) {
    context.strokeStyle = token('text');
    context.strokeRect(LEFT + hover.column * wide + 0.5, grid.height - (hover.row + 1) * high + 0.5, wide - 1, high - 1);
  }
  if (box) brush(context, heat, grid, box);
}

/** @param {CanvasRenderingContext2D} context @param {Heat} heat @param {{ width: number, height: number }} grid @param {Box} box */
function brush(context, heat, grid, box) {
  const x = (/** @type {number} */ t) => LEFT + clamp((t - heat.t0) / (heat.stepMillis * heat.columns), 0, 1) * grid.width;
  const y = (/** @type {number} */ d) => grid.height - (rowOf(heat, d) / heat.rows) * grid.height;
  context.strokeStyle = token('brush');
  context.lineWidth = 2;
  context.strokeRect(x(box.t0), y(box.d1), x(box.t1) - x(box.t0), y(box.d0) - y(box.d1));
  context.lineWidth = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Heat} heat @param {{ width: number, height: number }} grid */
function axes(context, heat, grid) {
  context.font = '11px system-ui';
  context.fillStyle = token('text-3');
  context.strokeStyle = token('line');
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  if (heat.rows > 0) {
    let last = Infinity;
    if (heat.zeros) {
      last = grid.height - grid.height / heat.rows / 2;
      context.fillText('0', LEFT - 6, last);
    }
    for (let power = 0; power <= 13; power++) {
      const row = rowOf(heat, 10 ** power);
      if (row <= (heat.zeros ? 1 : 0) || row >= heat.rows) continue;
      const y = grid.height - (row / heat.rows) * grid.height;
      if (last - y < 16) continue;
      last = y;
      context.fillText(duration(10 ** power), LEFT - 6, Math.max(6, y));
      context.beginPath();
      context.moveTo(LEFT, Math.round(y) + 0.5);
      context.lineTo(LEFT + grid.width, Math.round(y) + 0.5);
      context.stroke();
    }
  }
  const span = heat.stepMillis * heat.columns;
  const ticks = Math.max(2, Math.floor(grid.width / 110));
  for (let i = 0; i <= ticks; i++) {
    context.textAlign = i === 0 ? 'left' : i === ticks ? 'right' : 'center';
    context.fillText(axisTime(heat.t0 + (span * i) / ticks, span), LEFT + (grid.width * i) / ticks, grid.height + BOTTOM / 2 + 1);
  }
}

/** Eight colours between the four of the theme. */
function ramp() {
  const stops = [0, 1, 2, 3].map((i) => channels(token('heat-' + i)));
  return Array.from({ length: COLOURS }, (_, i) => {
    const at = (i / (COLOURS - 1)) * 3;
    const from = Math.min(2, Math.floor(at));
    const mixed = stops[from].map((value, c) => Math.round(value + (stops[from + 1][c] - value) * (at - from)));
    return `rgb(${mixed.join(' ')})`;
  });
}

/** @param {string} hex */
function channels(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}
