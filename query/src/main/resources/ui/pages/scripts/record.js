// @ts-check
/** One run: what it was, its logs, what went in and what came out; and the next one in the list that it stands in. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, href, kept, param } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, millis, time } from '../../shared/format.js';
import { Copy, Tabs } from '../../shared/parts.js';
import { now } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { shownText } from '../../shared/text.js';
import { newDefinition } from '../definitions/links.js';
import { JsonView } from './json.js';
import { LiveState, quiet, useLive } from './live.js';
import { LogTable } from './logs.js';
import { listLink, ORDERS, recordingLink, recordLink, scriptPath, unit } from './model.js';
import { Status } from './runs.js';

/** @param {{ script: string, run: string }} props */
export function Record({ script, run }) {
  const order = param('sort', '-executedOn', ORDERS);
  const path = scriptPath(script, '/runs/' + encodeURIComponent(run), { order });
  const load = useLoad((signal) => ask(path, { signal }), [path, now.value]);
  const part = param('part', 'logs', ['logs', 'input', 'output']);
  // While the next record is on its way the one before stays, dimmed; what it leads to is its own.
  const data = load.data;
  const one = data?.run;
  const live = useLive(script, (runs, logs) => {
    if ([...runs, ...logs].some((news) => news.runId === run)) load.retry();
  }, one?.status === 'In Progress');
  // What came between the load and the first look of the stream.
  useEffect(() => { if (live.connected && one?.status === 'In Progress') load.retry(); }, [live.connected]);
  /** @param {string | null | undefined} other */
  const open = (other) => { if (other && !load.stale) go(recordLink(script, other), true); };
  useKeys('Run', {
    'J,j': ['Next run', () => open(data?.next)],
    'K,k': ['Run before', () => open(data?.previous)],
    'Escape': ['Back to the list', () => go(listLink(script))],
  });
  return html`<section class=${'panel traceheader record' + (load.stale && data ? ' dim' : '')}>
    <div class="row"><a href=${listLink(script)}>${shownText(script)}</a><h1 class="mono">${shownText(run)}</h1><${Copy} text=${run} label="Copy the run id" />
      ${one && html`<${Status} status=${one.status} />${one.timedOut && html`<span class="warn">timed out</span>`}${one.status === 'In Progress' && html`<${Age} since=${millis(one.start)} /><${LiveState} state=${live} />`}`}
      <span class="right row">${data && html`<span class="note" role="status">${data.listed ? html`${count(BigInt(data.position) + 1n)} of ${count(data.listTotal)}` : 'Not in the list as it is filtered'}</span>`}
        <span class="segments"><button onClick=${() => open(data?.previous)} disabled=${!data?.previous} title="Run before in the list (K)"><span aria-hidden="true">\u2039 </span>Previous <kbd>K</kbd></button><button onClick=${() => open(data?.next)} disabled=${!data?.next} title="Next run in the list (J)">Next <kbd>J</kbd><span aria-hidden="true"> \u203a</span></button></span></span></div>
    ${one && html`<div class="row"><${Facts} run=${one} /><span class="right row">${data.recordedBy.map((/** @type {string} */ id) => html`<a key=${id} class="button" href=${recordingLink(script, run, id)}>Recording</a>`)}
      <a class="button" href=${newDefinition({ scripts: [script], run })}>Start tracing</a>${one.traceId && html`<a class="button" href=${href('trace/' + one.traceId, { ...kept(), span: one.spanId })}>Trace</a>`}</span></div>`}
    ${one?.error && html`<div class="state error">${shownText(one.error)}</div>`}</section>
    <${LoadState} load=${quiet(load)} what="run" />
    ${data && html`<div class=${'recordparts' + (load.stale ? ' dim' : '')} data-part=${part}>
      <${Tabs} label="Parts" chosen=${part} onChoose=${(/** @type {string} */ id) => change({ part: id === 'logs' ? null : id })} tabs=${[['logs', 'Logs ' + count(data.total)], ['input', 'Input'], ['output', 'Output']]} />
      <section class="panel logs-part"><header><h2>Logs</h2><span class="note">${count(data.total)}${data.cursor ? ', the first ' + count(data.logs.length) + ' are shown' : ''}</span></header>
        ${data.logs.length ? html`<${LogTable} rows=${data.logs} marked=${param('log', '')} />` : html`<div class="state empty">${one.status === 'In Progress' ? 'No log yet. Printed lines appear when the run ends, structured ones at once.' : data.message || 'No data to display'}</div>`}</section>
      <section class="panel input-part"><header><h2>Input</h2></header><${JsonView} key=${'in' + run} text=${data.input} label="input" none="This run had no input." /></section>
      <section class="panel output-part"><header><h2>Output</h2></header><${JsonView} key=${'out' + run} text=${data.output} label="output" none=${one.status === 'In Progress' ? 'Output appears when the run ends.' : 'This run had no output.'} /></section></div>`}`;
}

/** @param {{ run: any }} props */
function Facts({ run }) {
  /** @type {[string, any, string?][]} */
  const facts = [['Deployment Version', run.deploymentVersion], ['Response Time', unit(run.responseTime), run.responseTime + ' ms'], ['Ran for', run.responseTime || run.duration === null ? '' : duration(Number(run.duration))], ['Function', run.function],
    ['Executed on', time(millis(run.start)), run.executedOn], ['Source Type', run.sourceType], ['Source', run.source], ['User', run.user], ['Invocation', run.invocation]];
  return html`<dl class="times">${facts.filter(([, value]) => value).map(([name, value, title]) => html`<div key=${name}><dt>${name}</dt><dd title=${title}>${shownText(value)}</dd></div>`)}</dl>`;
}

/** How long a run goes on by now. @param {{ since: number }} props */
function Age({ since }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="note">for ${duration(Math.max(0, Math.floor((Date.now() - since) / 1_000)) * 1e9)}</span>`;
}
