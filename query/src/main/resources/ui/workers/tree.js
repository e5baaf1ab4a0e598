// @ts-check
/** Makes columns of large trees away from the page. Buffers come and go without a copy. */
import { columns } from '../api/columns.js';

self.addEventListener('message', (event) => {
  const { number, buffer } = event.data;
  try {
    const made = columns(buffer);
    const buffers = Object.values(made.tree).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer] : []));
    /** @type {any} */ (self).postMessage({ number, made }, buffers);
  } catch (error) {
    self.postMessage({ number, wrong: String(error) });
  }
});
