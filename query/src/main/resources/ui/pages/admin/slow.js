// @ts-check
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { bytes, count, duration, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { cutText, shownText } from '../../shared/text.js';

const WORDS = /** @type {Record<string, string>} */ ({ unitsRead: 'row groups read', unitsSkipped: 'row groups skipped', rowsRead: 'rows read', bytesRead: 'bytes read' });

/** The last slow queries, each with what it read. @param {{ answers: any[] }} props */
export function Slow({ answers }) {
  /** @type {any[]} */
  const slow = answers[0].slow;
  const open = param('open', '');
  if (slow.length === 0) return html`<div class="state empty">No query took a second or more since the start.</div>`;
  return html`<div class="scroll-x"><table><thead><tr><th>Ended</th><th>Kind</th><th class="number">Took</th><th>Read</th><th>Project</th><th>Key</th><th>Request</th></tr></thead>
    <tbody>${slow.map((one) => { const id = one.requestId + one.endedMillis; return html`<tr key=${id}><td>${time(Number(one.endedMillis))}</td><td>${one.kind}${one.partial && html` <span class="status warned">partial</span>`}</td><td class="number">${duration(Number(one.nanos))}</td>
      <td>${bytes(Number(one.statistics.bytesRead))}, ${count(one.statistics.rowsRead)} rows</td><td>${cutText(one.project, 24)}</td><td class="mono">${cutText(one.key, 24)}</td>
      <td><button class="plain" aria-expanded=${open === id ? 'true' : 'false'} onClick=${() => change({ open: open === id ? null : id })}><span aria-hidden="true">${open === id ? '\u25be' : '\u25b8'}</span> ${cutText(one.request, 60) || 'no parameters'}</button></td></tr>
      ${open === id && html`<tr key=${id + '+'}><td colSpan=${7} class="why"><h2>Why: what it read</h2><dl class="times">${Object.entries(one.statistics).map(([name, value]) => html`<div key=${name}><dt>${WORDS[name] ?? name}</dt><dd>${name === 'bytesRead' ? bytes(Number(value)) : shownText(String(value))}</dd></div>`)}</dl>
        <h2>Request <code>${shownText(one.requestId)}</code> <${Copy} text=${one.request} label="Copy the request" /></h2><pre class="request" tabIndex=${0}>${shownText(one.request)}</pre></td></tr>`}`; })}</tbody></table></div>
    <p class="note">The last 100 queries of a second or more. Row groups that indexes ruled out were skipped; many that were read mean that a condition could not be looked up.</p>`;
}
