// @ts-check
/**
 * The URL is the state: which page, which range, which query, what is selected. Everything that a reload or a link must bring
 * back is read from here and written here, and from nowhere else.
 */
import { signal } from '../vendor/preact-signals-core/signals-core.mjs';

/** The root of the server as this page reached it, with whatever path a proxy put before it. Ends in a slash. */
export const base = new URL('../../../', import.meta.url).pathname;

/**
 * @typedef {{ path: string, params: URLSearchParams }} Place
 */

/** @returns {Place} */
function read() {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '';
  return { path: '/' + path, params: new URLSearchParams(location.search) };
}

/** Where we are. */
export const place = signal(read());

addEventListener('popstate', () => { place.value = read(); });

/**
 * The address of a page, for links.
 * @param {string} path from the root
 * @param {Record<string, string | null | undefined>} [params]
 */
export function href(path, params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value != null && value !== '') search.set(name, value);
  }
  const text = search.toString();
  return base + path.replace(/^\//, '') + (text ? '?' + text : '');
}

/** The parameters that go with a reader from page to page. */
export function kept() {
  const params = place.value.params;
  /** @type {Record<string, string | null>} */
  const kept = {};
  for (const name of ['project', 'from', 'to', 'tz']) kept[name] = params.get(name);
  return kept;
}

/**
 * Goes to an address of {@link href}.
 * @param {string} address
 * @param {boolean} [replace] whether Back is not to return here
 */
export function go(address, replace = false) {
  if (address !== location.pathname + location.search) {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
  place.value = read();
}

/**
 * Changes parameters of this page; null takes one away.
 * @param {Record<string, string | null>} changes
 * @param {boolean} [replace] while something is dragged, so that Back goes to before it
 */
export function change(changes, replace = false) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value == null || value === '') params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  go(location.pathname + (text ? '?' + text : ''), replace);
}

/**
 * A parameter, or what stands for it if it is missing or none of those allowed.
 * @param {string} name
 * @param {string} otherwise
 * @param {readonly string[]} [allowed]
 */
export function param(name, otherwise, allowed) {
  const value = place.value.params.get(name);
  return value == null || (allowed && !allowed.includes(value)) ? otherwise : value;
}

/** Links within the UI are followed without a load; all others, and those to a new tab, are the browser's. */
export function followLinks() {
  document.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.pathname.startsWith(base + 'api/') || !link.pathname.startsWith(base)) return;
    event.preventDefault();
    go(link.pathname + link.search);
    scrollTo(0, 0);
  });
}
