/** The way in: the printed address is exchanged for a cookie; who has none is told where to find the address. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Access } from './access.node.ts';

/** Cookies know no ports: servers side by side must not take each other's. */
const cookieName = (port: number): string => `normlab-${port}`;

export const gate =
  (access: Access, port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const token = context.req.query('token');
    if (context.req.method === 'GET' && context.req.path === '/' && token !== undefined) return enter(context, access, token, port());
    if (!access.holds(getCookie(context, cookieName(port())))) return locked(context);
    await next();
  };

function enter(context: Context, access: Access, token: string, port: number): Response {
  const session = access.exchange(token);
  // Reloading an address that was kept is no reason to be locked out.
  if (session === undefined && access.holds(getCookie(context, cookieName(port)))) return context.redirect('/', 303);
  if (session === undefined) return locked(context);
  setCookie(context, cookieName(port), session, { httpOnly: true, sameSite: 'Strict', path: '/' });
  return context.redirect('/', 303);
}

/** The link is for browsers that leave the new cookie out when the address was opened from another site. */
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Normlab</title></head>
<body>
<h1>Normlab</h1>
<p>Open the address that <code>normlab serve</code> printed. It lets one browser in, once; start the server again for another one.
If you have just opened it, <a href="/">go on</a>.</p>
<p lang="zh-Hans">请打开 <code>normlab serve</code> 所打印的地址。该地址只允许一个浏览器进入一次；如需另一个浏览器，请重新启动服务器。若刚刚打开过，请<a href="/">继续</a>。</p>
</body>
</html>
`;

const locked = (context: Context): Response =>
  context.req.method === 'GET' && context.req.path === '/' ? context.html(page, 401) : context.text('Unauthorized', 401);
