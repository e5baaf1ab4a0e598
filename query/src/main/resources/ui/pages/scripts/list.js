// @ts-check
/** The scripts there are; one is looked at, and any number of them can be chosen for a trace definition. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count } from '../../shared/format.js';
import { now } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { newDefinition } from '../definitions/links.js';
import { quiet } from './live.js';
import { scriptLink } from './model.js';

const FIND_FROM = 8;
const EVERY_MILLIS = 15_000;

/** @param {{ chosen: string | undefined }} props */
export function ScriptList({ chosen }) {
  const load = useLoad((signal) => ask('scripts', { signal }), [now.value]);
  const [find, setFind] = useState('');
  const [marked, setMarked] = useState(/** @type {string[]} */ ([]));
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) load.retry(); }, EVERY_MILLIS);
    return () => clearInterval(timer);
  }, []);
  /** @type {any[]} */
  const scripts = load.data?.scripts ?? [];
  const shown = scripts.filter((one) => one.script.toLowerCase().includes(find.toLowerCase()));
  /** @param {string} name */
  const mark = (name) => setMarked(marked.includes(name) ? marked.filter((one) => one !== name) : [...marked, name]);
  return html`<nav class="panel scriptlist" aria-label="Scripts"><header>${chosen === undefined ? html`<h1>Scripts</h1>` : html`<h2>Scripts</h2>`}<span class="note">${load.data ? count(scripts.length) : ''}</span>
      <a class="right" href=${newDefinition(null)}>Trace definitions</a></header>
    <${LoadState} load=${quiet(load)} what="scripts" />
    ${load.data && scripts.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display'}. Scripts appear here when their first run or deployment does.</div>`}
    ${scripts.length >= FIND_FROM && html`<div class="row tool"><input type="search" aria-label="Find a script" placeholder="Find a script" value=${find} onInput=${(/** @type {any} */ event) => setFind(event.target.value)} /></div>`}
    <ul>${shown.map((one) => html`<li key=${one.script} class="row">
      ${choosing && html`<input type="checkbox" aria-label=${'Choose ' + one.script} checked=${marked.includes(one.script)} onChange=${() => mark(one.script)} />`}
      <a href=${scriptLink(one.script, {})} aria-current=${one.script === chosen ? 'page' : undefined} title=${one.lastExecutedOn ? 'Last executed on ' + one.lastExecutedOn : 'Never executed'}>
      <b>${cutText(one.script, 32)}</b><span class="note">${[one.deploymentVersion && 'v' + one.deploymentVersion, one.state !== 'Deployed' && one.state].filter(Boolean).join(' ')}</span>
      <span class="right">${count(one.runs)}${one.inProgress !== '0' ? html` <span class="status going">${count(one.inProgress)} running</span>` : ''}</span></a></li>`)}</ul>
    ${find && shown.length === 0 && html`<p class="state note">No script of that name.</p>`}
    ${scripts.length > 0 && html`<div class="row tool">${choosing
      ? html`<a class=${'button' + (marked.length ? '' : ' off')} aria-disabled=${marked.length ? undefined : 'true'} href=${marked.length ? newDefinition({ scripts: marked }) : undefined}>Start tracing ${marked.length ? count(marked.length) : ''}</a>
        <button class="plain" onClick=${() => { setChoosing(false); setMarked([]); }}>Cancel</button>`
      : html`<button onClick=${() => setChoosing(true)}>Start tracing scripts</button>`}</div>`}</nav>`;
}
