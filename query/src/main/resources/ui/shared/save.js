// @ts-check
/**
 * Hands a file to the browser's downloads.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} content
 */
export function saveText(name, type, content) {
  saveBlob(name, new Blob([content], { type }));
}

/** @param {string} name @param {Blob} blob */
export function saveBlob(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
