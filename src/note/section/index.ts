/** The note from its first section to its last; the details follow by themselves. */
import type { Section } from '../types.ts';
import { actionSection } from './action.ts';
import { beyondSection } from './beyond.ts';
import { choiceSection } from './choice.ts';
import { layerNormSection } from './layer-norm.ts';
import { mistakeSection } from './mistake.ts';
import { disputeSection, followUpSection, openSection } from './open.ts';
import { placementSection } from './placement.ts';
import { summarySection } from './summary.ts';
import { termSection } from './term.ts';

export const sections: readonly Section[] = [
  summarySection,
  placementSection,
  choiceSection,
  layerNormSection,
  beyondSection,
  disputeSection,
  termSection,
  mistakeSection,
  actionSection,
  openSection,
  followUpSection,
];
