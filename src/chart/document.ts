/** Where an SVG is built: the page's own document in a browser, a given one (linkedom) elsewhere. */
export function chartDocument(given?: Document): Document {
  const found = given ?? (globalThis as { document?: Document }).document;
  if (!found) throw new TypeError('Outside a browser a chart needs the option "document", such as one made by linkedom.');
  return found;
}
