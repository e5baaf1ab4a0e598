// @ts-check
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { href, kept } from '../../app/url.js';
import { count } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { safeLink, shownText } from '../../shared/text.js';
import { attributeName, quoted } from '../../shared/traceql.js';

const SHOWN_MAX = 4_096;
const WHOLE_MAX = 65_536;

/**
 * A value of OTLP JSON: its type, its text, and how TraceQL writes it if it can.
 * @param {any} value
 * @returns {{ type: string, text: string, query: string | null }}
 */
export function valueOf(value) {
  if (value == null) return { type: 'empty', text: '', query: null };
  if (value.stringValue !== undefined) return { type: 'string', text: value.stringValue, query: quoted(value.stringValue) };
  if (value.intValue !== undefined) return { type: 'int', text: String(value.intValue), query: String(value.intValue) };
  if (value.doubleValue !== undefined) return { type: 'double', text: String(value.doubleValue), query: Number.isFinite(value.doubleValue) ? String(value.doubleValue) : null };
  if (value.boolValue !== undefined) return { type: 'bool', text: String(value.boolValue), query: String(value.boolValue) };
  if (value.bytesValue !== undefined) return { type: 'bytes', text: value.bytesValue, query: null };
  if (value.arrayValue !== undefined) return { type: 'array', text: JSON.stringify((value.arrayValue.values ?? []).map(plain)), query: null };
  if (value.kvlistValue !== undefined) return { type: 'map', text: JSON.stringify(plain(value)), query: null };
  return { type: 'empty', text: '', query: null };
}

/** A value as JSON has it. @param {any} value @returns {any} */
function plain(value) {
  if (value?.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plain);
  if (value?.kvlistValue !== undefined) return (value.kvlistValue.values ?? []).map((/** @type {any} */ one) => ({ [one.key]: plain(one.value) }));
  return value?.stringValue ?? value?.intValue ?? value?.doubleValue ?? value?.boolValue ?? value?.bytesValue ?? null;
}

/** @param {{ level: string, title: string, list: any[] | undefined, dropped: number | undefined }} props */
export function Attributes({ level, title, list, dropped }) {
  if (!list?.length && !dropped) return title && level !== 'scope' ? html`<h3>${title}</h3><p class="note">No attributes.</p>` : title.trim() !== 'Scope' && title ? html`<h3>${title}</h3>` : null;
  return html`${title && html`<h3>${title}</h3>`}
    <table class="attributes"><tbody>${(list ?? []).map((one, i) => html`<${Row} key=${i} level=${level} name=${one.key ?? ''} value=${one.value} />`)}</tbody></table>
    ${dropped ? html`<p class="warn">${count(dropped)} attributes were dropped before they were sent.</p>` : null}`;
}

/** @param {{ level: string, name: string, value: any }} props */
function Row({ level, name, value }) {
  const { type, text, query } = valueOf(value);
  const [whole, setWhole] = useState(false);
  const most = whole ? Infinity : text.length > WHOLE_MAX ? SHOWN_MAX : WHOLE_MAX;
  const link = type === 'string' ? safeLink(text) : null;
  const shown = shownText(text.length > most ? text.slice(0, most) : text);
  const similar = query !== null && query.length < 1_000 ? href('explore', { ...kept(), q: '{ ' + attributeName(level, name) + ' = ' + query + ' }' }) : null;
  return html`<tr><th scope="row" title=${shownText(name)}>${shownText(name)}</th>
    <td><span class=${'value ' + type}>${link ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${shown}</a>` : shown === '' ? html`<span class="note">${type === 'string' ? 'empty' : type}</span>` : shown}</span>
      ${text.length > most && html`<button onClick=${() => setWhole(true)}>Show all ${count(text.length)} characters</button>`}</td>
    <td class="acts"><span class="note">${type === 'string' ? '' : type}</span>${similar && html`<a class="button plain" href=${similar} title="Find spans with this value" aria-label=${'Find spans with this ' + shownText(name)}>=</a>`}<${Copy} text=${text} label=${'Copy the value of ' + shownText(name)} /></td></tr>`;
}
