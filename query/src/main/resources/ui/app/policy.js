// @ts-check
/** The one way from a text to the address of a script: for workers of this build alone. */

/** @type {{ createScriptURL: (url: string) => unknown }} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('spanhouse', {
  createScriptURL: (/** @type {string} */ url) => {
    const root = new URL('../', import.meta.url).href;
    if (!url.startsWith(root)) throw new TypeError('a script of another place: ' + url);
    return url;
  },
}) ?? { createScriptURL: (url) => url };

/** @param {string} url */
export function scriptUrl(url) {
  return policy.createScriptURL(url);
}
