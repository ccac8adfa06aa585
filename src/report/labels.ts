/** What the report calls an arm: its title, with the id where titles repeat. */
interface Named {
  readonly id: string;
  readonly title: string;
}

export type Labels = (id: string) => string;

export function armLabels(arms: readonly Named[]): Labels {
  const seen = new Map<string, number>();
  for (const { title } of arms) seen.set(title, (seen.get(title) ?? 0) + 1);
  const labels = new Map(arms.map(({ id, title }) => [id, title === '' ? id : (seen.get(title) ?? 0) > 1 ? `${title} (${id})` : title]));
  return (id) => labels.get(id) ?? id;
}
