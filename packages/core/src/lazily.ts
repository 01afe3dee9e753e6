// What is needed seldom is made when it is first asked for.

/** Makes the value when it is first asked for, and only once. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
