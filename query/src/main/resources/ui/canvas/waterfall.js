// @ts-check
/** Draws the rows of a waterfall that are in sight: names with their depth on the left, times on the right. */
import { errorsWithin } from '../api/trees.js';
import { serviceColours, token } from '../shared/colour.js';
import { duration } from '../shared/format.js';
import { shownText } from '../shared/text.js';
import { gapsOf } from './gaps.js';
import { fit, surface } from './surface.js';

export const ROW = 24;
export const RULER = 22;
const INDENT = 12;
const INDENT_MAX = 24;
const GAP_WIDTH_MIN = 5;

/**
 * @typedef {{ tree: import('../api/trees.js').Tree, rows: Int32Array, closed: Uint8Array, depth: number, paint: import('../pages/trace/paint.js').Paint,
 *   top: number, width: number, height: number, nameWidth: number, from: number, to: number, origin: number, chosen: number, hover: number,
 *   found: Uint8Array | null, path: { first: Int32Array, next: Int32Array } | null }} Scene top in pixels; from and to in nanoseconds,
 *   which the ruler counts from the origin; depth is that of what stands at the left
 */

/** Colours of a theme, read once. @returns {any} */
export function palette() {
  const names = ['surface', 'sunken', 'hover', 'selected', 'text', 'text-2', 'text-3', 'line', 'edge', 'err', 'warn', 'mark', 'accent'];
  return { services: serviceColours(), ...Object.fromEntries(names.map((name) => [name.replace('-', ''), token(name)])) };
}

/** Where the twisty of a span is. @param {import('../api/trees.js').Tree} tree @param {number} span @param {number} depth of what stands at the left */
export function twistyX(tree, span, depth) {
  return 8 + Math.max(0, Math.min(INDENT_MAX, tree.depth[span] - depth)) * INDENT;
}

/**
 * Lines along a bar, where another value of the same view has its colour, too.
 * @param {CanvasRenderingContext2D} context @param {any} colours @param {number} lines @param {number} x @param {number} y @param {number} width @param {number} height
 */
export function clash(context, colours, lines, x, y, width, height) {
  if (lines === 0 || width < 4) return;
  context.fillStyle = colours.surface;
  for (let i = 1; i <= lines; i++) context.fillRect(x, Math.round(y + (height * i) / (lines + 1)) - 1, width, 2);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Scene} scene
 * @param {any} colours of {@link palette}
 */
export function drawWaterfall(canvas, scene, colours) {
  const { tree, rows, width, height, top, nameWidth } = scene;
  const context = surface(canvas, width, height);
  context.textBaseline = 'middle';
  context.font = '12px system-ui';
  const first = Math.max(0, Math.floor(top / ROW));
  const last = Math.min(rows.length, Math.ceil((top + height - RULER) / ROW));
  grid(context, scene, colours);
  context.save();
  context.beginPath();
  context.rect(0, RULER, width, height - RULER);
  context.clip();
  for (let row = first; row < last; row++) {
    const span = rows[row];
    const y = RULER + row * ROW - top;
    if (span === scene.chosen || row === scene.hover) {
      context.fillStyle = span === scene.chosen ? colours.selected : colours.hover;
      context.fillRect(0, y, width, ROW);
    } else if (scene.found?.[span]) {
      context.fillStyle = colours.mark;
      context.globalAlpha = 0.45;
      context.fillRect(0, y, nameWidth, ROW);
      context.globalAlpha = 1;
    }
    bar(context, scene, colours, span, y);
    label(context, scene, colours, span, y);
  }
  context.fillStyle = colours.line;
  context.fillRect(nameWidth, 0, 1, height);
  context.restore();
  ruler(context, scene, colours);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours */
function grid(context, scene, colours) {
  context.fillStyle = colours.line;
  for (const x of ticks(scene)) context.fillRect(Math.round(x.x), RULER, 1, scene.height);
}

/** Round times across the view. @param {Scene} scene */
function ticks({ from, to, origin, nameWidth, width }) {
  const wide = width - nameWidth;
  const least = ((to - from) / wide) * 96;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least) ?? power * 10;
  const found = [];
  for (let t = Math.ceil((from - origin) / step) * step; t + origin < to; t += step) found.push({ t, x: nameWidth + ((t + origin - from) / (to - from)) * wide });
  return found;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours */
function ruler(context, scene, colours) {
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, scene.width, RULER);
  context.fillStyle = colours.line;
  context.fillRect(0, RULER - 1, scene.width, 1);
  context.fillStyle = colours.text3;
  context.font = '11px system-ui';
  context.textAlign = 'left';
  for (const { t, x } of ticks(scene)) if (x < scene.width - 40) context.fillText(duration(t), x + 3, RULER / 2);
  context.font = '12px system-ui';
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours @param {number} span @param {number} y */
function bar(context, scene, colours, span, y) {
  const { tree, nameWidth, width, from, to } = scene;
  const wide = width - nameWidth - 8;
  const x = (/** @type {number} */ t) => nameWidth + 4 + ((t - from) / (to - from)) * wide;
  const start = x(tree.start[span]);
  const end = x(tree.start[span] + tree.duration[span]);
  const left = Math.max(nameWidth + 2, start);
  const right = Math.min(width, Math.max(end, start + 2));
  if (right <= nameWidth + 2 || left >= width) return;
  context.save();
  context.beginPath();
  context.rect(nameWidth + 1, y, width - nameWidth - 1, ROW);
  context.clip();
  const code = scene.paint.codes[span];
  context.fillStyle = colours.services[scene.paint.colours[code]];
  context.fillRect(left, y + 7, Math.max(2, right - left), 10);
  clash(context, colours, scene.paint.lines[code], left, y + 7, right - left, 10);
  if (!scene.closed[span]) hatch(context, scene, colours, span, y, x);
  if (tree.status[span] === 2) {
    context.fillStyle = colours.err;
    context.fillRect(left, y + 7, 3, 10);
    context.strokeStyle = colours.err;
    context.strokeRect(left + 0.5, y + 6.5, Math.max(2, right - left) - 1, 11);
  }
  const { path } = scene;
  for (let i = path ? path.first[span] : -1; path && i >= 0; i = path.next[i]) {
    context.fillStyle = colours.text;
    const a = Math.max(nameWidth + 2, x(tree.pathFrom[i]));
    context.fillRect(a, y + 19, Math.max(1, x(tree.pathTo[i]) - a), 2);
  }
  context.fillStyle = colours.text2;
  context.font = '11px system-ui';
  const text = duration(tree.duration[span]);
  const room = width - right - 8;
  context.textAlign = room > 60 ? 'left' : 'right';
  if (room > 60) context.fillText(text, right + 5, y + ROW / 2);
  else if (left - nameWidth > 70) context.fillText(text, left - 5, y + ROW / 2);
  context.restore();
  context.font = '12px system-ui';
}

/**
 * Hatches what no child of an open span covers.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours @param {number} span @param {number} y
 * @param {(t: number) => number} x
 */
function hatch(context, scene, colours, span, y, x) {
  const gaps = gapsOf(scene.tree, span);
  const least = scene.nameWidth + 2;
  for (let i = 0; i < gaps.length; i += 2) {
    const from = Math.max(least, x(gaps[i]));
    const to = Math.min(scene.width, x(gaps[i + 1]));
    if (to - from < GAP_WIDTH_MIN) continue;
    context.save();
    context.beginPath();
    context.rect(from, y + 7, to - from, 10);
    context.clip();
    context.globalAlpha = 0.55;
    context.strokeStyle = colours.surface;
    context.lineWidth = 2;
    context.beginPath();
    for (let at = Math.floor(from / 6) * 6 - 12; at < to; at += 6) {
      context.moveTo(at, y + 17);
      context.lineTo(at + 10, y + 7);
    }
    context.stroke();
    context.restore();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {any} colours @param {number} span @param {number} y */
function label(context, scene, colours, span, y) {
  const { tree, nameWidth } = scene;
  context.textAlign = 'left';
  let x = twistyX(tree, span, scene.depth);
  const middle = y + ROW / 2;
  if (tree.end[span] > span + 1) {
    context.strokeStyle = colours.text3;
    context.beginPath();
    if (scene.closed[span]) {
      context.moveTo(x + 3, middle - 4);
      context.lineTo(x + 7, middle);
      context.lineTo(x + 3, middle + 4);
    } else {
      context.moveTo(x + 1, middle - 2);
      context.lineTo(x + 5, middle + 2);
      context.lineTo(x + 9, middle - 2);
    }
    context.stroke();
  }
  x += 14;
  const service = shownText(tree.serviceNames[tree.service[span]]);
  const code = scene.paint.codes[span];
  context.fillStyle = colours.services[scene.paint.colours[code]];
  context.fillRect(x, y + 5, 3, ROW - 10);
  clash(context, colours, scene.paint.lines[code], x, y + 5, 4, ROW - 10);
  x += 8;
  if (tree.status[span] === 2) {
    context.fillStyle = colours.err;
    context.font = 'bold 12px system-ui';
    context.fillText('!', x, middle);
    context.font = '12px system-ui';
    x += 8;
  }
  if (tree.doubts[span] !== 0) {
    context.fillStyle = colours.warn;
    context.fillText('?', x, middle);
    x += 9;
  }
  let room = nameWidth - x - 6;
  const below = scene.closed[span] ? tree.end[span] - span - 1 : 0;
  const errors = below > 0 ? errorsWithin(tree, span + 1, tree.end[span]) : 0;
  if (below > 0) {
    // What is closed is told before the name, which may be cut.
    context.fillStyle = colours.text2;
    const text = '+' + below;
    context.fillText(text, x, middle);
    let told = context.measureText(text).width + 6;
    if (errors > 0) {
      context.fillStyle = colours.err;
      context.font = 'bold 12px system-ui';
      context.fillText('!' + errors, x + told, middle);
      told += context.measureText('!' + errors).width + 6;
      context.font = '12px system-ui';
    }
    x += told;
    room -= told;
  }
  const name = fit(context, shownText(tree.names[tree.name[span]]), room);
  context.fillStyle = colours.text;
  context.fillText(name, x, middle);
  const used = context.measureText(name).width + 8;
  room -= used;
  if (room > 30) {
    context.fillStyle = colours.text3;
    context.fillText(fit(context, service, room), x + used, middle);
  }
}
