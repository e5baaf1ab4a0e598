// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, param } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { count, duration, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { Failure, LoadState } from '../../shared/states.js';
import { cutText, shownText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { quiet } from './live.js';
import { ORDERS, recordLink, scriptPath, unit } from './model.js';
import { useRow } from './narrow.js';
import { useCursorPages } from './pages.js';

const PAGE = 200;

/** Columns in their order, with what sorts and what kind they are. @type {[string, string, string][]} */
const COLUMNS = [['Run ID', '', ''], ['Status', '', ''], ['Deployment Version', '', 'number'], ['Response Time', 'responseTime', 'number'], ['Function', '', ''], ['Executed on', 'executedOn', ''], ['Source Type', '', 'wide'], ['Source', '', 'wide']];

/** @param {{ script: string, news: { runs: any[], number: number } }} props */
export function Runs({ script, news }) {
  const order = param('sort', '-executedOn', ORDERS);
  const pages = useCursorPages((cursor) => scriptPath(script, '/runs', { order, cursor, limit: PAGE }), 'runs');
  const { load } = pages;
  const [chosen, setChosen] = useState(-1);
  const [held, setHeld] = useState(false);
  const [changed, setChanged] = useState(/** @type {Map<string, any>} */ (new Map()));
  const rowHeight = useRow(28, 60);
  useEffect(() => { setHeld(false); setChanged(new Map()); }, [load.data]);
  useEffect(() => setChosen(-1), [scriptPath(script, '', { order })]);
  useEffect(() => {
    if (news.number === 0) return;
    // Who has scrolled to further pages keeps them: what changed is put in place, and what is new waits.
    if (!pages.further) load.retry();
    else {
      setChanged((old) => new Map([...old, ...news.runs.map((run) => /** @type {[string, any]} */ ([run.runId, run]))]));
      setHeld(true);
    }
  }, [news]);
  const rows = pages.rows.map((row) => changed.get(row.runId) ?? row);
  useKeys('Scripts', {
    'j,ArrowDown': ['Next run', (event) => { event.preventDefault(); setChosen((i) => Math.min(rows.length - 1, i + 1)); }],
    'k,ArrowUp': ['Run before', (event) => { event.preventDefault(); setChosen((i) => Math.max(0, i - 1)); }],
    'Enter': ['Open the run', (event) => { if (rows[chosen] && !(event.target instanceof Element && event.target.closest('button, a'))) go(recordLink(script, rows[chosen].runId)); }],
  });
  /** @param {string} id */
  const sorted = (id) => (order.replace('-', '') === id ? (order.startsWith('-') ? 'descending' : 'ascending') : undefined);
  const header = html`<div class="listrow runrow head" role="row">${COLUMNS.map(([title, id, kind]) => html`<span key=${title} role="columnheader" class=${kind} aria-sort=${id ? sorted(id) : undefined}>${id
    ? html`<button onClick=${() => change({ sort: order === '-' + id ? id : id === 'executedOn' ? null : '-' + id })}>${title}${sorted(id) === 'descending' ? ' \u2193' : sorted(id) ? ' \u2191' : ''}</button>` : title}</span>`)}</div>`;
  return html`<div class=${load.stale && load.data ? 'dim' : ''}><div class="row count"><span role="status">${load.data ? html`<b>${count(load.data.total)}</b> ${load.data.total === '1' ? 'run' : 'runs'}` : ''}</span>
      ${held && html`<button onClick=${load.retry}>Runs have changed: show the newest</button>`}${pages.capped && html`<span class="note">The first ${count(rows.length)} are shown; filters show others.</span>`}</div>
    <${LoadState} load=${quiet(load)} what="runs" />
    ${load.data && rows.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display'}. <button onClick=${() => change({ period: 'all', f: null, s: null, op: null })}>All runs of all time</button></div>`}
    ${rows.length > 0 && html`<${Windowed} key=${rowHeight} count=${rows.length} rowHeight=${rowHeight} label="Runs" chosen=${chosen} header=${header} onEnd=${pages.more} total=${Number(load.data?.total ?? rows.length)}
      render=${(/** @type {number} */ i) => html`<${Row} key=${rows[i].runId} run=${rows[i]} link=${recordLink(script, rows[i].runId)} chosen=${i === chosen} />`} />`}
    ${pages.failed && html`<${Failure} error=${pages.failed} retry=${pages.again} />`}</div>`;
}

/** @param {{ run: any, link: string, chosen: boolean }} props */
function Row({ run, link, chosen }) {
  return html`<div class=${'listrow runrow' + (chosen ? ' chosen' : '')} role="row" aria-current=${chosen ? 'true' : undefined}>
    <span role="cell" class="copied"><a class="open mono" href=${link}>${cutText(run.runId, 36)}</a><${Copy} text=${run.runId} label="Copy the run id" /></span>
    <span role="cell"><${Status} status=${run.status} />${run.status === 'In Progress' && html` <span class="note" title="Since it began">${duration(Number(run.age))}</span>`}</span>
    <span role="cell" class="number">${shownText(run.deploymentVersion)}</span><span role="cell" class="number" title=${run.responseTime ? run.responseTime + ' ms' : undefined}>${unit(run.responseTime)}</span>
    <span role="cell">${cutText(run.function, 60)}</span><span role="cell" title=${run.executedOn}>${time(millis(run.start))}</span><span role="cell" class="wide">${cutText(run.sourceType, 24)}</span><span role="cell" class="wide">${cutText(run.source, 48)}</span></div>`;
}

/** Colour is never alone: the word says it, too. @param {{ status: string }} props */
export function Status({ status }) {
  return html`<span class=${'status ' + (/^success$/i.test(status) ? 'ok' : /^(failed|failure|timeout)$/i.test(status) ? 'err' : 'going')}>${status}</span>`;
}
