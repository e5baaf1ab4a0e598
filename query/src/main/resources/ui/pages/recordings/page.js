// @ts-check
/** The player of a recording: one run, frame by frame, with all variables at any of them. */
import { html } from '../../app/html.js';
import { href, kept, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { now, refresh } from '../../shared/range.js';
import { useKeys } from '../../app/keys.js';
import { bytes, count, duration, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { shownText } from '../../shared/text.js';
import { definitionLink, newDefinition } from '../definitions/links.js';
import { recordLink, scriptLink } from '../scripts/model.js';
import { Status } from '../scripts/runs.js';
import { Player } from './player.js';

/** @param {{ script: string, run: string }} props */
export default function Recording({ script, run }) {
  const named = param('definition', '');
  // A link that names no definition leads to the one that recorded the run.
  const found = useLoad(async (signal) => {
    if (named) return { recordedBy: [named] };
    return ask('scripts/' + encodeURIComponent(script) + '/runs/' + encodeURIComponent(run) + '?period=all&logs=1', { signal });
  }, [named, script, run]);
  /** @type {string | undefined} */
  const definition = found.data && !found.stale ? found.data.recordedBy[0] : undefined;
  const path = 'trace-definitions/' + encodeURIComponent(definition ?? '') + '/recordings/' + encodeURIComponent(run);
  const load = useLoad((signal) => (definition ? ask(path, { signal }) : new Promise(() => undefined)), [path, now.value]);
  useKeys('Recording', { 'R': ['Load it again', refresh] });
  const one = load.data;
  return html`<section class="panel traceheader record"><div class="row"><a href=${scriptLink(script, { tab: 'recordings' })}>${shownText(script)}</a><h1>Recording of <span class="mono">${shownText(run)}</span></h1><${Copy} text=${run} label="Copy the run id" />
      ${one && html`<${Status} status=${one.status} />`}<span class="right row">${definition && html`<a class="button" href=${definitionLink(definition)}>Trace definition ${definition}</a>`}<a class="button" href=${recordLink(script, run)}>Run</a>
      ${one?.traceIds[0] && html`<a class="button" href=${href('trace/' + one.traceIds[0], kept())}>Trace</a>`}</span></div>
    ${one && html`<dl class="times">${facts(one).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
    ${one?.exception && html`<div class="state error">${shownText(one.exception)}</div>`}</section>
    <${LoadState} load=${found.error ? found : load} what="recording" />
    ${found.data && !definition && html`<div class="panel state empty">No recording of this run. <a class="button" href=${newDefinition({ scripts: [script], run })}>Start tracing</a> records the runs to come.</div>`}
    ${one && (one.frames === 0 ? html`<div class="panel state empty">This recording has no frames${one.status === 'In Progress' ? ' yet.' : ': the script sent none.'} <button onClick=${load.retry}>Look again</button></div>`
      : html`<${Player} key=${path} path=${path} info=${one} />`)}`;
}

/** @param {any} one @returns {[string, string][]} */
function facts(one) {
  return [['Started', time(millis(one.started))], ['Duration', duration(one.duration === null ? null : Number(one.duration))], ['User', shownText(one.user) || '-'], ['Frames', count(one.frames)], ['Size', bytes(Number(one.size))],
    ['Exceptions', count(one.exceptions.length) + (one.exceptions.length >= 1_000 ? ' or more' : '')], ['Missing', one.gaps.length === 0 ? 'none' : count(one.gaps.length) + (one.gaps.length >= 1_000 ? ' gaps or more' : one.gaps.length === 1 ? ' gap' : ' gaps')], ['Recorded', time(millis(one.recorded))]];
}
