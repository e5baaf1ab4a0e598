// @ts-check
/** Explore: what there is, where it is slow or fails, and which traces those are. */
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { Tabs } from '../../shared/parts.js';
import { model, select } from './model.js';
import { QueryBar } from './querybar.js';
import { Overview } from './overview.js';
import { Results } from './results.js';
import { Breakdown } from './breakdown.js';
import { Differences } from './differences.js';
import { Live } from './live.js';
import { Selection } from './selection.js';
import { Structure } from './structure.js';

export default function Explore() {
  const state = model();
  useKeys('Explore', {
    '/': ['Write a query', (event) => { event.preventDefault(); document.getElementById('query')?.focus(); }],
    'Escape': ['Deselect', () => { if (state.box) select(null); else /** @type {HTMLElement | null} */ (document.activeElement)?.blur(); }],
  });
  return html`
    <h1 class="visually-hidden">Explore</h1>
    <${QueryBar} state=${state} />
    <${Overview} state=${state} />
    ${state.box && html`<${Selection} state=${state} box=${state.box} />`}
    <section class="panel">
      <${Tabs} label="Views" chosen=${state.tab} onChoose=${(/** @type {string} */ tab) => change({ tab: tab === 'results' ? null : tab })}
        tabs=${[['results', state.mode === 'traces' ? 'Traces' : 'Spans'], ['breakdown', 'Breakdown'], ['differences', 'Differences'], ['structure', 'Structure']]} />
      ${state.tab === 'breakdown' ? html`<${Breakdown} state=${state} />` : state.tab === 'differences' ? html`<${Differences} state=${state} />` : state.tab === 'structure' ? html`<${Structure} state=${state} />` : state.live ? html`<${Live} state=${state} />` : html`<${Results} state=${state} />`}
    </section>`;
}
