import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Source } from '../../model/types.ts';

/** Choices a paper or a public model couples: fields of the model, which whatever a spec says itself overrides. */
export interface Preset extends Member {
  readonly title: Localized;
  readonly paper: Source;
  readonly model: Readonly<Record<string, unknown>>;
  /** In what the published model differs from it still: what no field says, and what is left to the spec. */
  readonly differs: Localized;
}
