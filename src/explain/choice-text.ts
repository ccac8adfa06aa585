/** A member by its id, with its options behind it. */
export const choiceText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => (name === 'id' ? String(inner) : `${name}=${inner}`))
        .join(':')
    : String(value);
