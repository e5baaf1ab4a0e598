// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { change, go, href, kept } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { bytes, count, millis, time } from '../../shared/format.js';
import { marked } from '../../shared/marked.js';
import { comparison } from '../compare/pick.js';
import { refresh } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { Windowed } from '../../shared/windowed.js';
import { Export } from './export.js';
import { searchRequest } from './model.js';
import { Newer, useNewer } from './newer.js';
import { usePages } from './pages.js';
import { HeadRow, Row, ROW } from './row.js';

/**
 * The list: exact total, any sort, as far as one scrolls.
 * @param {{ state: import('./model.js').Model }} props
 */
export function Results({ state }) {
  const pages = usePages((cursor, limit) => searchRequest(state, cursor, limit), (body, signal) => ask('search', { body, signal }));
  const { rows, total, load } = pages;
  const newer = useNewer(state);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setChosen(-1), [pages.of]);
  const longest = useRef(1);
  longest.current = rows.reduce((most, row) => Math.max(most, Number(row.duration)), 1);
  /** @param {any} row */
  const link = (row) => href('trace/' + row.traceId, { ...kept(), span: row.spanSets?.[0]?.spans[0]?.spanId });
  /** @param {any} row */
  const mark = (row) => {
    if (marked.value === row.traceId) marked.value = '';
    else if (marked.value) go(comparison(marked.value, row.traceId));
    else marked.value = row.traceId;
  };
  useKeys('Explore', {
    'j,ArrowDown': ['Next row', (event) => { event.preventDefault(); setChosen((i) => Math.min(rows.length - 1, i + 1)); }],
    'k,ArrowUp': ['Row before', (event) => { event.preventDefault(); setChosen((i) => Math.max(0, i - 1)); }],
    'x': ['Mark the row, or compare it with the marked one', () => { if (rows[chosen]) mark(rows[chosen]); }],
    'y': ['Copy the link of the row', () => { if (rows[chosen]) navigator.clipboard?.writeText(location.origin + link(rows[chosen])).catch(() => undefined); }],
    'Enter': ['Open the row', () => { if (rows[chosen]) go(link(rows[chosen])); }],
  });
  const header = html`<${HeadRow} state=${state} />`;
  return html`<div class=${pages.stale ? 'dim' : ''}>
    <div class="row listbar"><span role="status">${total !== null && html`<b>${count(total)}</b> ${(total === 1n ? 'trace' : 'traces') + (state.box && state.side !== 'all' ? (state.side === 'sel' ? ' in the selection' : ' outside the selection') : '')}`}</span><span role="status"><${Newer} found=${newer} /></span>
      ${load.data && html`<span class="note" title=${told(load.data.statistics)}>read ${count(load.data.statistics.rowsRead)} rows${load.data.statistics.bytesRead === '0' ? '' : ', ' + bytes(Number(load.data.statistics.bytesRead))}</span>`}
      ${marked.value && html`<span class="markedbar">Marked <span class="mono">${marked.value.slice(-8)}</span>: mark another to compare <button class="plain" aria-label="Forget the marked trace" onClick=${() => { marked.value = ''; }}>\u00d7</button></span>`}
      <span class="right"><${Export} state=${state} total=${total} /></span></div>
    <${LoadState} load=${load} what="traces" />
    ${rows.length === 0 && load.data && !load.loading && html`<${Empty} state=${state} newer=${newer} />`}
    ${rows.length > 0 && html`<${Windowed} count=${rows.length} rowHeight=${ROW} label="Traces" chosen=${chosen} header=${header} onEnd=${pages.more} total=${total === null ? rows.length : Number(total)}
      render=${(/** @type {number} */ i) => html`<${Row} key=${rows[i].traceId} row=${rows[i]} link=${link(rows[i])} chosen=${i === chosen} longest=${longest.current} spans=${state.mode === 'spans'} marked=${marked.value === rows[i].traceId} onMark=${() => mark(rows[i])} />`} />`}
  </div>`;
}

/** What was looked at for an answer. @param {{ unitsRead: string, unitsSkipped: string }} statistics */
function told({ unitsRead, unitsSkipped }) {
  return count(unitsRead) + ' row groups were read; indexes ruled out ' + count(unitsSkipped);
}

/** @param {{ state: import('./model.js').Model, newer: bigint }} props */
function Empty({ state, newer }) {
  const [newest, setNewest] = useState(/** @type {any} */ (undefined));
  useEffect(() => {
    const controller = new AbortController();
    ask('search', { body: { ...searchRequest({ ...state, box: null }, null, 1), window: {}, order: { by: 'start' }, total: false }, signal: controller.signal })
      .then((answer) => setNewest(answer.traces[0] ?? null), () => setNewest(null));
    return () => controller.abort();
  }, [state.q]);
  useEffect(() => {
    // Where nothing is shown nothing can jump.
    if (newer > 0n) refresh();
  }, [newer]);
  if (newest === undefined) return html`<div class="state empty">No match in this range.</div>`;
  if (newest === null) {
    return state.q ? html`<div class="state empty">No match, in this range or any other. <button onClick=${() => change({ q: null })}>Clear the query</button></div>`
      : html`<div class="state empty">Waiting for the first span. Send OTLP to port 4317 (gRPC) or 4318 (HTTP), for example with
        <code>OTEL_EXPORTER_OTLP_ENDPOINT=http://${location.hostname}:4318</code></div>`;
  }
  const at = millis(newest.start);
  return html`<div class="state empty">No match in this range. Newest match: ${time(at)}.
    <button onClick=${() => change({ from: String(Math.round(at - 1_800_000)), to: String(Math.round(at + 1_800_000)), sel: null })}>Go there</button></div>`;
}
