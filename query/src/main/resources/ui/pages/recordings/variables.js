// @ts-check
/** All variables at a frame: those that it changed first, with what they were before. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { count, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { cutText, shownText } from '../../shared/text.js';
import { Tree } from '../../shared/tree.js';
import { brief, ofOtlp, toJson } from '../../shared/values.js';
import { where } from './frames.js';

const SHOWN = 200;
const LINE = 160;
/** v2 before v10. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** @param {{ view: import('./frames.js').View, index: number, find: string, onGo: (index: number) => void }} props */
export function Variables({ view, index, find, onGo }) {
  const [most, setMost] = useState(SHOWN);
  const [open, setOpen] = useState(/** @type {Set<string>} */ (new Set()));
  const { frame } = view;
  const wanted = find.toLowerCase();
  const rows = view.variables.filter((one) => one.name.toLowerCase().includes(wanted)).sort((a, b) => Number(b.changed) - Number(a.changed) || NAMES.compare(a.name, b.name));
  const changed = view.variables.filter((one) => one.changed).length;
  /** @param {string} name */
  const toggle = (name) => setOpen((old) => { const next = new Set(old); if (!next.delete(name)) next.add(name); return next; });
  return html`<section class="panel variables"><header><h2>Variables at frame ${count(frame.index)}</h2><span class="note mono">${cutText(where(frame), 80)}</span><span class="note">${time(millis(frame.time))}</span>
      <span class="note" role="status">${count(changed)} of ${count(view.variables.length)} changed</span></header>
    ${frame.exception && html`<div class="state error">An exception was raised at this frame.</div>`}
    ${frame.index !== index && html`<div class="state partial">Frame ${count(index)} did not come; this is frame ${count(frame.index)}, the one before it.</div>`}
    <div class="row tool"><input type="search" aria-label="Find a variable" placeholder="Find a variable" value=${find} onInput=${(/** @type {any} */ event) => change({ vars: event.target.value || null }, true)} /></div>
    ${view.variables.length === 0 && html`<div class="state empty">No variable is set yet at this frame.</div>`}
    ${view.variables.length > 0 && rows.length === 0 && html`<div class="state empty">No variable of that name.</div>`}
    ${rows.length > 0 && html`<div class="scroll-x"><table><thead><tr><th>Name</th><th>Value</th><th class="number">Set at</th></tr></thead><tbody>${rows.slice(0, most).map((one) => html`<${Row} key=${one.name} one=${one} open=${open.has(one.name)} onToggle=${() => toggle(one.name)} onGo=${onGo} />`)}</tbody></table></div>`}
    ${rows.length > most && html`<div class="state"><button onClick=${() => setMost(most + SHOWN)}>Show ${count(Math.min(SHOWN, rows.length - most))} more of ${count(rows.length - most)}</button></div>`}</section>`;
}

/** @param {{ one: import('./frames.js').Variable, open: boolean, onToggle: () => void, onGo: (index: number) => void }} props */
function Row({ one, open, onToggle, onGo }) {
  const value = ofOtlp(one.value);
  const nested = value.entries !== null && value.entries.length > 0;
  const line = brief(value, LINE);
  const long = value.kind === 'text' && value.text.length > LINE;
  return html`<tr class=${one.changed ? 'changed' : ''}><th scope="row">${one.changed ? html`<span aria-hidden="true">* </span><span class="visually-hidden">changed: </span>` : ''}${nested || long ? html`<button class="plain" aria-expanded=${open ? 'true' : 'false'} onClick=${onToggle}><span aria-hidden="true">${open ? '\u25be' : '\u25b8'}</span> ${cutText(one.name, 48)}</button>` : cutText(one.name, 48)}</th>
    <td class="mono copied">${one.changed && !one.isNew && html`<del><span class="visually-hidden">before: </span>${shownText(brief(ofOtlp(one.before), 60))}</del> <span aria-hidden="true">\u2192</span> `}
      ${open && nested ? html`<${Tree} value=${value} label=${shownText(one.name)} tools=${false} />` : open && long ? html`<span class="whole">${shownText(value.text)}</span>` : html`<span class=${'leaf ' + value.kind}>${shownText(line)}</span>`}${one.changed && one.isNew ? html` <span class="badge">new</span>` : ''}<${Copy} text=${value.entries ? toJson(value, '  ') : value.text} label=${'Copy the value of ' + shownText(one.name)} /></td>
    <td class="number"><button class="plain" title="Go to the frame that set it" onClick=${() => onGo(one.setAt)}>${count(one.setAt)}</button></td></tr>`;
}
