// @ts-check
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { duration, exactDuration, time } from '../../shared/format.js';
import { narrowed } from '../../shared/traceql.js';
import { select } from './model.js';

/**
 * What to do with a box of the heat map.
 * @param {{ state: import('./model.js').Model, box: import('./model.js').Box }} props
 */
export function Selection({ state, box }) {
  const key = state.mode === 'traces' ? 'traceDuration' : 'duration';
  const query = narrowed(narrowed(state.q, key, '>=', exactDuration(box.d0)), key, '<', exactDuration(box.d1));
  return html`<div class="panel row selection" role="group" aria-label="Selection">
    <b>Selection</b> <span>${time(box.t0)} \u2013 ${time(box.t1)}, ${duration(box.d0)} \u2013 ${duration(box.d1)}</span>
    <button onClick=${() => change({ from: String(Math.round(box.t0)), to: String(Math.round(box.t1)), sel: null })}>Zoom</button>
    <button onClick=${() => change({ q: query, from: String(Math.round(box.t0)), to: String(Math.round(box.t1)), sel: null })}>Filter</button>
    <button onClick=${() => change({ tab: 'differences', against: null })}>Compare with the rest</button>
    <span class="segments" role="group" aria-label="Listed">${[['sel', 'Selection'], ['rest', 'Rest'], ['all', 'All']].map(([side, title]) => html`<button key=${side}
      aria-pressed=${state.side === side ? 'true' : 'false'} onClick=${() => change({ side: side === 'sel' ? null : side })}>${title}</button>`)}</span>
    <button class="plain right" onClick=${() => select(null)}>Clear</button></div>`;
}
