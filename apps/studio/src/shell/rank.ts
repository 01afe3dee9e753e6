// Order by how well a text answers a query: start of the text, then start of a word, then letters in order.

function score(text: string, query: string): number {
  if (query === '') return 1;
  const at = text.indexOf(query);
  if (at === 0) return 4;
  if (at > 0) return /[\s“(]/.test(text[at - 1] ?? '') ? 3 : 2;
  let from = 0;
  for (const letter of query) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return 0;
  }
  return 1;
}

/** The items that answer the query, best first, equals in their own order. */
export function rank<T>(items: readonly T[], query: string, textOf: (item: T) => string): readonly T[] {
  const wanted = query.trim().toLowerCase();
  return items
    .map((item) => ({ item, score: score(textOf(item).toLowerCase(), wanted) }))
    .filter((each) => each.score > 0)
    .sort((left, right) => right.score - left.score)
    .map((each) => each.item);
}
