// @ts-check
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { ago, count, time } from '../../shared/format.js';
import { SortHead } from '../../shared/parts.js';
import { shownText } from '../../shared/text.js';

const SORTS = /** @type {const} */ (['lastMillis', 'count']);

/** What was refused and why, of spans and of queries. @param {{ answers: any[] }} props */
export function Refused({ answers }) {
  const [queries, spans] = answers;
  const sort = param('sort', 'lastMillis', SORTS);
  const descending = param('dir', 'desc') !== 'asc';
  const head = { sort, descending, onSort: (/** @type {string} */ id, /** @type {boolean} */ down) => change({ sort: id === SORTS[0] ? null : id, dir: down ? null : 'asc' }) };
  const rows = [...spans.refused.map((/** @type {any} */ one) => ({ ...one, what: one.reason === 'spans' ? 'Spans' : 'Export', from: [one.transport, one.client].filter(Boolean).join(', ') })),
    ...queries.refused.map((/** @type {any} */ one) => ({ ...one, what: 'Query', from: 'request ' + one.requestId }))].sort((a, b) => (descending ? -1 : 1) * (Number(a[sort]) - Number(b[sort])));
  if (rows.length === 0) return html`<div class="state empty">Nothing was refused since the start.</div>`;
  return html`<div class="scroll-x"><table><thead><tr><th>What</th><th>Reason</th><${SortHead} id="count" number ...${head}>Requests<//><${SortHead} id="lastMillis" ...${head}>Last<//><th>What the last was told</th><th>From</th></tr></thead>
    <tbody>${rows.map((one) => html`<tr key=${one.what + one.reason}><td>${one.what}</td><td class="mono">${one.reason === 'spans' ? 'some spans of a request' : one.reason}</td><td class="number">${count(one.count)}</td><td title=${time(Number(one.lastMillis))}>${ago(Number(one.lastMillis))}</td>
      <td class="why">${shownText(one.message)}</td><td class="why note">${shownText(one.from)}</td></tr>`)}</tbody></table></div>
    <p class="note">Since the start of the program. Each client was told the same.</p>`;
}
