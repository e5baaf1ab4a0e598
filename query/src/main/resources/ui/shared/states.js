// @ts-check
/** What a view says while it loads, when it lacks something, and when it failed: what happened, and what to do. */
import { useEffect, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { place } from '../app/url.js';
import { time } from './format.js';
import { shownText } from './text.js';

/**
 * @param {{ load: import('../api/load.js').Load<any>, what?: string }} props
 */
export function LoadState({ load, what }) {
  const completeness = load.data?.completeness;
  return html`
    ${load.loading && html`<div class="progress" role="status" aria-label=${'Loading ' + (what ?? '')}></div>`}
    ${load.loading && load.slow && html`<div class="state">Still working. <button onClick=${load.cancel}>Cancel</button></div>`}
    ${load.error && html`<${Failure} error=${load.error} retry=${load.retry} />`}
    ${completeness && !completeness.complete && !load.stale && html`<${Partial} completeness=${completeness} />`}`;
}

/** @param {{ completeness: { reason: string, missing: string[] } }} props */
export function Partial({ completeness }) {
  return html`<div class="state partial" role="status"><b>Incomplete: ${completeness.reason}.</b>
    ${completeness.missing?.length > 0 && html`<span>Not read: ${completeness.missing.slice(0, 5).map(shownText).join('; ')}${completeness.missing.length > 5 ? ' and ' + (completeness.missing.length - 5) + ' more' : ''}.</span>`}</div>`;
}

/** @param {{ error: any, retry: () => void }} props */
export function Failure({ error, retry }) {
  const [left, setLeft] = useState(error.retrySeconds ?? 0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => {
      if (left === 1) retry();
      setLeft(left - 1);
    }, 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  if (error.status === 401) return null;
  const project = place.value.params.get('project');
  return html`<div class="state error" role="alert">
    <span>${error.status === 403 ? 'This key may not do this' + (project ? ' in ' + project : '') + ': ' : ''}${shownText(error.message)}</span>
    ${error.status === 0 && error.at && html`<span>Connection lost at ${time(error.at)}; what is shown is from before.</span>`}
    ${left > 0 && html`<span>${error.status === 0 ? 'Next' : 'Busy; next'} try in ${left} s.</span>`}
    ${error.requestId && html`<code>request ${error.requestId}</code>`}
    <button onClick=${retry}>Retry</button></div>`;
}
