// @ts-check
/** What goes with a reader and not with a link: the key, the theme. The key is kept in memory unless it is asked for more. */
import { signal } from '../vendor/preact-signals-core/signals-core.mjs';

const KEY = 'spanhouse.key';
const THEME = 'spanhouse.theme';
const KEYS_OFF = 'spanhouse.keys-off';

/** @param {string} name */
function stored(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name @param {string} value */
function store(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing loses it at the next load; nothing else depends on it.
  }
}

/** The key that requests carry; empty for none. It is never part of a URL. */
export const key = signal(stored(KEY));

/** Whether a request was refused for want of a key, and why. */
export const wanted = signal('');

/**
 * Signs in.
 * @param {string} text
 * @param {boolean} keep whether the browser is to keep it over loads
 */
export function signIn(text, keep) {
  store(KEY, keep ? text : '');
  key.value = text;
  wanted.value = '';
}

/** Forgets the key. */
export function signOut() {
  signIn('', false);
}

const dark = matchMedia('(prefers-color-scheme: dark)');

/** light, dark, or empty for what the system prefers. */
export const theme = signal(stored(THEME));

/** Whether single keys do something. Some speak to their computer, or lean on keys. */
export const keysOn = signal(stored(KEYS_OFF) === '');

/** @param {boolean} on */
export function switchKeys(on) {
  store(KEYS_OFF, on ? '' : '1');
  keysOn.value = on;
}

/** What is shown now. */
export const shade = signal(shown());

function shown() {
  return theme.value || (dark.matches ? 'dark' : 'light');
}

function apply() {
  document.documentElement.dataset.theme = shown();
  shade.value = shown();
}

/** Follows the system's preference and the switch. */
export function followTheme() {
  dark.addEventListener('change', apply);
  theme.subscribe((value) => {
    store(THEME, value);
    apply();
  });
}
