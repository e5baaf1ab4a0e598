// @ts-check
/** Two traces beside each other: where one takes longer than the other, and what only one of them does. */
import { html } from '../../app/html.js';
import { change, go, href, kept, param } from '../../app/url.js';
import { loadComparison } from '../../api/compare.js';
import { useLoad } from '../../api/load.js';
import { count, duration, millis, time } from '../../shared/format.js';
import { Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { Delta } from './delta.js';
import { OperationsTable } from './operations.js';
import { Tree } from './tree.js';

const VIEWS = /** @type {const} */ (['tree', 'beside', 'operations']);

/** @param {{ one: string, other: string }} props */
export default function Compare({ one, other }) {
  const load = useLoad((signal) => loadComparison(one, other, signal), [one, other]);
  const view = param('view', 'tree', VIEWS);
  const swap = () => go(href('compare/' + encodeURIComponent(other) + '/' + encodeURIComponent(one), Object.fromEntries(new URLSearchParams(location.search))));
  const { data } = load;
  return html`<h1 class="visually-hidden">Compare two traces</h1>
    <section class="panel comparison">
      <${Side} letter="A" id=${one} data=${data?.one} />
      <${Side} letter="B" id=${other} data=${data?.other} />
      <div class="row facts"><button onClick=${swap}>Swap</button>
        ${data && html`<span>${data.other.summary.duration === data.one.summary.duration ? 'B takes as long' : html`B takes <${Delta} nanos=${Number(data.other.summary.duration) - Number(data.one.summary.duration)} of=${Number(data.one.summary.duration)} />`}</span>
          <span class="note">${sums(data.matched)}. Spans are the same where service, name, kind and number are, from the root down.</span>`}</div>
    </section>
    ${load.error?.status === 404 && html`<div class="panel state empty">One of these traces is not kept here, in this project: ${load.error.message}.</div>`}
    ${load.error?.status !== 404 && html`<${LoadState} load=${load} what="traces" />`}
    ${data && html`<section class=${'panel' + (load.stale ? ' dim' : '')}>
      <${Tabs} label="Views" chosen=${view} onChoose=${(/** @type {string} */ id) => change({ view: id === 'tree' ? null : id })} tabs=${[['tree', 'Tree'], ['beside', 'Side by side'], ['operations', 'Operations']]} />
      ${view !== 'operations' ? html`<${Tree} key=${one + other} data=${data} beside=${view === 'beside'} />` : html`<${OperationsTable} operations=${data.matched.operations} />`}
    </section>`}`;
}

/** @param {import('./match.js').Matched} matched */
function sums(matched) {
  let both = 0;
  let one = 0;
  for (let i = 0; i < matched.count; i++) {
    if (matched.one[i] >= 0 && matched.other[i] >= 0) both++;
    else if (matched.one[i] >= 0) one++;
  }
  if (both === 0) return 'They have no span in common';
  return count(both) + ' in both, ' + count(one) + ' in A alone, ' + count(matched.count - both - one) + ' in B alone';
}

/** @param {{ letter: string, id: string, data: import('../../api/trees.js').TraceData | undefined }} props */
function Side({ letter, id, data }) {
  const root = data?.summary.root;
  return html`<div class="row facts"><b class=${'letter ' + letter.toLowerCase()}>${letter}</b>
    <a href=${href('trace/' + encodeURIComponent(id), kept())}>${root ? html`${cutText(root.service, 40)} ${cutText(root.name, 80)}` : data ? 'root not received' : id}</a>
    ${data && html`<span class="mono note">${id}</span><span>${time(millis(data.summary.start))}</span><b>${duration(Number(data.summary.duration))}</b><span>${count(data.summary.spans)} spans</span>
      ${data.summary.errors !== '0' && html`<span class="bad">${count(data.summary.errors)} ${data.summary.errors === '1' ? 'error' : 'errors'}</span>`}`}</div>`;
}
