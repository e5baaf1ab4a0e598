// @ts-check
import { html } from '../app/html.js';

/**
 * A trend without axes; the figures stand beside it.
 * @param {{ values: (number | null)[], label: string, err?: boolean }} props
 */
export function Spark({ values, label, err }) {
  const most = Math.max(...values.map((value) => value ?? 0), 0);
  const width = Math.max(1, values.length - 1);
  let path = '';
  values.forEach((value, i) => {
    path += (i === 0 ? 'M' : 'L') + i + ' ' + (most === 0 ? 17 : 17 - (16 * (value ?? 0)) / most).toFixed(2);
  });
  return html`<svg class=${'spark' + (err ? ' err' : '')} viewBox=${'0 0 ' + width + ' 18'} preserveAspectRatio="none" role="img" aria-label=${label}><path d=${path} /></svg>`;
}
