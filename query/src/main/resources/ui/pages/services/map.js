// @ts-check
/** Which services call which, over a range. */
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, href, kept, param } from '../../app/url.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, percent } from '../../shared/format.js';
import { Service } from '../../shared/parts.js';
import { range } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { CallPanel } from './call.js';
import { edgesOf } from './edges.js';
import { Graph } from './graph.js';
import { around, busiest } from './layout.js';
import { between } from './neighbours.js';

const SHOWN_MAX = 40;
const EDGES_MAX = 70;
const FOUND_MAX = 12;

export default function ServiceMap() {
  const { window } = range();
  const load = useLoad((signal) => ask('service-graph' + search({ from: window.from, to: window.to }), { signal }), [window]);
  const focus = param('focus', '');
  const depth = Number(param('depth', '1', ['1', '2', '3']));
  const find = param('find', '');
  const table = param('view', 'map', ['map', 'table']) === 'table';
  const all = param('all', '') === '1';
  const edges = useMemo(() => edgesOf(load.data), [load.data]);
  const shown = useMemo(() => busiest(focus ? around(edges, focus, depth) : edges, all || table ? Infinity : SHOWN_MAX, all || table ? Infinity : EDGES_MAX), [edges, focus, depth, all, table]);
  const [caller, callee] = param('call', '').split('\u0000');
  const call = shown.edges.find((edge) => edge.caller === caller && edge.callee === callee) ?? null;
  /** @param {{ caller: string, callee: string }} edge */
  const open = (edge) => change({ call: edge.caller + '\u0000' + edge.callee });
  const names = useMemo(() => [...new Set(edges.flatMap((edge) => [edge.caller, edge.callee]))].sort(), [edges]);
  const found = names.filter((name) => name.toLowerCase().includes(find.toLowerCase()));
  return html`<h1 class="visually-hidden">Service map</h1><section class=${'panel' + (load.stale && load.data ? ' dim' : '')}>
    <div class="row listbar"><label>Find <input type="search" value=${find} onInput=${(/** @type {any} */ event) => change({ find: event.target.value || null }, true)} /></label>
      <label>Focus <select value=${focus} onChange=${(/** @type {any} */ event) => change({ focus: event.target.value || null })}><option value="">all</option>${names.map((name) => html`<option key=${name} value=${name}>${name || '(no service)'}</option>`)}</select></label>
      ${focus && html`<label>Depth <select value=${String(depth)} onChange=${(/** @type {any} */ event) => change({ depth: event.target.value })}><option>1</option><option>2</option><option>3</option></select></label>`}
      ${shown.folded + shown.rare > 0 && html`<button onClick=${() => change({ all: '1' })} title="Those that are called least are folded">+${shown.folded > 0 ? count(shown.folded) + ' services' : ''}${shown.folded > 0 && shown.rare > 0 ? ', ' : ''}${shown.rare > 0 ? count(shown.rare) + ' kinds of calls' : ''}</button>`}
      ${!table && edges.length > 0 && html`<span class="note">On lines: calls \u00b7 p99 \u00b7 share of errors. A line opens its traces, a service its page.</span>`}
      ${all && html`<button onClick=${() => change({ all: null })}>Fold</button>`}
      <span class="segments right">${['map', 'table'].map((one) => html`<button key=${one} aria-pressed=${(one === 'table') === table ? 'true' : 'false'} onClick=${() => change({ view: one === 'map' ? null : one })}>${one === 'map' ? 'Map' : 'Table'}</button>`)}</span></div>
    ${find && html`<div class="row matches" role="status">${found.length === 0 ? 'No service of that name in this range.' : found.slice(0, FOUND_MAX).map((name) => html`<button key=${name} onClick=${() => change({ focus: name, find: null })} title="Show what is around it"><${Service} name=${name} /></button>`)}
      ${found.length > FOUND_MAX && html`<span class="note">and ${count(found.length - FOUND_MAX)} more</span>`}</div>`}
    <${LoadState} load=${load} what="calls" />
    ${load.data && edges.length === 0 && html`<div class="state empty">No calls between services in this range.</div>`}
    ${shown.edges.length > 0 && (table ? html`<${EdgeTable} edges=${shown.edges} onCall=${open} />` : html`<${Graph} edges=${shown.edges} durationName="p99" part=${focus !== '' || shown.folded + shown.rare > 0} find=${find} chosen=${call} onCall=${open} onOpen=${(/** @type {string} */ name) => go(href('services/' + encodeURIComponent(name), kept()))} />`)}
  </section>
  ${call && html`<${CallPanel} edge=${call} window=${window} onClose=${() => change({ call: null })} />`}`;
}

/** @param {{ edges: any[], onCall: (edge: any) => void }} props */
function EdgeTable({ edges, onCall }) {
  return html`<div class="scroll-x"><table><thead><tr><th>Caller</th><th>Called</th><th class="number">Calls</th><th class="number">Errors</th><th class="number">p50</th><th class="number">p99</th><th><span class="visually-hidden">Traces</span></th></tr></thead>
    <tbody>${[...edges].sort((a, b) => b.calls - a.calls).map((edge) => html`<tr key=${edge.caller + '\u0000' + edge.callee}><td><${Service} name=${edge.caller} /></td><td><${Service} name=${edge.callee} /></td><td class="number">${count(edge.calls)}</td>
      <td class="number">${edge.errors ? html`<span class="bad">${percent(edge.errors / edge.calls)}</span>` : html`<span class="note">-</span>`}</td><td class="number">${duration(edge.p50)}</td><td class="number">${duration(edge.p99)}</td><td class="acts"><button onClick=${() => onCall(edge)}>Examples</button> <a class="button" href=${href('explore', { ...kept(), q: between(edge), sort: 'duration' })}>Traces</a></td></tr>`)}</tbody></table></div>`;
}
