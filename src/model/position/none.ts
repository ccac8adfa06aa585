import type { Position } from './types.ts';

/** No position signal: the theory settings that study the stream alone. */
export const none: Position = { id: 'none', title: { en: 'no positions', zh: '无位置编码' }, table: () => undefined };
