// @ts-check
/**
 * Frames of a recording by pages of a hundred, however long it is: a page is its frames with what each set, and all variables
 * as they were before it. What is seen at a frame is folded from these, so that stepping within a page asks nobody.
 */
import { ask } from '../../api/client.js';

const PAGE = 100;
const PAGES_MAX = 40;
const PARTS_MAX = 20;

/**
 * @typedef {{ index: number, time: string, file: string, line: string, function: string, exception: boolean, variables: { name: string, value: any }[] }} Frame
 * @typedef {{ frames: Frame[], before: { frame: Frame, variables: { name: string, value: any, setAt: number, changed: boolean }[] } | null, after: number | null }} Page
 * @typedef {{ name: string, value: any, setAt: number, changed: boolean, before: any, isNew: boolean }} Variable
 * @typedef {{ frame: Frame, variables: Variable[], previous: number | null, next: number | null }} View
 */

export class Frames {
  /**
   * @param {string} path of the recording
   * @param {{ firstFrame: number, lastFrame: number, step: number }} info
   */
  constructor(path, info) {
    this.path = path;
    this.first = info.firstFrame;
    this.last = info.lastFrame;
    this.step = Math.max(1, info.step);
    /** Ends what is fetched ahead. */
    this.closing = new AbortController();
    /** @type {Map<number, Page>} the page used last comes last */
    this.pages = new Map();
    /** @type {Map<number, { done: Promise<void>, signal: AbortSignal }>} */
    this.coming = new Map();
  }

  /** @param {number} index */
  number(index) {
    return Math.floor((index - this.first) / (PAGE * this.step));
  }

  /** Whether the page of an index, if there is one, is here. @param {number} index */
  has(index) {
    return index < this.first || index > this.last || this.pages.has(this.number(index));
  }

  /**
   * Sees that the page of an index comes.
   * @param {number} index
   * @param {AbortSignal} signal
   */
  async load(index, signal) {
    const number = this.number(index);
    if (this.pages.has(number)) return;
    const running = this.coming.get(number);
    if (running && !running.signal.aborted) return running.done;
    const own = { signal, done: this.fetch(number, signal).finally(() => { if (this.coming.get(number) === own) this.coming.delete(number); }) };
    this.coming.set(number, own);
    return own.done;
  }

  /** @param {number} number @param {AbortSignal} signal */
  async fetch(number, signal) {
    const from = this.first + number * PAGE * this.step;
    const end = from + PAGE * this.step;
    const [frames, before] = await Promise.all([this.range(from, end, signal), from > this.first ? ask(this.path + '/frames/' + (from - 1), { signal }) : null]);
    this.pages.set(number, { ...frames, before });
    // The page that was used longest ago goes.
    if (this.pages.size > PAGES_MAX) this.pages.delete(/** @type {number} */ (this.pages.keys().next().value));
  }

  /** @param {number} from @param {number} end @param {AbortSignal} signal */
  async range(from, end, signal) {
    /** @type {Frame[]} */
    const frames = [];
    /** @type {number | null} */
    let next = from;
    for (let part = 0; part < PARTS_MAX && next !== null && next < end; part++) {
      const answer = await ask(this.path + '/frames?from=' + next + '&limit=' + PAGE, { signal });
      frames.push(...answer.frames);
      next = answer.next;
    }
    const behind = frames.findIndex((frame) => frame.index >= end);
    return behind < 0 ? { frames, after: next } : { frames: frames.slice(0, behind), after: frames[behind].index };
  }

  /** @param {number} number */
  page(number) {
    const page = this.pages.get(number);
    if (page) {
      this.pages.delete(number);
      this.pages.set(number, page);
    }
    return page;
  }

  /** What is seen at an index: the frame there, or the one before it; null while its page is not here. @param {number} index @returns {View | null} */
  view(index) {
    const page = this.page(this.number(index));
    if (!page) return null;
    const { frames, before } = page;
    const place = frames.findLastIndex((frame) => frame.index <= index);
    if (place < 0) {
      return before && { frame: before.frame, variables: before.variables.map((one) => ({ ...one, before: undefined, isNew: false })), previous: this.beside(before.frame.index, -1), next: frames[0]?.index ?? page.after };
    }
    /** @type {Map<string, Variable>} */
    const state = new Map((before?.variables ?? []).map((one) => [one.name, { ...one, changed: false, before: undefined, isNew: false }]));
    for (let i = 0; i <= place; i++) {
      const last = i === place;
      for (const { name, value } of frames[i].variables) {
        const old = state.get(name);
        const changed = last && (!old || JSON.stringify(old.value) !== JSON.stringify(value));
        state.set(name, { name, value, setAt: frames[i].index, changed, before: old?.value, isNew: !old });
      }
    }
    return { frame: frames[place], variables: [...state.values()], previous: frames[place - 1]?.index ?? before?.frame.index ?? null, next: frames[place + 1]?.index ?? page.after };
  }

  /** @param {number} index @param {-1 | 1} way */
  beside(index, way) {
    const other = index + way * this.step;
    return other < this.first || other > this.last ? null : other;
  }

  /**
   * Frames around an index as far as they are here, those that are missing left out.
   * @param {number} index
   * @param {number} most on either side
   * @returns {Frame[]}
   */
  around(index, most) {
    const number = this.number(index);
    /** @type {Frame[]} */
    const near = [];
    for (let one = Math.max(0, number - 1); one <= number + 1; one++) near.push(...(this.pages.get(one)?.frames ?? []));
    const at = near.findLastIndex((frame) => frame.index <= index);
    // As many at the ends as in the middle.
    const from = Math.max(0, Math.min(at - most, near.length - 2 * most - 1));
    return near.slice(from, from + 2 * most + 1);
  }
}

/** @param {Frame} frame */
export function where(frame) {
  return (frame.file ? frame.file + (frame.line ? ':' + frame.line : '') : '') + (frame.function ? ' ' + frame.function : '');
}
