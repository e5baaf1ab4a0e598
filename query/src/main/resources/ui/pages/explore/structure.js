// @ts-check
/** What the traces that are found have in common: the trees of all of them as one, with how many traces, spans and errors each way has. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { go, href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { colourOf } from '../../shared/colour.js';
import { count, duration, percent } from '../../shared/format.js';
import { Meter } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { searchRequest } from './model.js';

const ROW = 28;
const INDENT_MAX = 24;
/** Ways are closed below this depth where they are more than fit. */
const WAYS_MANY = 200;
const DEPTH_OPEN = 4;

/** @typedef {{ depth: number, end: number, service: string, name: string, kind: number, traces: number, spans: number, errors: number, self: number, p50: number, p99: number, longest: { traceId: string, spanId: string, duration: number } }} Node */

/** @param {{ state: import('./model.js').Model }} props */
export function Structure({ state }) {
  const { window, filter } = searchRequest({ ...state, mode: 'traces' }, null, 1);
  const body = { window, filter };
  const load = useLoad((signal) => ask('structure', { body, signal }), [body]);
  const { data } = load;
  const nodes = useMemo(() => nodesOf(data?.ways ?? []), [data]);
  return html`<div class=${load.stale && data ? 'dim' : ''}>
    <div class="row listbar">${data ? html`<span role="status"><b>${data.traces === data.tracesTotal ? 'All ' + count(data.traces) : count(data.traces) + ' of ' + count(data.tracesTotal)}</b> traces, ${count(data.spans)} spans as ${count(nodes.length)} ways</span>
        ${data.spansLeft !== '0' && html`<span class="warn">${count(data.spansLeft)} spans of rare ways are left out</span>`}` : html`<span class="note">${load.loading ? 'Reading all traces that are found' : ''}</span>`}</div>
    <${LoadState} load=${load} what="structure" />
    ${data && !data.completeness.complete && data.traces !== data.tracesTotal && html`<p class="state note">A shorter range or a narrower query has all of its traces read.</p>`}
    ${data && nodes.length === 0 && html`<div class="state empty">No trace matches in this range.</div>`}
    ${data && nodes.length > 0 && html`<${Ways} key=${JSON.stringify(body)} nodes=${nodes} traces=${Number(data.traces)} />`}</div>`;
}

/** Ways with their numbers; end is the place behind the last one below. @param {any[]} ways in the order of a tree @returns {Node[]} */
function nodesOf(ways) {
  /** @type {Node[]} */
  const nodes = ways.map((one) => ({ ...one, end: ways.length, traces: Number(one.traces), spans: Number(one.spans), errors: Number(one.errors), self: Number(one.self), p50: Number(one.p50), p99: Number(one.p99),
    longest: { ...one.longest, duration: Number(one.longest.duration) } }));
  /** @type {Node[]} */
  const open = [];
  nodes.forEach((node, i) => {
    while (open.length && open[open.length - 1].depth >= node.depth) /** @type {Node} */ (open.pop()).end = i;
    open.push(node);
  });
  return nodes;
}

/** @param {{ nodes: Node[], traces: number }} props */
function Ways({ nodes, traces }) {
  const [closed, setClosed] = useState(() => new Set(nodes.length > WAYS_MANY ? nodes.flatMap((node, i) => (node.depth >= DEPTH_OPEN && node.end > i + 1 ? [i] : [])) : []));
  const [chosen, setChosen] = useState(-1);
  const rows = useMemo(() => {
    const rows = [];
    for (let i = 0; i < nodes.length; i = closed.has(i) ? nodes[i].end : i + 1) rows.push(i);
    return rows;
  }, [nodes, closed]);
  const mostSelf = Math.max(1, ...nodes.slice(0, 5_000).map((node) => node.self));
  /** @param {number} i */
  const toggle = (i) => setClosed((old) => { const next = new Set(old); if (!next.delete(i)) next.add(i); return next; });
  /** @param {number} i */
  const link = (i) => href('trace/' + nodes[i].longest.traceId, { ...kept(), span: nodes[i].longest.spanId });
  /** @param {number} step @param {Event} event */
  const move = (step, event) => { event.preventDefault(); setChosen((old) => Math.max(0, Math.min(rows.length - 1, old + step))); };
  useKeys('Structure', {
    'j,ArrowDown': ['Next way', (event) => move(1, event)],
    'k,ArrowUp': ['Way before', (event) => move(-1, event)],
    'ArrowLeft': ['Close', () => { const i = rows[chosen]; if (i !== undefined && !closed.has(i) && nodes[i].end > i + 1) toggle(i); }],
    'ArrowRight': ['Open', () => { const i = rows[chosen]; if (i !== undefined && closed.has(i)) toggle(i); }],
    'Enter': ['Open the longest span of the way', (event) => { if (rows[chosen] !== undefined && !(event.target instanceof Element && event.target.closest('button, a'))) go(link(rows[chosen])); }],
  });
  const header = html`<div class="wayrow head" role="row"><span role="columnheader">Way</span><span role="columnheader" class="number">Traces</span><span role="columnheader" class="number">Spans</span><span role="columnheader" class="number">Errors</span>
    <span role="columnheader" class="number">p50</span><span role="columnheader" class="number">p99</span><span role="columnheader" class="wide">Self time</span><span role="columnheader" class="number">Longest</span></div>`;
  return html`<${Windowed} count=${rows.length} rowHeight=${ROW} label="Ways" role="treegrid" chosen=${chosen} header=${header} render=${(/** @type {number} */ row) => {
    const i = rows[row];
    const node = nodes[i];
    const open = link(i);
    return html`<div key=${i} class=${'wayrow' + (row === chosen ? ' chosen' : '')} role="row" aria-selected=${row === chosen ? 'true' : 'false'} aria-level=${node.depth + 1} aria-expanded=${node.end > i + 1 ? (closed.has(i) ? 'false' : 'true') : undefined} onClick=${() => setChosen(row)} onDblClick=${() => go(open)}>
      <span role="gridcell" style=${{ paddingLeft: Math.min(INDENT_MAX, node.depth) * 12 + 'px' }}>${node.end > i + 1 ? html`<button class="plain twisty" aria-label=${closed.has(i) ? 'Open' : 'Close'} onClick=${() => toggle(i)}>${closed.has(i) ? '\u25b8' : '\u25be'}</button>` : html`<i class="twisty"></i>`}
        <i class=${'swatch s' + colourOf(node.service)}></i> ${cutText(node.name, 80)} <span class="note">${cutText(node.service, 30)}${closed.has(i) ? ' +' + count(node.end - i - 1) : ''}</span></span>
      <span role="gridcell" class="number" title=${count(node.traces) + ' traces'}>${percent(node.traces / traces)}</span><span role="gridcell" class="number">${count(node.spans)}</span>
      <span role="gridcell" class="number">${node.errors ? html`<span class="bad">${count(node.errors)}</span>` : html`<span class="note">-</span>`}</span>
      <span role="gridcell" class="number">${duration(node.p50)}</span><span role="gridcell" class="number">${duration(node.p99)}</span>
      <span role="gridcell" class="wide"><${Meter} share=${node.self / mostSelf} /> ${duration(node.self)}</span>
      <span role="gridcell" class="number"><a href=${open}>${duration(node.longest.duration)}</a></span></div>`;
  }} />`;
}
