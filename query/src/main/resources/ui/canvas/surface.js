// @ts-check
/** A canvas that is as sharp as the screen, up to a limit of memory. */

const PIXELS_MAX = 8_000_000;

/**
 * Sizes a canvas and returns a context in CSS pixels, cleared.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function surface(canvas, width, height) {
  let ratio = Math.min(2, devicePixelRatio || 1);
  if (width * height * ratio * ratio > PIXELS_MAX) ratio = Math.sqrt(PIXELS_MAX / (width * height));
  const wide = Math.max(1, Math.round(width * ratio));
  const high = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** @type {Map<string, string>} */
let cuts = new Map();
const CUTS_MAX = 5_000;

/**
 * A text that fits a width, cut in its middle.
 * @param {CanvasRenderingContext2D} context with its font set
 * @param {string} text
 * @param {number} width
 */
export function fit(context, text, width) {
  const most = Math.floor(width / 6.2);
  if (most < 2) return '';
  // Most texts are far shorter than their place: nobody measures those.
  if (text.length * 9 < width) return text;
  const id = most + context.font + text;
  let cut = cuts.get(id);
  if (cut === undefined) {
    cut = text.length > 400 ? text.slice(0, 400) : text;
    for (let keep = cut.length; keep > 1 && context.measureText(cut).width > width; keep -= Math.max(1, keep >> 3)) {
      const half = Math.ceil(keep / 2);
      cut = text.slice(0, half) + '\u2026' + text.slice(text.length - (keep - half));
    }
    if (cuts.size >= CUTS_MAX) cuts = new Map();
    cuts.set(id, cut);
  }
  return cut;
}
