// @ts-check
/** Where the time of two traces went, by operation. Self times add up, so what differs here is what differs in all. */
import { html } from '../../app/html.js';
import { count, duration } from '../../shared/format.js';
import { Meter, Service } from '../../shared/parts.js';
import { cutText } from '../../shared/text.js';
import { Delta } from './delta.js';

const SHOWN_MAX = 500;

/** @param {{ operations: import('./match.js').Operation[] }} props */
export function OperationsTable({ operations }) {
  const sorted = [...operations].sort((a, b) => Math.abs(b.self[1] - b.self[0]) - Math.abs(a.self[1] - a.self[0]) || b.self[0] - a.self[0]);
  const most = Math.max(1, ...sorted.slice(0, 1).map((one) => Math.abs(one.self[1] - one.self[0])));
  return html`<div class="scroll-x" tabIndex=${0} role="region" aria-label="Operations"><table><thead><tr><th>Service</th><th>Operation</th><th class="number">Spans A</th><th class="number">Spans B</th>
      <th class="number">Errors A</th><th class="number">Errors B</th><th class="number">Self A</th><th class="number">Self B</th><th class="number">Difference</th><th><span class="visually-hidden">Of the largest</span></th></tr></thead>
    <tbody>${sorted.slice(0, SHOWN_MAX).map((one, i) => html`<tr key=${i}><td><${Service} name=${one.service} /></td><td class="cut">${cutText(one.name, 80)}</td>
      ${one.spans.map((number, k) => html`<td key=${k} class="number">${number === 0 ? html`<span class="note">-</span>` : count(number)}</td>`)}
      ${one.errors.map((number, k) => html`<td key=${k} class="number">${number === 0 ? html`<span class="note">-</span>` : html`<span class="bad">${count(number)}</span>`}</td>`)}
      ${one.self.map((nanos, k) => html`<td key=${k} class="number">${one.spans[k] === 0 ? html`<span class="note">-</span>` : duration(nanos)}</td>`)}
      <td class="number"><${Delta} nanos=${one.self[1] - one.self[0]} /></td><td><${Meter} share=${Math.abs(one.self[1] - one.self[0]) / most} /></td></tr>`)}</tbody></table></div>
    ${sorted.length > SHOWN_MAX && html`<div class="state">The ${count(SHOWN_MAX)} that differ most, of ${count(sorted.length)}.</div>`}`;
}
