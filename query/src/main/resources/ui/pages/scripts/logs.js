// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, param } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { count, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { Failure, LoadState } from '../../shared/states.js';
import { cutText, shownText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { quiet } from './live.js';
import { recordLink, scriptPath } from './model.js';
import { useRow } from './narrow.js';
import { useCursorPages } from './pages.js';

const PAGE = 200;
const LINE_MAX = 400;
const MESSAGE_MAX = 4_096;
const ORDERS = ['timestamp', '-timestamp'];

/** @param {{ script: string, news: { number: number } }} props */
export function Logs({ script, news }) {
  const order = param('logs', '-timestamp', ORDERS);
  const pages = useCursorPages((cursor) => scriptPath(script, '/logs', { order, cursor, limit: PAGE }, 'logs'), 'logs');
  const { rows, load } = pages;
  const [chosen, setChosen] = useState(-1);
  const [held, setHeld] = useState(false);
  const rowHeight = useRow(28, 56);
  useEffect(() => setHeld(false), [load.data]);
  useEffect(() => setChosen(-1), [scriptPath(script, '', { order }, 'logs')]);
  useEffect(() => {
    if (news.number === 0) return;
    if (pages.further) setHeld(true);
    else load.retry();
  }, [news]);
  useKeys('Scripts', {
    'j,ArrowDown': ['Next log', (event) => { event.preventDefault(); setChosen((i) => Math.min(rows.length - 1, i + 1)); }],
    'k,ArrowUp': ['Log before', (event) => { event.preventDefault(); setChosen((i) => Math.max(0, i - 1)); }],
    'Enter': ['Open the log in its run', (event) => { if (rows[chosen] && !(event.target instanceof Element && event.target.closest('button, a'))) go(recordLink(script, rows[chosen].runId, rows[chosen].logId)); }],
  });
  const header = html`<div class="listrow logrow head" role="row"><span role="columnheader">Log ID</span><span role="columnheader">Log level</span><span role="columnheader">Log Message</span>
    <span role="columnheader" aria-sort=${order === 'timestamp' ? 'ascending' : 'descending'}><button onClick=${() => change({ logs: order === 'timestamp' ? null : 'timestamp' })}>Timestamp${order === 'timestamp' ? ' \u2191' : ' \u2193'}</button></span></div>`;
  return html`<div class=${load.stale && load.data ? 'dim' : ''}><div class="row count"><span role="status" title="Logs of runs that were executed in the period">${load.data ? html`Total Logs <b>${count(load.data.total)}</b>` : ''}</span>
      ${held && html`<button onClick=${load.retry}>New logs: show them</button>`}${pages.capped && html`<span class="note">The first ${count(rows.length)} are shown; filters show others.</span>`}</div>
    <${LoadState} load=${quiet(load)} what="logs" />
    ${load.data && rows.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display'}. <button onClick=${() => change({ period: 'all', f: null, s: null, op: null })}>All logs of all time</button></div>`}
    ${rows.length > 0 && html`<${Windowed} key=${rowHeight} count=${rows.length} rowHeight=${rowHeight} label="Logs" chosen=${chosen} header=${header} onEnd=${pages.more} total=${Number(load.data?.total ?? rows.length)}
      render=${(/** @type {number} */ i) => html`<div key=${rows[i].logId + rows[i].spanId + i} class=${'listrow logrow' + (i === chosen ? ' chosen' : '')} role="row" aria-current=${i === chosen ? 'true' : undefined}>
        <span role="cell" class="copied"><a class="open mono" href=${recordLink(script, rows[i].runId, rows[i].logId)} title=${'Run ' + shownText(rows[i].runId)}>${cutText(rows[i].logId, 24)}</a><${Copy} text=${rows[i].logId} label="Copy the log id" /></span>
        <span role="cell"><${Level} level=${rows[i].level} /></span><span role="cell" class="mono">${cut(rows[i].message, LINE_MAX)}</span><span role="cell" title=${rows[i].timestamp}>${time(millis(rows[i].time))}</span></div>`} />`}
    ${pages.failed && html`<${Failure} error=${pages.failed} retry=${pages.again} />`}</div>`;
}

/** @param {{ level: string }} props */
export function Level({ level }) {
  return html`<span class=${'status ' + (/^(Error|Stderr)$/.test(level) ? 'err' : level === 'Warning' ? 'warned' : level === 'Info' ? 'info' : 'going')}>${level}</span>`;
}

/** @param {string} text @param {number} most */
function cut(text, most) {
  return shownText(text.length > most ? text.slice(0, most) + '\u2026' : text);
}

/** Logs of one run, with their messages in full. @param {{ rows: any[], marked: string }} props */
export function LogTable({ rows, marked }) {
  return html`<div class="scroll-x" tabIndex=${0} role="group" aria-label="Logs"><table class="logs"><thead><tr><th>Log ID</th><th>Log level</th><th>Log Message</th><th>Timestamp</th></tr></thead>
    <tbody>${rows.map((log, i) => html`<tr key=${log.logId + i} class=${log.logId === marked ? 'chosen' : ''} ref=${log.logId === marked ? seen : undefined}><td class="copied"><span class="mono">${cutText(log.logId, 20)}</span><${Copy} text=${log.logId} label="Copy the log id" /></td>
      <td><${Level} level=${log.level} /></td><td class="message mono"><${Message} text=${log.message} /></td><td title=${log.timestamp}>${time(millis(log.time))}</td></tr>`)}</tbody></table></div>`;
}

/** Scrolls to what a link names. @param {Element | null} element */
function seen(element) {
  element?.scrollIntoView({ block: 'nearest' });
}

/** @param {{ text: string }} props */
function Message({ text }) {
  const [whole, setWhole] = useState(false);
  return html`${cut(text, whole ? Infinity : MESSAGE_MAX)}${!whole && text.length > MESSAGE_MAX && html` <button onClick=${() => setWhole(true)}>Show all ${count(text.length)} characters</button>`}`;
}
