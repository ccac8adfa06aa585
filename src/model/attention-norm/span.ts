import { choice } from '../../core/options.ts';

/** What one norm of queries, keys or values is over. */
export const span = choice(['head', 'full'], 'head', 'one norm per head, or one over the whole projection');
