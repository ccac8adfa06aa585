import { defineFamily } from '../../core/registry.ts';
import { dual } from './dual.ts';
import { hyper } from './hyper.ts';
import { plain } from './plain.ts';
import { siamese } from './siamese.ts';
import type { Residual } from './types.ts';

export const residuals = defineFamily<Residual>('residual rule', [plain, dual, siamese, hyper]);
