// @ts-check
/** Where the time of a part of a trace went, by operation or service. Self times add up to the whole. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { count, duration, percent } from '../../shared/format.js';
import { Meter, Service } from '../../shared/parts.js';
import { cutText } from '../../shared/text.js';
import { quoted } from '../../shared/traceql.js';

const SHOWN_MAX = 100;

/** @typedef {{ service: string, name: string, spans: number, errors: number, total: number, self: number, critical: number }} Total */

/** @param {import('../../api/trees.js').Tree} tree @param {import('./part.js').Part} part @param {boolean} byName @returns {Total[]} */
function totalsOf(tree, part, byName) {
  /** @type {Map<number, Total>} */
  const totals = new Map();
  for (let i = part.from; i < part.to; i++) {
    if (part.hidden[tree.service[i]]) continue;
    const key = tree.service[i] * tree.names.length + (byName ? tree.name[i] : 0);
    let own = totals.get(key);
    if (!own) totals.set(key, own = { service: tree.serviceNames[tree.service[i]], name: byName ? tree.names[tree.name[i]] : '', spans: 0, errors: 0, total: 0, self: 0, critical: 0 });
    own.spans++;
    if (tree.status[i] === 2) own.errors++;
    own.total += tree.duration[i];
    own.self += tree.self[i];
    own.critical += tree.critical[i];
  }
  return [...totals.values()].sort((a, b) => b.self - a.self || b.spans - a.spans);
}

/** @param {{ data: import('../../api/trees.js').TraceData, part: import('./part.js').Part }} props */
export function Totals({ data, part }) {
  const [what, setWhat] = useState('operations');
  const list = useMemo(() => totalsOf(data.tree, part, what === 'operations'), [data, part, what]);
  const most = Math.max(1, ...list.slice(0, 1).map((one) => one.self));
  const path = data.path.duration || 1;
  /** @param {Total} one */
  const query = (one) => '{ resource.service.name = ' + quoted(one.service) + (what === 'operations' ? ' && name = ' + quoted(one.name) : '') + ' }';
  return html`<div class="row listbar"><h2>Totals</h2><span class="segments">${['operations', 'services'].map((one) => html`<button key=${one} aria-pressed=${what === one ? 'true' : 'false'} onClick=${() => setWhat(one)}>${one === 'services' ? 'Services' : 'Operations'}</button>`)}</span>
      ${list.length > SHOWN_MAX && html`<span class="note">The ${SHOWN_MAX} with most self time, of ${count(list.length)}.</span>`}</div>
    <div class="scroll-x totals" tabIndex=${0} role="region" aria-label="Totals"><table><thead><tr><th>Service</th>${what === 'operations' && html`<th>Operation</th>`}<th class="number">Spans</th><th class="number">Errors</th><th class="number">Mean</th><th class="number">Self</th><th><span class="visually-hidden">Of the largest</span></th><th class="number">Critical path</th></tr></thead>
      <tbody>${list.slice(0, SHOWN_MAX).map((one) => html`<tr key=${one.service + ' ' + one.name}><td><${Service} name=${one.service} /></td>${what === 'operations' && html`<td class="cut">${cutText(one.name, 80)}</td>`}<td class="number"><button class="plain" title="Find these spans" onClick=${() => change({ find: query(one) })}>${count(one.spans)}</button></td>
        <td class="number">${one.errors === 0 ? html`<span class="note">-</span>` : html`<span class="bad">${count(one.errors)}</span>`}</td><td class="number">${duration(one.total / one.spans)}</td><td class="number">${duration(one.self)}</td><td><${Meter} share=${one.self / most} /></td>
        <td class="number">${one.critical > 0 ? percent(one.critical / path) : html`<span class="note">-</span>`}</td></tr>`)}</tbody></table></div>`;
}
