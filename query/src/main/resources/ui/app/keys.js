// @ts-check
/**
 * The keyboard: pages say which keys they take while they are shown, the map shown with ? is made of the same list. Nothing is
 * taken while somebody types, nor with a modifier that is the browser's, nor but for Escape where they are switched off.
 */
import { signal } from '../vendor/preact-signals-core/signals-core.mjs';
import { keysOn } from './session.js';
import { useLayoutEffect, useRef } from '../vendor/preact-hooks/hooks.mjs';

/**
 * @typedef {{ keys: string[], does: string, run: (event: KeyboardEvent, key: string) => void, group: string }} Binding
 */

/** @type {import('../vendor/preact-signals-core/signals-core.mjs').Signal<Binding[]>} */
export const bindings = signal([]);

let before = '';
let beforeAt = 0;

/** @param {KeyboardEvent} event */
function handle(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if ((typing || !keysOn.value) && event.key !== 'Escape') return;
  const now = performance.now();
  const pair = now - beforeAt < 1_000 ? before + ' ' + event.key : '';
  for (const wanted of [pair, event.key]) {
    const found = wanted && bindings.value.findLast((binding) => binding.keys.includes(wanted));
    if (found) {
      before = '';
      found.run(event, wanted);
      return;
    }
  }
  before = event.key;
  beforeAt = now;
}

/** Listens for keys. */
export function listen() {
  document.addEventListener('keydown', handle);
}

/**
 * Takes keys while a component is shown. What they do is always of the newest drawing, so that no key meets what was before.
 * @param {string} group what they belong to, as the map shows it
 * @param {Record<string, [string, (event: KeyboardEvent, key: string) => void]>} map keys separated by commas, or the comma alone, to what they do
 */
export function useKeys(group, map) {
  const latest = useRef(map);
  latest.current = map;
  // With the drawing and not after it: a key that is pressed as soon as a page is seen is not lost.
  useLayoutEffect(() => {
    const added = Object.entries(map).map(([keys, [does]]) => ({ keys: keys === ',' ? [keys] : keys.split(','), does, group,
      run: (/** @type {KeyboardEvent} */ event, /** @type {string} */ key) => latest.current[keys]?.[1](event, key) }));
    bindings.value = [...bindings.value, ...added];
    return () => { bindings.value = bindings.value.filter((binding) => !added.includes(binding)); };
  }, []);
}
