// @ts-check
/** The latest hundred executions by way of execution, as Syncano's interface gives them; a row unfolds to its result. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { base, change, param } from '../../app/url.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { now } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { JsonView } from './json.js';
import { Status } from './runs.js';

/** @type {[string, string, string][]} */
const KINDS = [['script', 'Script', 'snippets/scripts'], ['schedule', 'Schedule', 'schedules'], ['trigger', 'Trigger', 'triggers'], ['endpoint', 'Script endpoint', 'endpoints/scripts']];

/** @param {{ script: string }} props */
export function Traces({ script }) {
  const name = encodeURIComponent(script);
  const project = useLoad((signal) => ask('status', { signal }), []);
  const counts = useLoad((signal) => ask('scripts/' + name + '/values/runs' + search({ period: 'all', column: 'invocation' }), { signal }), [script, now.value]);
  const found = new Map((counts.data?.values ?? []).map((/** @type {any} */ one) => [one.value.toLowerCase(), one.count]));
  // Runs that do not say how they were started count as those of the script itself.
  const ofKind = (/** @type {string} */ id) => BigInt(found.get(id) ?? 0) + (id === 'script' ? BigInt(found.get('') ?? 0) : 0n);
  const most = [...KINDS].sort(([a], [b]) => Number(ofKind(b) - ofKind(a)))[0][0];
  const chosen = param('by', most, KINDS.map(([id]) => id));
  const path = '/v1.1/instances/' + encodeURIComponent(project.data?.project ?? '') + '/' + KINDS.find(([id]) => id === chosen)?.[2] + '/' + name + '/traces/';
  const ready = project.data !== null && counts.data !== null;
  const load = useLoad((signal) => (ready ? ask(path, { signal }) : new Promise(() => undefined)), [path, ready, now.value]);
  const [open, setOpen] = useState(/** @type {number | null} */ (null));
  useEffect(() => setOpen(null), [path]);
  /** @type {any[]} */
  const rows = load.data?.objects ?? [];
  return html`<div class="row listbar"><span class="segments" role="group" aria-label="Way of execution">${KINDS.map(([id, title]) => html`<button key=${id} aria-pressed=${id === chosen ? 'true' : 'false'} onClick=${() => change({ by: id })}>${title} <span class="note">${count(ofKind(id))}</span></button>`)}</span>
      <span class="note">The latest 100 are listed.</span></div>
    <${LoadState} load=${project.error ? project : counts.error ? counts : load} what="script traces" />
    ${load.data && rows.length === 0 && html`<div class="state empty">No data to display: nothing was executed this way.</div>`}
    ${rows.length > 0 && html`<div class=${'scroll-x' + (load.stale ? ' dim' : '')}><table class="scripttraces"><thead><tr><th>Status</th><th>Trace ID</th><th class="number">Duration</th><th>Execution date</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.id}><td><${Status} status=${row.status} /></td><td><button class="plain" aria-expanded=${open === row.id ? 'true' : 'false'} onClick=${() => setOpen(open === row.id ? null : row.id)}><span aria-hidden="true">${open === row.id ? '\u25be' : '\u25b8'}</span> ${row.id}</button></td>
        <td class="number">${row.duration === null ? '' : duration(row.duration * 1e6)}</td><td title=${row.executed_at}>${time(Date.parse(row.executed_at))}</td></tr>
        ${open === row.id && html`<tr key=${row.id + 'open'}><td colSpan=${4} class="unfolded"><${Unfolded} row=${row} /></td></tr>`}`)}</tbody></table></div>`}`;
}

/** @param {{ row: any }} props */
function Unfolded({ row }) {
  // Of a long result the list holds only that it is long.
  const whole = useLoad((signal) => (row.result?.__error__ ? ask(row.links.self, { signal }) : Promise.resolve(row)), [row.links.self]);
  const shown = whole.data;
  return html`<${LoadState} load=${whole} what="result" />${shown && html`<div class="row"><code>GET ${row.links.self}</code><${Copy} text=${location.origin + base.slice(0, -1) + row.links.self} label="Copy the address" /></div>
    <h2>Result</h2><${JsonView} text=${shown.result} label="result" none=${row.status === 'processing' ? 'A result comes when it ends.' : 'It had no result.'} />
    ${shown.args !== undefined && html`<h2>Arguments</h2><${JsonView} text=${JSON.stringify(shown.args)} label="arguments" none="None." />`}
    ${shown.meta !== undefined && html`<h2>Request</h2><${JsonView} text=${JSON.stringify(shown.meta)} label="request" none="None." />`}`}`;
}
