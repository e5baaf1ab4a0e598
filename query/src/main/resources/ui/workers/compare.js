// @ts-check
/** Matches two trees away from the page. */
import { matched } from '../pages/compare/match.js';

const COLUMNS = /** @type {const} */ (['one', 'other', 'depth', 'end', 'delta']);

self.addEventListener('message', ({ data }) => {
  const made = matched(data.one, data.other);
  /** @type {any} */ (self).postMessage({ made }, COLUMNS.map((name) => made[name].buffer));
});
