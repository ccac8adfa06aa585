import { choice } from '../../core/options.ts';

/** What one norm of queries, keys or values is over. */
export const span = choice(['head', 'full'], 'head', {
  en: 'one norm per head, or one over the whole projection',
  zh: '每头一个归一化，或整个投影一个',
});
