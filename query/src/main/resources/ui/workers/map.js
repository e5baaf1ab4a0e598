// @ts-check
/** Places a large map away from the page. */
import { place } from '../pages/services/place.js';

self.addEventListener('message', ({ data }) => {
  self.postMessage(place(data.edges, data.labels, data.room));
});
