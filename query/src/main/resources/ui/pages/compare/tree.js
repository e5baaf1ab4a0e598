// @ts-check
/** The matched tree as rows: a bar of each trace, above each other or side by side, by how much they differ, and what only one has. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { change, go, href, kept, param } from '../../app/url.js';
import { spanId } from '../../api/trees.js';
import { count, duration } from '../../shared/format.js';
import { colourOf } from '../../shared/colour.js';
import { cutText, shownText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { extent } from '../trace/visible.js';
import { Delta } from './delta.js';

const ROW = 32;
const INDENT_MAX = 20;
/** Of the longer trace: what differs by less is no difference that one looks for. */
const LITTLE = 0.005;

/** @param {{ data: import('../../api/compare.js').Comparison, beside: boolean }} props */
export function Tree({ data, beside }) {
  const { matched } = data;
  const trees = [data.one.tree, data.other.tree];
  const sorted = param('sort', 'tree', ['tree', 'delta']) === 'delta';
  const only = param('only', '') === '1';
  const [closed, setClosed] = useState(() => new Uint8Array(matched.count));
  const [chosen, setChosen] = useState(-1);
  const full = useMemo(() => Math.max(extent(trees[0]), extent(trees[1])), [data]);
  const differs = useMemo(() => Uint8Array.from({ length: matched.count }, (_, i) => (matched.one[i] < 0 || matched.other[i] < 0 || Math.abs(matched.delta[i]) > full * LITTLE ? 1 : 0)), [data]);
  const rows = useMemo(() => (sorted ? byDelta(matched, only ? differs : null) : inTree(matched, closed, only ? within(matched, differs) : null)), [data, closed, sorted, only]);
  /** @param {number} node */
  const toggle = (node) => setClosed((old) => { const next = old.slice(); next[node] = next[node] ? 0 : 1; return next; });
  /** @param {number} step */
  const move = (step) => setChosen((old) => Math.max(0, Math.min(rows.length - 1, old + step)));
  /** @param {number} which @param {number} node */
  const link = (which, node) => {
    const span = (which === 0 ? matched.one : matched.other)[node];
    const id = (which === 0 ? data.one : data.other).summary.traceId;
    return href('trace/' + id, { ...kept(), span: spanId(trees[which], span) });
  };
  useKeys('Compare', {
    'j,ArrowDown': ['Next span', (event) => { event.preventDefault(); move(1); }],
    'k,ArrowUp': ['Span before', (event) => { event.preventDefault(); move(-1); }],
    'ArrowLeft,ArrowRight': ['Close or open', () => { if (chosen >= 0 && !sorted) toggle(rows[chosen]); }],
    'Enter': ['Open the span, of B if it has it', () => { if (chosen >= 0) go(link(matched.other[rows[chosen]] >= 0 ? 1 : 0, rows[chosen])); }],
  });
  const header = html`<div class=${'comparerow head' + (beside ? ' beside' : '')} role="row"><span role="columnheader">Span</span>${beside ? ['A', 'B'].map((one) => html`<span key=${one} role="columnheader" class="wide">${one}, of ${duration(full)}</span>`) : html`<span role="columnheader" class="wide">A above, B below, on one scale of ${duration(full)}</span>`}<span role="columnheader" class="number">A</span><span role="columnheader" class="number">B</span><span role="columnheader" class="number">Difference</span></div>`;
  return html`<div class="row listbar"><span class="segments" role="group" aria-label="Order">${[['tree', 'Tree'], ['delta', 'Largest difference first']].map(([id, title]) => html`<button key=${id} aria-pressed=${(id === 'delta') === sorted ? 'true' : 'false'} onClick=${() => { setChosen(-1); change({ sort: id === 'tree' ? null : id }); }}>${title}</button>`)}</span>
      <label><input type="checkbox" checked=${only} onChange=${() => { setChosen(-1); change({ only: only ? null : '1' }); }} /> Differences alone</label>
      <span class="note" role="status">${count(rows.length)} of ${count(matched.count)} spans</span></div>
    <${Windowed} count=${rows.length} rowHeight=${ROW} label="Spans of both traces" role="treegrid" chosen=${chosen} header=${header} render=${(/** @type {number} */ i) => html`<${Row} key=${rows[i]} data=${data} node=${rows[i]} full=${full}
      flat=${sorted} beside=${beside} closed=${closed[rows[i]] === 1} chosen=${i === chosen} link=${link} onToggle=${() => toggle(rows[i])} onChoose=${() => setChosen(i)} />`} />`;
}

/** @param {import('./match.js').Matched} matched @param {Uint8Array | null} wanted */
function byDelta(matched, wanted) {
  const all = Int32Array.from({ length: matched.count }, (_, i) => i).filter((i) => !wanted || wanted[i] === 1);
  return all.sort((a, b) => Math.abs(matched.delta[b]) - Math.abs(matched.delta[a]) || a - b);
}

/** @param {import('./match.js').Matched} matched @param {Uint8Array} closed @param {Uint8Array | null} wanted */
function inTree(matched, closed, wanted) {
  const rows = [];
  for (let i = 0; i < matched.count;) {
    if (!wanted || wanted[i]) rows.push(i);
    i = closed[i] || (wanted && !wanted[i]) ? matched.end[i] : i + 1;
  }
  return Int32Array.from(rows);
}

/** Nodes that are wanted or have one below them. @param {import('./match.js').Matched} matched @param {Uint8Array} wanted */
function within(matched, wanted) {
  const found = wanted.slice();
  const open = [];
  for (let i = 0; i < matched.count; i++) {
    while (open.length && matched.end[open[open.length - 1]] <= i) open.pop();
    if (wanted[i]) for (let k = open.length - 1; k >= 0 && !found[open[k]]; k--) found[open[k]] = 1;
    open.push(i);
  }
  return found;
}

/**
 * @param {{ data: import('../../api/compare.js').Comparison, node: number, full: number, flat: boolean, beside: boolean, closed: boolean, chosen: boolean,
 *   link: (which: number, node: number) => string, onToggle: () => void, onChoose: () => void }} props
 */
function Row({ data, node, full, flat, beside, closed, chosen, link, onToggle, onChoose }) {
  const { matched } = data;
  const sides = [{ tree: data.one.tree, span: matched.one[node] }, { tree: data.other.tree, span: matched.other[node] }];
  const { tree, span } = sides[0].span >= 0 ? sides[0] : sides[1];
  const service = tree.serviceNames[tree.service[span]];
  const below = matched.end[node] - node - 1;
  const lonely = sides[0].span < 0 ? 'B' : sides[1].span < 0 ? 'A' : '';
  return html`<div class=${'comparerow' + (beside ? ' beside' : '') + (chosen ? ' chosen' : '')} role="row" aria-level=${matched.depth[node] + 1} aria-expanded=${below > 0 && !flat ? (closed ? 'false' : 'true') : undefined} aria-selected=${chosen ? 'true' : 'false'} onClick=${onChoose}>
    <span role="gridcell" style=${{ paddingLeft: (flat ? 0 : Math.min(INDENT_MAX, matched.depth[node]) * 12) + 'px' }}>
      ${!flat && (below > 0 ? html`<button class="plain twisty" aria-label=${closed ? 'Open' : 'Close'} onClick=${onToggle}>${closed ? '\u25b8' : '\u25be'}</button>` : html`<i class="twisty"></i>`)}
      <i class=${'swatch s' + colourOf(service)}></i> ${lonely && html`<b class=${'letter ' + lonely.toLowerCase()} title=${'Only in ' + lonely}>only ${lonely}</b> `}${cutText(tree.names[tree.name[span]], 80)} <span class="note">${cutText(service, 30)}${closed ? ' +' + count(below) : ''}</span></span>
    ${(beside ? sides.map((_, which) => [which]) : [[0, 1]]).map((shown) => html`<span key=${'bars' + shown.join()} role="gridcell" class="pairbars wide" aria-hidden="true">${shown.map((which) => sides[which].span >= 0 && html`<i key=${which} class=${'ab'[which]} style=${place(sides[which], full)}></i>`)}</span>`)}
    ${sides.map((side, which) => html`<span key=${which} role="gridcell" class="number">${side.span < 0 ? html`<span class="note">-</span>` : html`<a href=${link(which, node)} title=${shownText('Open in ' + 'AB'[which])} class=${side.tree.status[side.span] === 2 ? 'bad' : ''}>${duration(side.tree.duration[side.span])}</a>`}</span>`)}
    <span role="gridcell" class="number"><${Delta} nanos=${matched.delta[node]} /></span></div>`;
}

/** Where a bar is. @param {{ tree: import('../../api/trees.js').Tree, span: number }} side @param {number} full */
function place({ tree, span }, full) {
  return { left: (100 * tree.start[span]) / full + '%', width: Math.max(0.2, (100 * tree.duration[span]) / full) + '%' };
}
