/** A member by its id, with its options behind it. */
export function choiceText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plainText(value);
  const { id, ...options } = value as Readonly<Record<string, unknown>>;
  return [...(id === undefined ? [] : [String(id)]), ...Object.entries(options).map(([name, inner]) => `${name}=${plainText(inner)}`)].join(
    ':',
  );
}

/** Small numbers as people write them: 1e-6. */
const plainText = (value: unknown): string =>
  typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
