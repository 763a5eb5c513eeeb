// SPDX-License-Identifier: Apache-2.0
// Pictures of pages: fetched once and kept as long as the page is open, so that the next field shows at once.

const kept = new Map();

/** The picture of a page: { url, width, height } in pixels; rejects where it can't be shown. */
export function picture(dossier, document, page, size) {
  return fetched(`/dossier/${dossier}/paper/${document}/${page}/${size}`);
}

/** Where the value of a field stands, as it stood at a version of the dossier; as `picture`. */
export function strip(dossier, key, version) {
  return fetched(`/dossier/${dossier}/strip/${key}?at=${version}`);
}

function fetched(address) {
  if (!kept.has(address)) {
    const coming = load(address);
    kept.set(address, coming);
    coming.catch(() => kept.delete(address));
  }
  return kept.get(address);
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const url = URL.createObjectURL(await answer.blob());
  const image = new Image();
  image.src = url;
  await image.decode();
  return { url, width: image.naturalWidth, height: image.naturalHeight };
}
