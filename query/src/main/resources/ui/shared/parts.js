// @ts-check
/** Small parts of every page. */
import { useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { colourOf } from './colour.js';
import { Icon } from './icons.js';
import { cutText, shownText } from './text.js';

/** A service by its colour and name. @param {{ name: string, detail?: string, bad?: boolean }} props */
export function Service({ name, detail, bad }) {
  return html`<span class="chip" title=${shownText(name) + (detail ? ' ' + detail : '')}><i class=${'swatch s' + colourOf(name)}></i><span>${name === '' ? '(no service)' : cutText(name, 28)}</span>${detail && html`<span class=${bad ? 'bad' : 'note'}>${detail}</span>`}</span>`;
}

/** Copies a text. @param {{ text: string, label: string }} props */
export function Copy({ text, label }) {
  const [done, setDone] = useState('');
  return html`<button class="plain copy" aria-label=${label} title=${done || label} onClick=${async (/** @type {Event} */ event) => {
    event.stopPropagation();
    try {
      await navigator.clipboard.writeText(text);
      setDone('Copied');
    } catch {
      setDone('The browser does not let this page copy');
    }
  }}><${Icon} name="copy" />${done === 'Copied' && html`<span role="status">Copied</span>`}</button>`;
}

/**
 * A head of a column that sorts.
 * @param {{ id: string, sort: string, descending: boolean, onSort: (id: string, descending: boolean) => void, number?: boolean, children?: any, title?: string }} props
 */
export function SortHead({ id, sort, descending, onSort, number, children, title }) {
  const own = sort === id;
  return html`<th class=${number ? 'number' : ''} aria-sort=${own ? (descending ? 'descending' : 'ascending') : undefined} title=${title}>
    <button onClick=${() => onSort(id, own ? !descending : true)}>${children}${own ? (descending ? ' \u2193' : ' \u2191') : ''}</button></th>`;
}

/** A share of the largest as a bar. @param {{ share: number, err?: boolean }} props */
export function Meter({ share, err }) {
  return html`<span class=${'meter' + (err ? ' err' : '')} aria-hidden="true"><i style=${{ width: Math.max(0, Math.min(1, share || 0)) * 100 + '%' }}></i></span>`;
}

/**
 * Tabs.
 * @param {{ tabs: [string, string][], chosen: string, onChoose: (id: string) => void, label: string }} props
 */
export function Tabs({ tabs, chosen, onChoose, label }) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex(([id]) => id === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length][0];
    onChoose(next);
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${onKey}>${tabs.map(([id, title]) => html`<button key=${id} role="tab"
    data-tab=${id} aria-selected=${id === chosen ? 'true' : 'false'} tabIndex=${id === chosen ? 0 : -1} onClick=${() => onChoose(id)}>${title}</button>`)}</div>`;
}
