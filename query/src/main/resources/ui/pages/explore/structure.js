// @ts-check
/** What the traces that are found have in common: their trees as one, with how many traces, spans and errors each way has. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, href, kept, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { loadTree, spanId } from '../../api/trees.js';
import { colourOf } from '../../shared/colour.js';
import { count, duration, percent } from '../../shared/format.js';
import { Meter } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { Merged, quantile } from './merge.js';
import { searchRequest } from './model.js';

const TRACES = /** @type {const} */ (['25', '100', '400']);
const SPANS_MAX = 500_000;
const AT_ONCE = 4;
const ROW = 28;
const INDENT_MAX = 24;

/** @param {{ state: import('./model.js').Model }} props */
export function Structure({ state }) {
  const most = Number(param('of', '100', TRACES));
  const body = searchRequest({ ...state, mode: 'traces' }, null, most);
  const load = useLoad((signal) => gathered(body, signal), [body]);
  const { data } = load;
  const nodes = useMemo(() => data?.merged.ordered() ?? [], [data]);
  return html`<div class=${load.stale && data ? 'dim' : ''}>
    <div class="row listbar"><label>Of the first <select value=${String(most)} onChange=${(/** @type {any} */ event) => change({ of: event.target.value === '100' ? null : event.target.value })}>${TRACES.map((one) => html`<option key=${one}>${one}</option>`)}</select> traces of the list</label>
      ${data && html`<span role="status"><b>${count(data.merged.traces)}</b> of ${count(data.total)} traces, ${count(data.merged.spans)} spans as ${count(nodes.length)} ways</span>`}
      ${data && data.skipped > 0 && html`<span class="warn">${count(data.skipped)} were not read: expired, or together over ${count(SPANS_MAX)} spans</span>`}
      ${data && data.merged.left > 0 && html`<span class="warn">${count(data.merged.left)} spans of rare ways are left out</span>`}</div>
    <${LoadState} load=${load} what="structure" />
    ${data && nodes.length === 0 && html`<div class="state empty">No trace matches in this range.</div>`}
    ${data && nodes.length > 0 && html`<${Ways} key=${JSON.stringify(body)} nodes=${nodes} traces=${data.merged.traces} ids=${data.ids} />`}</div>`;
}

/**
 * Reads the traces of a page, a few at a time.
 * @param {any} body
 * @param {AbortSignal} signal
 */
async function gathered(body, signal) {
  const answer = await ask('search', { body, signal });
  const merged = new Merged();
  let skipped = 0;
  let spans = 0;
  const wanted = answer.traces.filter((/** @type {any} */ one) => { spans += Number(one.spans); return spans <= SPANS_MAX || (skipped++, false); });
  /** Ids of the longest spans, by trace and place. @type {Map<string, string>} */
  const ids = new Map();
  let next = 0;
  const take = async () => {
    while (next < wanted.length) {
      const one = wanted[next++];
      try {
        const { tree } = await loadTree(one.traceId, signal);
        merged.add(one.traceId, tree);
        for (const node of merged.nodes) if (node.longest.traceId === one.traceId) ids.set(one.traceId + node.longest.place, spanId(tree, node.longest.place));
      } catch (error) {
        if (signal.aborted || /** @type {any} */ (error).status !== 404) throw error;
        skipped++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return { merged, ids, skipped, total: BigInt(answer.total), completeness: answer.completeness };
}

/** @param {{ nodes: import('./merge.js').Node[], traces: number, ids: Map<string, string> }} props */
function Ways({ nodes, traces, ids }) {
  const [closed, setClosed] = useState(() => new Set());
  const rows = useMemo(() => {
    const rows = [];
    for (let i = 0; i < nodes.length; i = closed.has(i) ? nodes[i].end : i + 1) rows.push(i);
    return rows;
  }, [nodes, closed]);
  const mostSelf = Math.max(1, ...nodes.slice(0, 5_000).map((node) => node.self));
  /** @param {number} i */
  const toggle = (i) => setClosed((old) => { const next = new Set(old); if (!next.delete(i)) next.add(i); return next; });
  const header = html`<div class="wayrow head" role="row"><span role="columnheader">Way</span><span role="columnheader" class="number">Traces</span><span role="columnheader" class="number">Spans</span><span role="columnheader" class="number">Errors</span>
    <span role="columnheader" class="number">p50</span><span role="columnheader" class="number">p99</span><span role="columnheader" class="wide">Self time</span><span role="columnheader" class="number">Longest</span></div>`;
  return html`<${Windowed} count=${rows.length} rowHeight=${ROW} label="Ways" role="treegrid" header=${header} render=${(/** @type {number} */ row) => {
    const i = rows[row];
    const node = nodes[i];
    const open = href('trace/' + node.longest.traceId, { ...kept(), span: ids.get(node.longest.traceId + node.longest.place) });
    return html`<div key=${i} class="wayrow" role="row" aria-level=${node.depth + 1} aria-expanded=${node.end > i + 1 ? (closed.has(i) ? 'false' : 'true') : undefined} onDblClick=${() => go(open)}>
      <span role="gridcell" style=${{ paddingLeft: Math.min(INDENT_MAX, node.depth) * 12 + 'px' }}>${node.end > i + 1 ? html`<button class="plain twisty" aria-label=${closed.has(i) ? 'Open' : 'Close'} onClick=${() => toggle(i)}>${closed.has(i) ? '\u25b8' : '\u25be'}</button>` : html`<i class="twisty"></i>`}
        <i class=${'swatch s' + colourOf(node.service)}></i> ${cutText(node.name, 80)} <span class="note">${cutText(node.service, 30)}</span></span>
      <span role="gridcell" class="number" title=${count(node.traces) + ' traces'}>${percent(node.traces / traces)}</span><span role="gridcell" class="number">${count(node.spans)}</span>
      <span role="gridcell" class="number">${node.errors ? html`<span class="bad">${count(node.errors)}</span>` : html`<span class="note">-</span>`}</span>
      <span role="gridcell" class="number">${duration(quantile(node.durations, 0.5))}</span><span role="gridcell" class="number">${duration(quantile(node.durations, 0.99))}</span>
      <span role="gridcell" class="wide"><${Meter} share=${node.self / mostSelf} /> ${duration(node.self)}</span>
      <span role="gridcell" class="number"><a href=${open}>${duration(node.longest.duration)}</a></span></div>`;
  }} />`;
}
