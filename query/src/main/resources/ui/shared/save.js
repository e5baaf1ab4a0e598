// @ts-check
/**
 * Hands a file to the browser's downloads.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} content
 */
export function saveText(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
