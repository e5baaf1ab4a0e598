// @ts-check
import { useEffect, useId, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask, search } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { Icon } from '../../shared/icons.js';
import { cutText } from '../../shared/text.js';
import { narrowing } from './model.js';

const PAUSE_MILLIS = 150;
const OFFERED = 8;

/**
 * Several values of a column, each added by Tab or Enter or chosen from those that there are.
 * @param {{ script: string, kind: import('./model.js').Kind, column: string, values: string[], onValues: (values: string[]) => void }} props
 */
export function ValuesField({ script, kind, column, values, onValues }) {
  const [text, setText] = useState('');
  const [offered, setOffered] = useState(/** @type {{ value: string, count: string }[]} */ ([]));
  const [focused, setFocused] = useState(false);
  const [at, setAt] = useState(-1);
  const id = useId();
  useEffect(() => {
    if (!focused) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      // What there is to choose from does not hang on the filters that are just being changed.
      const { filter, search: _, ...period } = narrowing(kind);
      ask('scripts/' + encodeURIComponent(script) + '/values/' + kind + search({ ...period, column, contains: text, limit: OFFERED + values.length }), { signal: controller.signal })
        .then((answer) => { setOffered(answer.values); setAt(-1); }, () => undefined);
    }, PAUSE_MILLIS);
    return () => { clearTimeout(timer); controller.abort(); };
  }, [focused, column, text, kind]);
  const choices = offered.filter((one) => !values.includes(one.value)).slice(0, OFFERED);
  /** @param {string} value */
  const add = (value) => {
    if (!values.includes(value)) onValues([...values, value]);
    setText('');
    setAt(-1);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      setAt(Math.max(-1, Math.min(choices.length - 1, at + step)));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && (choices[at] || text)) {
      event.preventDefault();
      add(choices[at]?.value ?? text);
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      onValues(values.slice(0, -1));
    }
  };
  const open = focused && choices.length > 0;
  return html`<span class="values anchor">${values.map((value) => html`<button type="button" key=${value} class="plain condition" aria-label=${'Remove ' + value} onClick=${() => onValues(values.filter((one) => one !== value))}>${cutText(value, 24) || '(empty)'}<${Icon} name="close" /></button>`)}
    <input role="combobox" aria-label="Value" aria-expanded=${open ? 'true' : 'false'} aria-controls=${open ? id : undefined} aria-activedescendant=${open && at >= 0 ? id + '-' + at : undefined} aria-autocomplete="list" spellcheck=${false} autocomplete="off" placeholder=${values.length ? 'or' : 'Value'} value=${text}
      onInput=${(/** @type {any} */ event) => setText(event.target.value)} onKeyDown=${onKey} onFocus=${() => setFocused(true)} onBlur=${() => { setFocused(false); if (text) add(text); }} />
    ${open && html`<ul class="popup" role="listbox" id=${id} aria-label="Values there are">${choices.map((one, i) => html`<li key=${one.value} id=${id + '-' + i} role="option" aria-selected=${i === at ? 'true' : 'false'}
      onPointerDown=${(/** @type {Event} */ event) => { event.preventDefault(); add(one.value); }}><span>${cutText(one.value, 60) || '(empty)'}</span><span class="right note">${count(one.count)}</span></li>`)}</ul>`}</span>`;
}
