// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { change, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { now, refresh } from '../../shared/range.js';
import { Icon } from '../../shared/icons.js';
import { Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { shownText } from '../../shared/text.js';
import { newDefinition } from '../definitions/links.js';
import { RecordingsOfScript } from '../recordings/ofscript.js';
import { Cards } from './cards.js';
import { Export } from './export.js';
import { Filters } from './filters.js';
import { LiveState, quiet, useLive } from './live.js';
import { Logs } from './logs.js';
import { scriptPath } from './model.js';
import { Period } from './period.js';
import { Runs } from './runs.js';
import { Traces } from './traces.js';
import { Trend } from './trend.js';

/** @type {[string, string][]} */
const TABS = [['runs', 'All Runs'], ['logs', 'Logs'], ['traces', 'Script traces'], ['recordings', 'Recordings']];

/** One script over a period: figures, then runs, logs, traces or recordings. @param {{ script: string }} props */
export function Script({ script }) {
  const tab = param('tab', 'runs', TABS.map(([id]) => id));
  const kind = tab === 'logs' ? 'logs' : 'runs';
  const path = scriptPath(script, '/metrics', {});
  const load = useLoad((signal) => ask(path, { signal }), [path, now.value]);
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [news, setNews] = useState(/** @type {{ runs: any[], number: number }} */ ({ runs: [], number: 0 }));
  const live = useLive(script, (runs) => {
    load.retry();
    setNews((old) => ({ runs, number: old.number + 1 }));
  });
  // What came between the load and the first look of the stream, or while the connection was lost.
  useEffect(() => {
    if (!live.connected) return;
    load.retry();
    setNews((old) => ({ runs: [], number: old.number + 1 }));
  }, [live.connected]);
  useKeys('Scripts', {
    'R': ['Run again, up to now', refresh],
    '/': ['Search', (event) => { event.preventDefault(); search.current?.focus(); }],
  });
  const lists = tab === 'runs' || tab === 'logs';
  return html`<div class="script">
    <div class="row"><h1>${shownText(script)}</h1><${LiveState} state=${live} />
      <span class="right row"><a class="button" href=${newDefinition({ scripts: [script] })}>Start tracing</a>${lists && html`<${Period} window=${load.data?.window} />`}<button class="plain" aria-label="Run again" title="Run again (R)" onClick=${refresh}><${Icon} name="reload" /></button></span></div>
    ${lists && html`<${LoadState} load=${quiet(load)} what="figures" />
    ${load.data && html`<div class=${load.stale ? 'dim figures' : 'figures'}><${Cards} data=${load.data} /><${Trend} trend=${load.data.trend} /></div>`}`}
    <section class="panel"><${Tabs} label="Lists" chosen=${tab} onChoose=${(/** @type {string} */ one) => change({ tab: one === 'runs' ? null : one })} tabs=${TABS} />
      ${lists && html`<div class="row listbar">
        <input type="search" ref=${search} aria-label="Search" placeholder=${kind === 'runs' ? 'Search runs' : 'Search logs'} title=${kind === 'runs' ? 'In Run ID, Deployment Version, Function, Source Type and Source' : 'In Log ID, Log level and Log Message'}
          value=${param('s', '')} onChange=${(/** @type {any} */ event) => change({ s: event.target.value || null })} />
        <${Filters} key=${kind} script=${script} kind=${kind} /><span class="space"></span><${Export} key=${kind} script=${script} kind=${kind} /></div>`}
      ${tab === 'runs' && html`<${Runs} script=${script} news=${news} />`}
      ${tab === 'logs' && html`<${Logs} script=${script} news=${news} />`}
      ${tab === 'traces' && html`<${Traces} script=${script} />`}
      ${tab === 'recordings' && html`<${RecordingsOfScript} script=${script} />`}</section></div>`;
}
