// @ts-check
import { html } from '../../app/html.js';
import { duration, percent } from '../../shared/format.js';

/**
 * By how much something is longer or shorter, in words and by a sign, so that colour is not alone.
 * @param {{ nanos: number, of?: number }} props
 */
export function Delta({ nanos, of }) {
  if (nanos === 0) return html`<span class="note">=</span>`;
  const share = of ? ' (' + (nanos > 0 ? '+' : '\u2212') + percent(Math.abs(nanos) / of) + ')' : '';
  return html`<span class=${nanos > 0 ? 'slower' : 'faster'}>${nanos > 0 ? '+' : '\u2212'}${duration(Math.abs(nanos))}${of === undefined ? '' : nanos > 0 ? ' longer' : ' less'}${share}</span>`;
}
