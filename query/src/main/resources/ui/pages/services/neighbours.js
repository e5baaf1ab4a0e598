// @ts-check
/** Who calls a service and whom it calls, with how often, how well and how fast; and traces in which it does. */
import { html } from '../../app/html.js';
import { href, kept } from '../../app/url.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, percent } from '../../shared/format.js';
import { Service } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { quoted } from '../../shared/traceql.js';
import { edgesOf } from './edges.js';

/** @param {{ name: string, range: import('../../shared/range.js').Range }} props */
export function Neighbours({ name, range }) {
  const { window } = range;
  const load = useLoad((signal) => ask('service-graph' + search({ from: window.from, to: window.to }), { signal }), [window]);
  const edges = edgesOf(load.data);
  return html`<section class=${'halves' + (load.stale && load.data ? ' dim' : '')} aria-label="Neighbours"><${LoadState} load=${load} what="calls" />
    ${load.data && html`<${Calls} title="Called by" edges=${edges.filter((edge) => edge.callee === name && edge.caller !== name)} other="caller" />
      <${Calls} title="Calls" edges=${edges.filter((edge) => edge.caller === name && edge.callee !== name)} other="callee" />`}</section>`;
}

/** @param {{ title: string, edges: import('./edges.js').Call[], other: 'caller' | 'callee' }} props */
function Calls({ title, edges, other }) {
  edges.sort((a, b) => b.calls - a.calls);
  return html`<div class="panel"><header><h2>${title}</h2><span class="note">${edges.length === 0 ? 'no other service in this range' : count(edges.length)}</span></header>
    ${edges.length > 0 && html`<div class="scroll-x short" tabIndex=${0} role="region" aria-label=${title}><table><thead><tr><th>Service</th><th class="number">Calls</th><th class="number">Errors</th><th class="number">p50</th><th class="number">p99</th><th><span class="visually-hidden">Traces</span></th></tr></thead>
      <tbody>${edges.map((edge) => html`<tr key=${edge[other]}><td><a href=${href('services/' + encodeURIComponent(edge[other]), kept())}><${Service} name=${edge[other]} /></a></td><td class="number">${count(edge.calls)}</td>
        <td class="number">${edge.errors ? html`<span class="bad">${percent(edge.errors / edge.calls)}</span>` : html`<span class="note">-</span>`}</td><td class="number">${duration(edge.p50)}</td><td class="number">${duration(edge.p99)}</td>
        <td><a href=${href('explore', { ...kept(), q: between(edge), sort: 'duration' })}>Traces</a></td></tr>`)}</tbody></table></div>`}</div>`;
}

/** Traces in which one service calls another. @param {import('./edges.js').Call} edge @param {boolean} [failed] only where the call failed */
export function between(edge, failed) {
  return `{ resource.service.name = ${quoted(edge.caller)} } > { resource.service.name = ${quoted(edge.callee)}${failed ? ' && status = error' : ''} }`;
}
