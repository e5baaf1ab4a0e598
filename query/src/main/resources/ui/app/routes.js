// @ts-check
/** Which page answers which path. Each page is a module of its own, loaded when it is first opened. */

/**
 * @typedef {{ name: string, title: string, load: () => Promise<{ default: any }>, args: Record<string, string> }} Route
 */

/** @type {[RegExp, string[], string, string, () => Promise<{ default: any }>][]} */
const ROUTES = [
  [/^\/(?:explore)?$/, [], 'explore', 'Explore', () => import('../pages/explore/page.js')],
  [/^\/trace\/([^/]+)$/, ['id'], 'trace', 'Trace', () => import('../pages/trace/page.js')],
  [/^\/compare\/([^/]+)\/([^/]+)$/, ['one', 'other'], 'compare', 'Compare', () => import('../pages/compare/page.js')],
  [/^\/services$/, [], 'services', 'Services', () => import('../pages/services/page.js')],
  [/^\/services\/([^/]+)$/, ['name'], 'services', 'Service', () => import('../pages/services/page.js')],
  [/^\/map$/, [], 'map', 'Map', () => import('../pages/services/map.js')],
  [/^\/errors$/, [], 'errors', 'Errors', () => import('../pages/errors/page.js')],
  [/^\/errors\/([^/]+)$/, ['fingerprint'], 'errors', 'Error', () => import('../pages/errors/page.js')],
  [/^\/scripts$/, [], 'scripts', 'Scripts', () => import('../pages/scripts/page.js')],
  [/^\/scripts\/([^/]+)$/, ['script'], 'scripts', 'Script', () => import('../pages/scripts/page.js')],
  [/^\/scripts\/([^/]+)\/runs\/([^/]+)$/, ['script', 'run'], 'scripts', 'Run', () => import('../pages/scripts/page.js')],
  [/^\/scripts\/([^/]+)\/recordings\/([^/]+)$/, ['script', 'run'], 'recordings', 'Recording', () => import('../pages/recordings/page.js')],
  [/^\/definitions$/, [], 'definitions', 'Trace definitions', () => import('../pages/definitions/page.js')],
  [/^\/definitions\/([^/]+)$/, ['id'], 'definitions', 'Trace definition', () => import('../pages/definitions/page.js')],
  [/^\/admin$/, [], 'admin', 'Admin', () => import('../pages/admin/page.js')],
  [/^\/admin\/([^/]+)$/, ['tab'], 'admin', 'Admin', () => import('../pages/admin/page.js')],
];

/** Pages that the bar names, in its order, with the second key of their shortcut. */
export const PAGES = /** @type {const} */ ([
  ['explore', 'Explore', 'e'],
  ['services', 'Services', 's'],
  ['map', 'Map', 'm'],
  ['errors', 'Errors', 'x'],
  ['scripts', 'Scripts', 'r'],
  ['admin', 'Admin', 'a'],
]);

/** Pages with a choice of time of their own, or without any. */
export const OWN_TIME = ['scripts', 'recordings', 'definitions', 'admin'];

/** Pages that belong to one that the bar names. */
export const PARENTS = /** @type {Record<string, string>} */ ({ recordings: 'scripts', definitions: 'scripts' });

/**
 * Addresses of other tools that people have in their notes.
 * @param {string} path
 * @returns {string | null} the path of ours
 */
export function moved(path) {
  const zipkin = /^\/zipkin\/traces\/([^/]+)$/.exec(path);
  if (zipkin) return '/trace/' + zipkin[1];
  return path === '/search' ? '/explore' : null;
}

/**
 * @param {string} path
 * @returns {Route | null}
 */
export function route(path) {
  for (const [pattern, names, name, title, load] of ROUTES) {
    const match = pattern.exec(path);
    if (match) {
      /** @type {Record<string, string>} */
      const args = {};
      names.forEach((one, i) => { args[one] = decoded(match[i + 1]); });
      return { name, title, load, args };
    }
  }
  return null;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
