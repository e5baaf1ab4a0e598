// @ts-check
/** One run: what it was, its logs, what went in and what came out; and the next one in the list that it stands in. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { go, href, kept, param } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, millis, time } from '../../shared/format.js';
import { Copy, Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { shownText } from '../../shared/text.js';
import { LogTable } from './logs.js';
import { scriptPath } from './model.js';
import { recordLink, Status } from './runs.js';
import { unit } from './script.js';

const SHOWN_MAX = 65_536;

/** @param {{ script: string, run: string }} props */
export function Record({ script, run }) {
  const order = param('sort', '-executedOn', ['executedOn', '-executedOn', 'responseTime', '-responseTime']);
  const path = scriptPath(script, '/runs/' + encodeURIComponent(run), { order });
  const load = useLoad((signal) => ask(path, { signal }), [path]);
  const [tab, setTab] = useState('logs');
  const data = load.data;
  /** @param {string | null | undefined} other */
  const open = (other) => { if (other) go(recordLink(script, other), true); };
  useKeys('Run', {
    'J,j': ['Next run', () => open(data?.next)],
    'K,k': ['Run before', () => open(data?.previous)],
    'Escape': ['Back to the list', () => go(href('scripts/' + encodeURIComponent(script), { ...kept(), period: param('period', '') }))],
  });
  const one = data?.run;
  /** @type {[string, any][]} */
  const facts = one ? [['Deployment Version', one.deploymentVersion], ['Response Time', unit(one.responseTime)], ['Function', one.function], ['Executed on', time(millis(one.start))], ['Source Type', one.sourceType], ['Source', one.source],
    ['User', one.user], ['Service', one.service]] : [];
  return html`<section class="panel traceheader"><div class="row"><a href=${href('scripts/' + encodeURIComponent(script), { ...kept(), period: param('period', '') })}>${script}</a>
      <h1 class="mono">${shownText(run)}</h1><${Copy} text=${run} label="Copy the run id" />${one && html`<${Status} status=${one.status} />${one.timedOut && html`<span class="warn">timed out</span>`}`}
      <span class="right row"><button onClick=${() => open(data?.previous)} disabled=${!data?.previous}>Before <kbd>K</kbd></button><button onClick=${() => open(data?.next)} disabled=${!data?.next}>Next <kbd>J</kbd></button>
      ${one?.traceId && html`<a class="button" href=${href('trace/' + one.traceId, { ...kept(), span: one.spanId })}>Trace</a>`}</span></div>
    <dl class="times">${facts.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${shownText(value)}</dd></div>`)}</dl>
    ${one?.error && html`<div class="state error">${shownText(one.error)}</div>`}</section>
    <${LoadState} load=${load} what="run" />
    ${data && html`<section class="panel"><${Tabs} label="Parts" chosen=${tab} onChoose=${setTab} tabs=${[['logs', 'Logs ' + count(data.total)], ['input', 'Input'], ['output', 'Output']]} />
      ${tab === 'logs' && (data.logs.length ? html`<${LogTable} rows=${data.logs} />` : html`<div class="state empty">${data.message || 'No data to display.'}</div>`)}
      ${tab === 'input' && html`<${Value} text=${data.input} none="This run had no input." />`}
      ${tab === 'output' && html`<${Value} text=${data.output} none=${one.status === 'In Progress' ? 'Output appears when the run ends.' : 'This run had no output.'} />`}</section>`}`;
}

/** A text, as JSON where it is that. @param {{ text: string | null, none: string }} props */
function Value({ text, none }) {
  const [all, setAll] = useState(false);
  if (text === null || text === '') return html`<div class="state empty">${none}</div>`;
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Any text may go into a run; what is no JSON is shown as it is.
  }
  return html`<div class="raw part"><${Copy} text=${text} label="Copy the whole text" /><pre tabIndex=${0}>${shownText(all ? shown : shown.slice(0, SHOWN_MAX))}</pre>
    ${!all && shown.length > SHOWN_MAX && html`<button onClick=${() => setAll(true)}>Show all ${count(shown.length)} characters</button>`}</div>`;
}
