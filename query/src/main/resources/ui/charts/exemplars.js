// @ts-check
import { html } from '../app/html.js';
import { href, kept } from '../app/url.js';

/** More of them are no examples. */
const SHOWN_MAX = 8;

/** So far apart that each can be hit. */
const APART = 26;

/** @typedef {{ left: number, top: number, weight: number, traceId: string, spanId: string, title: string }} Point */

/**
 * Traces that stand for points of a chart: the heaviest, where they do not lie on each other.
 * @param {{ points: Point[] }} props in pixels of the box that holds the chart
 */
export function Exemplars({ points }) {
  /** @type {Point[]} */
  const shown = [];
  for (const point of [...points].sort((a, b) => b.weight - a.weight)) {
    if (shown.length === SHOWN_MAX) break;
    if (shown.every((one) => Math.hypot(one.left - point.left, one.top - point.top) >= APART)) shown.push(point);
  }
  shown.sort((a, b) => a.left - b.left);
  return shown.map((point) => html`<a key=${point.traceId + point.spanId} class="exemplar" href=${href('trace/' + point.traceId, { ...kept(), span: point.spanId })}
    style=${{ left: point.left + 'px', top: point.top + 'px' }} title=${'Open a trace: ' + point.title} aria-label=${'Trace, ' + point.title}></a>`);
}
