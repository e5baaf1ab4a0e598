// @ts-check
import { html } from '../../app/html.js';
import { count, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText, shownText } from '../../shared/text.js';
import { scriptPath } from './model.js';
import { useCursorPages } from './pages.js';
import { recordLink } from './runs.js';

/** @param {{ script: string }} props */
export function Logs({ script }) {
  const pages = useCursorPages((cursor) => scriptPath(script, '/logs', { cursor, limit: 100 }), 'logs');
  const { rows, load } = pages;
  return html`<div class=${load.stale && load.data ? 'dim' : ''}><div class="row listbar"><b role="status">${load.data ? count(load.data.total) + (load.data.total === '1' ? ' log' : ' logs') : ''}</b></div>
    <${LoadState} load=${load} what="logs" />
    ${load.data && rows.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display.'}</div>`}
    ${rows.length > 0 && html`<${LogTable} rows=${rows} script=${script} />${pages.more && html`<div class="state"><button onClick=${pages.more}>More</button></div>`}`}</div>`;
}

/** @param {{ rows: any[], script?: string }} props */
export function LogTable({ rows, script }) {
  return html`<div class="scroll-x"><table class="logs"><thead><tr><th>Log ID</th><th>Log level</th><th>Log Message</th><th>Timestamp</th></tr></thead>
    <tbody>${rows.map((log) => html`<tr key=${log.logId}><td class="copied">${script ? html`<a class="mono" href=${recordLink(script, log.runId)}>${cutText(log.logId, 24)}</a>` : html`<span class="mono">${cutText(log.logId, 24)}</span>`}<${Copy} text=${log.logId} label="Copy the log id" /></td>
      <td><span class=${'status ' + (/Error|Stderr/.test(log.level) ? 'err' : /Warning/.test(log.level) ? 'warned' : 'open')}>${log.level}</span></td><td class="message mono">${shownText(log.message.length > 4_096 ? log.message.slice(0, 4_096) + '\u2026' : log.message)}</td><td title=${log.timestamp}>${time(millis(log.time))}</td></tr>`)}</tbody></table></div>`;
}
