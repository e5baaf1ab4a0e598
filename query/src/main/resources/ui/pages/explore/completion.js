// @ts-check
/** Completion of keys and values in the query, with how many spans have each. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { cutText } from '../../shared/text.js';
import { keys, values } from './names.js';

const SHOWN_MAX = 12;

/**
 * What is being written at the end of a text: a key, or a value of one.
 * @param {string} before what stands before the caret
 * @returns {{ kind: 'key' | 'value', key: string, start: number, typed: string } | null}
 */
export function context(before) {
  const value = /((?:[A-Za-z]+[:.])?(?:"(?:[^"\\]|\\.)*"|[A-Za-z_.][\w.\-/]*))\s*(?:=|!=)\s*("(?:[^"\\]|\\.)*|[\w.-]*)$/.exec(before);
  if (value) return { kind: 'value', key: value[1], start: before.length - value[2].length, typed: value[2].replace(/^"/, '') };
  const key = /(?:^|[{(]|&&|\|\|)\s*([A-Za-z.][\w.:\-/]*)?$/.exec(before);
  if (key && before.includes('{')) return { kind: 'key', key: '', start: before.length - (key[1] ?? '').length, typed: key[1] ?? '' };
  return null;
}

/**
 * @param {{ current: HTMLInputElement | null }} input
 * @param {string} text
 * @param {(text: string) => void} setText
 * @param {import('./model.js').Model} state
 */
export function useCompletion(input, text, setText, state) {
  const [list, setList] = useState(/** @type {{ label: string, insert: string, note: string }[]} */ ([]));
  const [chosen, setChosen] = useState(-1);
  const at = useRef(/** @type {ReturnType<typeof context>} */ (null));
  const controller = useRef(/** @type {AbortController | null} */ (null));
  const close = () => { controller.current?.abort(); setList([]); setChosen(-1); };
  useEffect(() => close, []);
  /** @param {HTMLInputElement} box */
  const ask = async (box) => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    const found = context(box.value.slice(0, box.selectionStart ?? box.value.length));
    at.current = found;
    if (!found) return close();
    try {
      const typed = found.typed.toLowerCase();
      const options = found.kind === 'key'
        ? (await keys(state.range, own.signal)).filter((one) => one.name.toLowerCase().includes(typed))
          .map((one) => ({ label: one.name, insert: one.name + ' ', note: one.note }))
        : (await values(found.key, found.typed, state.range, own.signal)).map((one) => ({ label: one.label, insert: one.text, note: one.note }));
      if (!own.signal.aborted) {
        setList(options.slice(0, SHOWN_MAX));
        setChosen(-1);
      }
    } catch {
      // A list of suggestions is a help; without it the query is written by hand.
      if (!own.signal.aborted) close();
    }
    return undefined;
  };
  /** @param {number} index */
  const take = (index) => {
    const box = input.current;
    const place = at.current;
    if (!box || !place || !list[index]) return;
    const end = box.selectionStart ?? text.length;
    const after = text.slice(end).replace(/^[^\s"})&|]*"?/, '');
    const next = text.slice(0, place.start) + list[index].insert + (place.kind === 'value' && !/^\s*[}&|)]/.test(after) ? ' ' : '') + after;
    const caret = place.start + list[index].insert.length + (next.length - after.length - place.start - list[index].insert.length);
    // At once and not with the next drawing: somebody who types on must not write into the text of before.
    box.value = next;
    box.focus();
    box.setSelectionRange(caret, caret);
    setText(next);
    close();
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === 'Escape') {
      if (list.length > 0) close();
      else input.current?.blur();
      event.stopPropagation();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.length === 0 && input.current) void ask(input.current);
      else setChosen((chosen + (event.key === 'ArrowDown' ? 1 : -1) + list.length) % list.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    }
  };
  const view = list.length > 0 && html`<ul class="popup" id="completions" role="listbox" aria-label="Completions">
    ${list.map((one, i) => html`<li key=${one.label} id=${'completion-' + i} role="option" aria-selected=${i === chosen ? 'true' : 'false'}
      onPointerDown=${(/** @type {Event} */ event) => { event.preventDefault(); take(i); }}><span class="mono">${cutText(one.label, 60)}</span><span class="note">${one.note}</span></li>`)}
  </ul>`;
  return { ask, close, onKey, view, open: list.length > 0, active: chosen >= 0 ? 'completion-' + chosen : undefined };
}

