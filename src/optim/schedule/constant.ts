import type { Schedule } from './types.ts';

export const constant: Schedule = { id: 'constant', title: 'Constant', equation: 'lr', after: () => 1 };
