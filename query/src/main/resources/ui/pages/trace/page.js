// @ts-check
/** One trace: where its time went, what failed, what contradicts itself. */
import { useEffect, useMemo, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { change, param } from '../../app/url.js';
import { loadTree, placeOf, spanId } from '../../api/trees.js';
import { useLoad } from '../../api/load.js';
import { count } from '../../shared/format.js';
import { Service, Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { Arrived } from './arrived.js';
import { Find } from './find.js';
import { Flame } from './flame.js';
import { Header } from './header.js';
import { Legend } from './legend.js';
import { Minimap } from './minimap.js';
import { Progress } from './progress.js';
import { OWN, usePaint } from './paint.js';
import { SpanPanel } from './panel.js';
import { SpanTable } from './table.js';
import { TraceMap } from './map.js';
import { useClosed } from './closed.js';
import { hide, usePart, withoutRow } from './part.js';
import { useColumns } from './values.js';
import { pathIndex, rowOf, visibleRows } from './visible.js';
import { Waterfall } from './waterfall.js';

const VIEWS = /** @type {const} */ (['waterfall', 'flame', 'table', 'map']);

/** @param {{ id: string }} props */
export default function Trace({ id }) {
  const bytes = useRef(0);
  const load = useLoad((signal) => { bytes.current = 0; return loadTree(id, signal, (number) => { bytes.current = number; }); }, [id]);
  if (!load.data || load.stale) {
    const missing = load.error?.status === 404;
    return html`<h1 class="visually-hidden">Trace</h1>${missing ? html`<div class="panel state empty">No trace ${id} is kept here, in this project. If it is new, its spans may still be on their way.
      <button onClick=${load.retry}>Look again</button></div>` : html`<${LoadState} load=${load} what="trace" />${load.loading && html`<${Progress} id=${id} bytes=${bytes} />`}`}`;
  }
  return html`<${Loaded} key=${id} id=${id} data=${load.data} load=${load} />`;
}

/** @param {{ id: string, data: import('../../api/trees.js').TraceData, load: import('../../api/load.js').Load<any> }} props */
function Loaded({ id, data, load }) {
  const { tree } = data;
  const part = usePart(tree);
  const [closed, setClosed] = useClosed(tree);
  const rows = useMemo(() => visibleRows(tree, closed, part), [tree, closed, part]);
  const path = useMemo(() => pathIndex(tree), [tree]);
  const view = useZoom(part);
  const by = param('color', 'service');
  const colours = useColumns(id, tree, by in OWN || !/^(span|resource|scope)\../.test(by) ? [] : [by]);
  const paint = usePaint(tree, by, colours.columns.get(by) ?? null);
  const mode = param('view', 'waterfall', VIEWS);
  const wanted = param('span', '');
  const chosen = useMemo(() => (wanted ? placeOf(tree, wanted) : -1), [tree, wanted]);
  const [reveal, setReveal] = useState({ span: -1, at: 0 });
  const [critical, setCritical] = useState(true);
  const [found, setFound] = useState(/** @type {{ places: Int32Array, bits: Uint8Array } | null} */ (null));
  /** @param {number} span */
  const show = (span) => {
    if (span < 0 || span >= tree.count) return;
    setClosed(span, 'reveal');
    setReveal((old) => ({ span, at: old.at + 1 }));
    change({ span: spanId(tree, span) }, chosen >= 0);
  };
  useEffect(() => { if (chosen >= 0) { setClosed(chosen, 'reveal'); setReveal((old) => ({ span: chosen, at: old.at + 1 })); } }, [tree]);
  /** @param {number} from @param {number} to @param {boolean} [dragging] */
  const zoom = (from, to, dragging) => {
    const full = part.end - part.start;
    const width = Math.max(1_000, Math.min(full, to - from));
    const start = Math.max(part.start, Math.min(part.end - width, from));
    change({ zoom: width >= full ? null : Math.round(start) + ',' + Math.round(start + width) }, dragging);
  };
  /** @param {number} step */
  const move = (step) => show(rows[Math.max(0, Math.min(rows.length - 1, (chosen < 0 ? -1 : rowOf(rows, chosen)) + step))]);
  /** @param {number} step @param {(span: number) => boolean} is */
  const seek = (step, is) => {
    const size = part.to - part.from;
    const first = chosen < part.from || chosen >= part.to ? (step > 0 ? -1 : 0) : chosen - part.from;
    for (let i = first + step, left = size; left > 0; i += step, left--) {
      const span = part.from + ((i + size) % size);
      if (is(span) && !part.hidden[tree.service[span]]) return show(span);
    }
    return undefined;
  };
  const width = view.to - view.from;
  const absent = useMemo(() => withoutRow(tree, part, rows), [tree, part, rows]);
  /** @param {number} span */
  const reroot = (span) => change({ root: span < 0 ? null : spanId(tree, span), zoom: null, at: null });
  /** @param {number} step */
  const down = (step) => { const next = rows[rowOf(rows, chosen) + step]; if (next > chosen && next < tree.end[chosen]) show(next); };
  useKeys('Trace', {
    'j,ArrowDown': ['Next span', (event) => { event.preventDefault(); move(1); }],
    'k,ArrowUp': ['Span before', (event) => { event.preventDefault(); move(-1); }],
    'ArrowRight': ['Open, or first child', () => { if (chosen < 0) return; if (closed[chosen]) setClosed(chosen, 'toggle'); else down(1); }],
    'ArrowLeft': ['Close, or parent', () => { if (chosen < 0) return; if (!closed[chosen] && tree.end[chosen] > chosen + 1) setClosed(chosen, 'toggle'); else if (chosen !== part.root) show(tree.parent[chosen]); }],
    'n': ['Next match', () => { if (found) seek(1, (span) => found.bits[span] === 1); }],
    'p': ['Match before', () => { if (found) seek(-1, (span) => found.bits[span] === 1); }],
    'e': ['Next error', () => seek(1, (span) => tree.status[span] === 2)],
    'E': ['Error before', () => seek(-1, (span) => tree.status[span] === 2)],
    'c': ['Critical path on or off', () => setCritical(!critical)],
    ']': ['Open a level', () => setClosed(1, 'level')],
    '[': ['Close a level', () => setClosed(-1, 'level')],
    'w': ['Zoom in', () => zoom(view.from + width / 4, view.to - width / 4)],
    's': ['Zoom out', () => zoom(view.from - width / 2, view.to + width / 2)],
    'a': ['Earlier', () => zoom(view.from - width / 4, view.to - width / 4)],
    'd': ['Later', () => zoom(view.from + width / 4, view.to + width / 4)],
    'f': ['Fit the span', () => { if (chosen >= 0) zoom(tree.start[chosen] - tree.duration[chosen] * 0.05, tree.start[chosen] + tree.duration[chosen] * 1.05); }],
    '0': ['All of the time', () => zoom(part.start, part.end)],
    'r': ['The span as root, or the whole trace', () => reroot(chosen >= 0 && chosen !== part.root ? chosen : -1)],
    'h': ['Hide the service of the span', () => { if (chosen < 0) return; const next = part.hidden.slice(); next[tree.service[chosen]] = 1; hide(tree, next); }],
    'H': ['Show all services', () => hide(tree, new Uint8Array(part.hidden.length))],
    '/': ['Find in this trace', (event) => { event.preventDefault(); document.getElementById('find')?.focus(); }],
    'Escape': ['Close the span', () => change({ span: null })],
  });
  return html`
    <${Header} id=${id} data=${data} />
    <${LoadState} load=${load} />
    <${Arrived} id=${data.summary.traceId} spans=${data.summary.spans} onShow=${load.retry} />
    <section class="panel trace">
      <div class="row tools"><${Tabs} label="Views" chosen=${mode} onChoose=${(/** @type {string} */ one) => change({ view: one === 'waterfall' ? null : one })}
          tabs=${[['waterfall', 'Waterfall'], ['flame', 'Flame graph'], ['table', 'Spans'], ['map', 'Services']]} />
        <${Find} id=${id} tree=${tree} chosen=${chosen} onFound=${setFound} onNext=${(/** @type {number} */ step) => { if (found) seek(step, (span) => found.bits[span] === 1); }} found=${found} />
        ${mode === 'waterfall' && html`<button aria-pressed=${critical ? 'true' : 'false'} onClick=${() => setCritical(!critical)} title="What the trace waited for (c)">Critical path</button>`}
        ${absent.spans > 0 && html`<button onClick=${() => { setClosed(99, 'level'); hide(tree, new Uint8Array(part.hidden.length)); }} title="Open all and show all services">${count(absent.spans)} hidden${absent.errors > 0 && html` <span class="bad">${count(absent.errors)}</span>`}: open all</button>`}
        ${(view.from > part.start || view.to < part.end) && html`<button onClick=${() => zoom(part.start, part.end)} title="Zoom out (0)">All of the time</button>`}
      </div>
      ${part.root >= 0 && html`<div class="row rooted"><span class="note">Shown alone:</span><${Service} name=${tree.serviceNames[tree.service[part.root]]} /><b>${cutText(tree.names[tree.name[part.root]], 80)}</b><span class="note">with the ${count(part.to - part.from - 1)} spans below it</span>
        ${tree.parent[part.root] >= 0 && html`<button onClick=${() => reroot(tree.parent[part.root])}>Its parent</button>`}<button onClick=${() => reroot(-1)}>Whole trace</button></div>`}
      ${param('root', '') && part.root < 0 && html`<div class="state partial">Span ${param('root', '')}, which was to be shown alone, is not in this trace (yet).</div>`}
      <${Legend} id=${id} tree=${tree} part=${part} paint=${paint} by=${by} loading=${paint.by !== by && colours.load.loading} />
      ${colours.grown && html`<div class="state partial">${colours.grown}</div>`}<${LoadState} load=${{ ...colours.load, loading: false }} />
      ${mode === 'waterfall' && html`<${Minimap} tree=${tree} part=${part} view=${view} onZoom=${zoom} />`}
      <div class=${'split' + (chosen >= 0 ? ' open' : '')}>
        <div class="main">
          ${wanted && chosen < 0 && html`<div class="state partial">Span ${wanted} is not in this trace (yet).</div>`}
          ${mode === 'waterfall' && html`<${Waterfall} data=${data} rows=${rows} closed=${closed} part=${part} paint=${paint} view=${view} chosen=${chosen} found=${found?.bits ?? null} path=${critical ? path : null}
            reveal=${reveal} onChoose=${show} onToggle=${(/** @type {number} */ span) => setClosed(span, 'toggle')} onZoom=${zoom} />`}
          ${mode === 'flame' && html`<${Flame} tree=${tree} part=${part} paint=${paint} found=${found?.bits ?? null} onChoose=${show} />`}
          ${mode === 'table' && html`<${SpanTable} id=${id} data=${data} part=${part} chosen=${chosen} found=${found?.bits ?? null} onChoose=${show} />`}
          ${mode === 'map' && html`<${TraceMap} tree=${tree} part=${part} />`}
        </div>
        ${chosen >= 0 && html`<${SpanPanel} key=${wanted} trace=${id} data=${data} span=${chosen} onShow=${show} onRoot=${reroot} rooted=${part.root === chosen} onClose=${() => change({ span: null })} />`}
      </div>
    </section>`;
}

/** The stretch of time that is shown, from the URL. @param {import('./part.js').Part} part */
function useZoom(part) {
  const [from, to] = param('zoom', '').split(',').map(Number);
  return Number.isFinite(from) && Number.isFinite(to) && from >= part.start && to > from && from < part.end ? { from, to: Math.min(to, part.end) } : { from: part.start, to: part.end };
}
