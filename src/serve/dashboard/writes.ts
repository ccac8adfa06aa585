/** What requests that change something must be: JSON, small, and sent by the page itself. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { limits } from './limits.ts';

/** The header that no form and no other site's page can send. */
export const tokenHeader = 'x-normlab-token';

export const onlyOwnWrites =
  (mayWrite: (token: string | undefined) => boolean): MiddlewareHandler =>
  async ({ req, text }, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next();
    if (req.method !== 'POST') return text('Method not allowed', 405);
    if (!/^application\/json(;\s*charset=utf-8)?$/i.test(req.header('content-type') ?? '')) return text('JSON only', 415);
    if (!mayWrite(req.header(tokenHeader))) return text('Forbidden', 403);
    return next();
  };

export const smallBodies: MiddlewareHandler = bodyLimit({
  maxSize: limits.body,
  onError: (context: Context) => context.text('Too large', 413),
});
