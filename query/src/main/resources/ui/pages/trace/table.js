// @ts-check
/** All spans, sorted by any figure; and the totals of services and operations. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count, duration, percent } from '../../shared/format.js';
import { Meter, Service } from '../../shared/parts.js';
import { cutText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';

const ROW = 24;

/** @type {[string, string][]} */
const COLUMNS = [['', 'Span'], ['start', 'Start'], ['duration', 'Duration'], ['self', 'Self'], ['critical', 'Critical']];

/** @param {{ data: import('../../api/trees.js').TraceData, chosen: number, onChoose: (span: number) => void }} props */
export function SpanTable({ data, chosen, onChoose }) {
  const { tree } = data;
  const [by, setBy] = useState('self');
  const order = useMemo(() => {
    const column = /** @type {Float64Array} */ (/** @type {any} */ (tree)[by]);
    const sign = by === 'start' ? 1 : -1;
    return Int32Array.from({ length: tree.count }, (_, i) => i).sort((a, b) => sign * (column[a] - column[b]) || a - b);
  }, [tree, by]);
  const at = useMemo(() => (chosen < 0 ? -1 : order.indexOf(chosen)), [order, chosen]);
  const header = html`<div class="spanrow head" role="row">${COLUMNS.map(([id, title]) => html`<span key=${title} role="columnheader" class=${id ? 'number' : ''} aria-sort=${id === by ? (id === 'start' ? 'ascending' : 'descending') : undefined}>
    ${id ? html`<button onClick=${() => setBy(id)}>${title}${id === by ? (id === 'start' ? ' \u2191' : ' \u2193') : ''}</button>` : title}</span>`)}</div>`;
  return html`<${Totals} data=${data} />
    <${Windowed} count=${order.length} rowHeight=${ROW} label="Spans" chosen=${at} header=${header} render=${(/** @type {number} */ i) => {
      const span = order[i];
      return html`<div key=${span} role="row" class=${'spanrow' + (span === chosen ? ' chosen' : '')} onClick=${() => onChoose(span)}>
        <span role="cell">${tree.status[span] === 2 && html`<b class="bad"></b>`}${cutText(tree.names[tree.name[span]], 80)} <span class="note">${cutText(tree.serviceNames[tree.service[span]], 30)}</span></span>
        <span role="cell" class="number">+${duration(tree.start[span])}</span><span role="cell" class="number">${duration(tree.duration[span])}</span>
        <span role="cell" class="number">${duration(tree.self[span])}</span><span role="cell" class="number">${tree.critical[span] > 0 ? duration(tree.critical[span]) : '-'}</span></div>`;
    }} />`;
}

/** @param {{ data: import('../../api/trees.js').TraceData }} props */
function Totals({ data }) {
  const [what, setWhat] = useState('operations');
  const list = what === 'services' ? data.services : data.operations;
  const most = Math.max(1, ...list.map((one) => Number(one.self)));
  return html`<div class="row listbar"><h2>Totals</h2><span class="segments">${['operations', 'services'].map((one) => html`<button key=${one} aria-pressed=${what === one ? 'true' : 'false'} onClick=${() => setWhat(one)}>${one === 'services' ? 'Services' : 'Operations'}</button>`)}</span></div>
    <div class="scroll-x totals" tabIndex=${0} role="region" aria-label="Totals"><table><thead><tr><th>Service</th>${what === 'operations' && html`<th>Operation</th>`}<th class="number">Spans</th><th class="number">Errors</th><th class="number">Self</th><th><span class="visually-hidden">Of the largest</span></th><th class="number">Critical path</th></tr></thead>
      <tbody>${list.slice(0, 100).map((one, i) => html`<tr key=${i}><td><${Service} name=${one.service} /></td>${what === 'operations' && html`<td class="cut">${cutText(one.name, 80)}</td>`}<td class="number">${count(one.spans)}</td>
        <td class="number">${one.errors === '0' ? html`<span class="note">-</span>` : html`<span class="bad">${count(one.errors)}</span>`}</td><td class="number">${duration(Number(one.self))}</td><td><${Meter} share=${Number(one.self) / most} /></td><td class="number">${percent(one.share)}</td></tr>`)}</tbody></table></div>`;
}
