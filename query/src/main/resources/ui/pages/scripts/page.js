// @ts-check
/** Scripts: which there are, their runs and logs, and one run as a record. */
import { html } from '../../app/html.js';
import { href, kept, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { Record } from './record.js';
import { Script } from './script.js';

/** @param {{ script?: string, run?: string }} props */
export default function Scripts({ script, run }) {
  if (script !== undefined && run !== undefined) return html`<${Record} key=${run} script=${script} run=${run} />`;
  return html`<div class="scripts"><${List} chosen=${script} />
    ${script === undefined ? html`<div class="panel state empty">Choose a script.</div>` : html`<${Script} key=${script} script=${script} />`}</div>`;
}

/** @param {{ chosen: string | undefined }} props */
function List({ chosen }) {
  const load = useLoad((signal) => ask('scripts', { signal }), []);
  const scripts = load.data?.scripts ?? [];
  return html`<nav class="panel scriptlist" aria-label="Scripts"><header>${chosen === undefined ? html`<h1>Scripts</h1>` : html`<h2>Scripts</h2>`}</header><${LoadState} load=${load} what="scripts" />
    ${load.data && scripts.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display.'}</div>`}
    <ul>${scripts.map((/** @type {any} */ one) => html`<li key=${one.script}><a href=${href('scripts/' + encodeURIComponent(one.script), { ...kept(), period: param('period', '') })} aria-current=${one.script === chosen ? 'page' : undefined}>
      <b>${cutText(one.script, 40)}</b><span class="note">${[one.deploymentVersion && 'v' + one.deploymentVersion, one.state].filter(Boolean).join(' ')}</span>
      <span class="right">${count(one.runs)}${one.inProgress !== '0' ? html` <span class="note">${count(one.inProgress)} running</span>` : ''}</span></a></li>`)}</ul></nav>`;
}
