/** Changes as an event stream. Who comes back says what it heard last and is told the rest, or to start over. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { toJson } from '../../core/json.ts';
import { limits } from './limits.ts';
import type { Live } from './live.node.ts';

/** A word now and then, so that a dead connection is noticed. */
const silenceMs = 15_000;
/** Between two messages of one stream: many changes travel as one. */
const gapMs = 250;
/** When the browser tries again after a break. */
const retryMs = 1500;

export function stream(context: Context, live: Live): Response {
  if (live.listening >= limits.streams) return context.text('Too many streams', 429);
  const leave = live.listen();
  let at = context.req.header('last-event-id') ?? context.req.query('since') ?? '';
  return streamSSE(context, async (sse) => {
    sse.onAbort(leave);
    try {
      while (!sse.aborted && !sse.closed && !live.ended) {
        const now = live.at;
        const change = live.since(at);
        if (!change) await sse.writeSSE({ event: 'reset', data: '{}', id: now, retry: retryMs });
        else if (at !== now) await sse.writeSSE({ event: 'change', data: toJson(change), id: now });
        else await sse.write(': \n\n');
        at = now;
        await sse.sleep(gapMs);
        if (live.at === at) await live.next(silenceMs);
      }
    } finally {
      leave();
    }
  });
}
