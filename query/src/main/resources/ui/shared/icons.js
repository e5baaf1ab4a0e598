// @ts-check
import { html } from '../app/html.js';

/** @type {Record<string, string>} */
const PATHS = {
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3l2 2',
  reload: 'M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3',
  moon: 'M12.5 10A5.5 5.5 0 0 1 6 3.5a5 5 0 1 0 6.5 6.5z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13',
  keyboard: 'M1.5 4h13v8h-13zM4 7h1M7 7h1M10 7h1M5 10h6',
  copy: 'M5 5h8v8H5zM3 11V3h8',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  error: 'M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.5v1',
  filter: 'M2 3h12l-4.5 5.5V13l-3-1.5v-3z',
  first: 'M4 3v10M13 3L7 8l6 5z',
  last: 'M12 3v10M3 3l6 5-6 5z',
  back: 'M8 3L2 8l6 5zM14 3L8 8l6 5z',
  forward: 'M8 3l6 5-6 5zM2 3l6 5-6 5z',
  left: 'M10 4L6 8l4 4',
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M5 3v10M11 3v10',
  compare: 'M2 4h8M2 7h5M6 10h8M9 13h5',
  link: 'M6.5 9.5l3-3M7 5l2-2a2.8 2.8 0 0 1 4 4l-2 2M9 11l-2 2a2.8 2.8 0 0 1-4-4l2-2',
};

/** @param {{ name: string }} props */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
