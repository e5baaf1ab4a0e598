// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { refresh } from '../../shared/range.js';
import { useCompletion } from './completion.js';
import { Form } from './form.js';

/**
 * The query as text, or as a form in step with it.
 * @param {{ state: import('./model.js').Model }} props
 */
export function QueryBar({ state }) {
  const [text, setText] = useState(state.q);
  const form = param('form', '') === '1';
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => setText(state.q), [state.q]);
  /** @param {string} query */
  const run = (query) => {
    refresh();
    change({ q: query.trim() === '{}' ? null : query.trim(), sel: null });
  };
  const completion = useCompletion(input, text, setText, state);
  return html`<section class="panel querybar">
    <form class="row" role="search" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); completion.close(); run(text); }}>
      <div class="anchor grow">
        <input id="query" ref=${input} class="mono" value=${text} placeholder='{ resource.service.name = "cart" && duration > 100ms }' spellcheck=${false}
          autocomplete="off" role="combobox" aria-label="Query in TraceQL" aria-autocomplete="list" aria-controls="completions"
          aria-expanded=${completion.open ? 'true' : 'false'} aria-activedescendant=${completion.active}
          onInput=${(/** @type {any} */ event) => { setText(event.target.value); completion.ask(event.target); }}
          onClick=${(/** @type {any} */ event) => completion.ask(event.target)} onKeyDown=${completion.onKey} onBlur=${completion.close} />
        ${completion.view}
      </div>
      <button class="primary">Run</button>
      <button type="button" aria-pressed=${state.live ? 'true' : 'false'} title="Traces that match, as they come" onClick=${() => change({ live: state.live ? null : '1', tab: null, mode: null })}>Live</button>
      <button type="button" aria-pressed=${form ? 'true' : 'false'} onClick=${() => change({ form: form ? null : '1' })}>Form</button>
      <span class="segments" role="group" aria-label="What is listed">
        ${['traces', 'spans'].map((mode) => html`<button key=${mode} type="button" aria-pressed=${state.mode === mode ? 'true' : 'false'}
          disabled=${state.live && mode === 'spans'} onClick=${() => change({ mode: mode === 'traces' ? null : mode, sel: null })}>${mode === 'traces' ? 'Traces' : 'Spans'}</button>`)}
      </span>
    </form>
    ${form && html`<${Form} text=${text} state=${state} onChange=${(/** @type {string} */ query) => { setText(query); run(query); }} />`}
  </section>`;
}
