/** What every request passes before anything looks at its path: host, origin, and the headers of every answer. */
import type { Context, MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, nothing inline, framed by nobody. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** A report is a file that anyone may have written: no script, no origin, no network. */
export const reportPolicy = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': pagePolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

const names = ['127.0.0.1', 'localhost', '[::1]'] as const;
/** Port 80 is the one that browsers leave out. */
const hostsOf = (port: number): string[] => names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);

/**
 * Refuses names that are not this machine's (a page elsewhere may have had its own name point here), origins that are not ours, and
 * what pages of other origins ask for, ports of this machine included. Only opening the page itself may come from anywhere.
 */
export const guard =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const refused = refusal(context, port());
    if (refused) context.res = context.text(refused, 403);
    else await next();
    for (const [name, value] of Object.entries(headers)) if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  };

function refusal({ req }: Context, port: number): string | undefined {
  const hosts = hostsOf(port);
  if (!hosts.includes(req.header('host')?.toLowerCase() ?? '')) return 'Forbidden host';
  const origin = req.header('origin');
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return 'Forbidden origin';
  const site = req.header('sec-fetch-site') ?? 'same-origin';
  const opens = req.method === 'GET' && req.path === '/' && req.header('sec-fetch-mode') === 'navigate';
  return site === 'same-origin' || site === 'none' || opens ? undefined : 'Forbidden site';
}
