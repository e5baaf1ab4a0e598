// @ts-check
import { useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from './html.js';
import { useKeys } from './keys.js';
import { OWN_TIME, PAGES, PARENTS } from './routes.js';
import { key, shade, signOut, theme } from './session.js';
import { change, go, href, kept, param } from './url.js';
import { RangePicker } from '../shared/rangepicker.js';
import { Icon } from '../shared/icons.js';

const ZONES = ['local', 'utc'];

/**
 * The bar: pages, a box for a pasted id, range, zone, theme, help.
 * @param {{ page: string | undefined, onHelp: () => void }} props
 */
export function Bar({ page, onHelp }) {
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [wrong, setWrong] = useState('');
  useKeys('Everywhere', { 'g i': ['Open a trace by its id', () => box.current?.focus()] });
  /** @param {Event} event */
  const open = (event) => {
    event.preventDefault();
    const text = (box.current?.value ?? '').trim().replaceAll('-', '').toLowerCase();
    if (/^[0-9a-f]{1,32}$/.test(text)) {
      setWrong('');
      go(href('trace/' + text.padStart(text.length > 16 ? 32 : 16, '0'), kept()));
    } else {
      setWrong('A trace id has up to 32 hexadecimal digits.');
    }
  };
  const zone = param('tz', 'local');
  return html`<header class="bar">
    <a class="brand" href=${href('explore', kept())}><img src=${new URL('../css/icon.svg', import.meta.url).pathname} alt="" />Spanhouse</a>
    <nav aria-label="Pages">${PAGES.map(([name, title]) => html`<a key=${name} href=${href(name, kept())}
      aria-current=${(PARENTS[page ?? ''] ?? page) === name ? 'page' : undefined}>${title}</a>`)}</nav>
    <form class="anchor" onSubmit=${open}>
      <input class="open-id" ref=${box} placeholder="Trace id" aria-label="Trace id" spellcheck=${false} autocomplete="off"
        aria-invalid=${wrong ? 'true' : undefined} onInput=${() => setWrong('')} />
      ${wrong && html`<div class="popup" role="alert"><span class="item">${wrong}</span></div>`}
    </form>
    <span class="space"></span>
    ${!OWN_TIME.includes(page ?? '') && html`<${RangePicker} />`}
    <select aria-label="Time zone" value=${zone} onChange=${(/** @type {any} */ event) => change({ tz: event.target.value === 'local' ? null : event.target.value })}>
      <option value="local">${Intl.DateTimeFormat().resolvedOptions().timeZone || 'local'}</option>
      <option value="utc">UTC</option>
      ${!ZONES.includes(zone) && html`<option value=${zone}>${zone}</option>`}
    </select>
    <button class="plain" onClick=${() => { theme.value = shade.value === 'dark' ? 'light' : 'dark'; }}
      aria-label=${shade.value === 'dark' ? 'Light colours' : 'Dark colours'} title="Colours"><${Icon} name=${shade.value === 'dark' ? 'sun' : 'moon'} /></button>
    <button class="plain" onClick=${onHelp} aria-label="Keys" title="Keys (?)"><${Icon} name="keyboard" /></button>
    ${key.value && html`<button class="plain" onClick=${signOut}>Sign out</button>`}
  </header>`;
}

