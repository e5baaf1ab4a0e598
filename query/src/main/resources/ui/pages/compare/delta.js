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
  const size = duration(Math.abs(nanos));
  return html`<span class=${nanos > 0 ? 'slower' : 'faster'}>${of === undefined ? (nanos > 0 ? '+' : '\u2212') + size : size + (nanos > 0 ? ' longer' : ' less') + share}</span>`;
}
