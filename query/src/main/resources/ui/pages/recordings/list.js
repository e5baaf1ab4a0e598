// @ts-check
/** Recordings of a definition: which runs, by whom, how long, what became of them. */
import { html } from '../../app/html.js';
import { search } from '../../api/client.js';
import { bytes, count, duration, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { Failure, LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { recordingLink } from '../scripts/model.js';
import { useCursorPages } from '../scripts/pages.js';
import { Status } from '../scripts/runs.js';

const PAGE = 20;

/** @param {{ definition: string, script?: string }} props script: of this one alone */
export function RecordingList({ definition, script }) {
  const pages = useCursorPages((cursor) => 'trace-definitions/' + encodeURIComponent(definition) + '/recordings' + search({ limit: PAGE, cursor }), 'recordings');
  const { load } = pages;
  const rows = pages.rows.filter((row) => script === undefined || row.script === script);
  return html`<div class=${load.stale && load.data ? 'dim' : ''}><${LoadState} load=${load} what="recordings" />
    ${load.data && rows.length === 0 && html`<div class="state empty">${pages.hasMore ? 'None on this page.' : 'No recording yet. The next run that this definition meets appears here, with its frames.'}</div>`}
    ${rows.length > 0 && html`<div class="scroll-x"><table class="recordings"><thead><tr><th>Run</th>${script === undefined && html`<th>Script</th>`}<th>Started</th><th class="number">Duration</th><th>User</th><th class="number">Frames</th><th class="number">Size</th><th>Status</th><th>Exception</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.runId}><td class="copied"><a class="mono" href=${recordingLink(row.script, row.runId, definition)}>${cutText(row.runId, 36)}</a><${Copy} text=${row.runId} label="Copy the run id" /></td>${script === undefined && html`<td>${cutText(row.script, 32)}</td>`}
        <td>${time(millis(row.started))}</td><td class="number">${duration(row.duration === null ? null : Number(row.duration))}</td><td>${cutText(row.user, 32) || html`<span class="note">-</span>`}</td><td class="number">${count(row.frames)}</td><td class="number">${bytes(Number(row.size))}</td>
        <td><${Status} status=${row.status} /></td><td class="cut">${row.exception ? html`<span class="bad">${cutText(row.exception, 80)}</span>` : ''}</td></tr>`)}</tbody></table></div>`}
    ${pages.failed ? html`<${Failure} error=${pages.failed} retry=${pages.again} />` : pages.hasMore && html`<div class="state"><button onClick=${pages.more}>More recordings</button></div>`}</div>`;
}
