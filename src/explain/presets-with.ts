import { presets } from '../spec/preset/index.ts';

/** Presets whose field names this member. */
export const presetsWith = (field: 'placement' | 'normalizer' | 'init' | 'attentionNorm', id: string): string[] =>
  presets.members.filter(({ model }) => idOf(model[field]) === id).map((preset) => preset.id);

/** A member by its id alone, or with options. */
const idOf = (choice: unknown): unknown => (typeof choice === 'object' ? (choice as { id?: string } | null)?.id : choice);
