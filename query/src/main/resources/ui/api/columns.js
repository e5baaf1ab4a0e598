// @ts-check
/**
 * Makes typed columns of a trace's tree out of numbers of seven bits a byte: 100,000 spans are two megabytes. The layout is the
 * one that the interface's description gives for `application/vnd.spanhouse.tree`.
 */

const VERSION = 1;

/** Reads numbers one after the other. */
class Numbers {
  /** @param {Uint8Array} bytes @param {number} at */
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next one; exact up to 2^53. */
  next() {
    const { bytes } = this;
    let byte = bytes[this.at++];
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = bytes[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    return value;
  }

  /** The next one, which has a sign. */
  signed() {
    const folded = this.next();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  /**
   * Fills a column.
   * @template {Int32Array | Uint8Array | Uint16Array | Float64Array} T
   * @param {T} into
   * @returns {T}
   */
  fill(into) {
    for (let i = 0; i < into.length; i++) into[i] = this.next();
    return into;
  }
}

/** @param {Int32Array} parents */
function depths(parents) {
  const depth = new Uint16Array(parents.length);
  // A parent stands before its children, so one pass is enough.
  for (let i = 0; i < parents.length; i++) depth[i] = parents[i] < 0 ? 0 : Math.min(65_535, depth[parents[i]] + 1);
  return depth;
}

/** @param {ArrayBuffer} buffer @returns {import('./trees.js').TraceData} */
export function columns(buffer) {
  const view = new DataView(buffer);
  const length = view.getUint32(0, true);
  const { count, stretches, version, serviceTexts, nameTexts, ...rest } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  if (version !== VERSION) throw new Error('the tree is of version ' + version + ', expected ' + VERSION);
  const ids = new Uint32Array(2 * count);
  for (let i = 0; i < ids.length; i++) ids[i] = view.getUint32(4 + length + 4 * i);
  const numbers = new Numbers(new Uint8Array(buffer), 4 + length + 8 * count);
  const parent = numbers.fill(new Int32Array(count));
  for (let i = 0; i < count; i++) parent[i] = parent[i] === 0 ? -1 : i - parent[i];
  const end = numbers.fill(new Int32Array(count));
  for (let i = 0; i < count; i++) end[i] += i + 1;
  const service = numbers.fill(new Int32Array(count));
  const name = numbers.fill(new Int32Array(count));
  const kind = numbers.fill(new Uint8Array(count));
  const status = numbers.fill(new Uint8Array(count));
  const doubts = numbers.fill(new Uint16Array(count));
  const start = new Float64Array(count);
  for (let i = 0; i < count; i++) start[i] = numbers.signed() + (parent[i] < 0 ? 0 : start[parent[i]]);
  const duration = numbers.fill(new Float64Array(count));
  const self = numbers.fill(new Float64Array(count));
  for (let i = 0; i < count; i++) self[i] = duration[i] - self[i];
  const tree = { count, names: nameTexts, serviceNames: serviceTexts, ids, parent, depth: depths(parent), end, name, service, kind, status, doubts, start, duration, self,
    critical: new Float64Array(count), ...path(numbers, stretches) };
  for (let i = 0; i < stretches; i++) tree.critical[tree.pathSpan[i]] += tree.pathTo[i] - tree.pathFrom[i];
  return { ...rest, path: { of: rest.path.of, duration: Number(rest.path.duration), gap: Number(rest.path.gap) }, tree };
}

/** @param {Numbers} numbers @param {number} size */
function path(numbers, size) {
  const pathSpan = new Int32Array(size);
  for (let i = 0; i < size; i++) pathSpan[i] = numbers.signed() + (i === 0 ? 0 : pathSpan[i - 1]);
  const pathFrom = numbers.fill(new Float64Array(size));
  const pathTo = numbers.fill(new Float64Array(size));
  for (let i = 0; i < size; i++) {
    pathFrom[i] += i === 0 ? 0 : pathTo[i - 1];
    pathTo[i] += pathFrom[i];
  }
  return { pathSpan, pathFrom, pathTo };
}
