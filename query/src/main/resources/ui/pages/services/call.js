// @ts-check
/** One kind of call: its figures, and traces in which it took long or failed. */
import { html } from '../../app/html.js';
import { href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, millis, percent, time } from '../../shared/format.js';
import { Service } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { between } from './neighbours.js';

const SHOWN = 5;

/** @param {{ edge: import('./edges.js').Call, window: { from: string, to: string }, onClose: () => void }} props */
export function CallPanel({ edge, window, onClose }) {
  const longest = between(edge);
  const failed = between(edge, true);
  const load = useLoad((signal) => Promise.all([
    ask('search', { body: { window, filter: { traceql: longest }, order: { by: 'duration', descending: true }, limit: SHOWN }, signal }),
    edge.errors ? ask('search', { body: { window, filter: { traceql: failed }, order: { by: 'start', descending: true }, limit: SHOWN }, signal }) : null]), [window, longest, edge.errors > 0]);
  return html`<section class=${'panel call' + (load.stale && load.data ? ' dim' : '')} aria-label="Call">
    <header><h2><${Service} name=${edge.caller} /> \u2192 <${Service} name=${edge.callee} /></h2>
      <span>${count(edge.calls)} calls</span><span>${edge.errors ? html`<span class="bad">${count(edge.errors)} errors, ${percent(edge.errors / edge.calls)}</span>` : 'no errors'}</span><span>p50 ${duration(edge.p50)}</span><span>p99 ${duration(edge.p99)}</span>
      <button class="plain right" aria-label="Close" onClick=${onClose}>\u00d7</button></header>
    <${LoadState} load=${load} what="traces" />
    ${load.data && html`<div class="halves"><${Traces} title="Longest traces with this call" rows=${load.data[0].traces} all=${href('explore', { ...kept(), q: longest, sort: 'duration' })} />
      ${load.data[1] && html`<${Traces} title="Newest in which it failed" rows=${load.data[1].traces} all=${href('explore', { ...kept(), q: failed })} />`}</div>`}</section>`;
}

/** @param {{ title: string, rows: any[], all: string }} props */
function Traces({ title, rows, all }) {
  return html`<div><h3>${title}</h3>${rows.length === 0 ? html`<p class="note">None in this range.</p>` : html`<table><tbody>${rows.map((row) => html`<tr key=${row.traceId}><td><a href=${href('trace/' + row.traceId, kept())}>${row.root ? cutText(row.root.name, 50) : 'root not received'}</a> <span class="note">${row.root ? cutText(row.root.service, 30) : ''}</span></td>
    <td class="number">${row.errors === '0' ? '' : html`<span class="bad">${count(row.errors)}</span>`}</td><td class="number">${duration(Number(row.duration))}</td><td class="number note">${time(millis(row.start))}</td></tr>`)}</tbody></table>`}<a href=${all}>All in Explore</a></div>`;
}
