// @ts-check
/** What operators look at, for keys of scope admin. Nothing is changed here: that is done by commands on the server's machine. */
import { html } from '../../app/html.js';
import { go, href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { useKeys } from '../../app/keys.js';
import { now, refresh } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { Icon } from '../../shared/icons.js';
import { Tabs } from '../../shared/parts.js';
import { Keys } from './keys.js';
import { Projects } from './projects.js';
import { Refused } from './refused.js';
import { Slow } from './slow.js';
import { Buckets, Damage, Retention } from './storage.js';

/** Tabs with what they show and the part of the interface that they need. @type {[string, string, any, string[]][]} */
const TABS = [
  ['projects', 'Projects', Projects, ['projects']],
  ['keys', 'Keys', Keys, ['keys']],
  ['retention', 'Retention', Retention, ['storage']],
  ['buckets', 'Buckets', Buckets, ['storage']],
  ['refused', 'Refused', Refused, ['queries', 'refused-spans']],
  ['damage', 'Damage', Damage, ['storage']],
  ['slow', 'Slow queries', Slow, ['queries']],
];

/** @param {{ tab?: string }} props */
export default function Admin({ tab = 'projects' }) {
  const rights = useLoad((signal) => ask('status', { signal }), []);
  const lacks = rights.data !== null && !rights.data.scopes.includes('admin');
  useKeys('Admin', { 'R': ['Look again', refresh] });
  const [id, title] = TABS.find(([one]) => one === tab) ?? TABS[0];
  return html`<div class="row"><h1>Admin</h1>${rights.data && html`<span class=${'status ' + (rights.data.accepting ? 'ok' : 'err')}>${rights.data.accepting ? 'Taking spans' : 'Not taking spans'}</span>${rights.data.damaged && html`<a href=${href('admin/damage', kept())} class="status err">Damage found</a>`}`}
      <button class="right" onClick=${refresh} title="Look again (R)"><${Icon} name="reload" />Look again</button></div>
    <section class="panel admin"><${Tabs} label="Admin" chosen=${id} onChoose=${(/** @type {string} */ one) => go(href('admin/' + one, kept()))} tabs=${TABS.map(([one, name]) => [one, name])} />
      ${lacks ? html`<div class="state empty" role="status">Admin needs a key with that right: this one has ${rights.data.scopes.join(', ') || 'none'}.</div>`
        : rights.error ? html`<${LoadState} load=${rights} what="rights" />` : rights.data && html`<${Part} key=${id} id=${id} title=${title} />`}</section>`;
}

/** @param {{ id: string, title: string }} props */
function Part({ id, title }) {
  const [, , View, needs] = TABS.find(([one]) => one === id) ?? TABS[0];
  const load = useLoad(async (signal) => Promise.all(needs.map((one) => ask('admin/' + one, { signal }))), [id, now.value]);
  return html`<${LoadState} load=${load} what=${title} />${load.data && html`<${View} answers=${load.data} />`}`;
}
