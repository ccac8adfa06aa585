/** Who may come in: a token in the printed address, good for one exchange; a cookie from then on; a second token for what changes something. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const secret = (): string => randomBytes(32).toString('base64url');

/** Takes the same time wherever they differ. */
function equal(given: string | undefined, own: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(own)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export class Access {
  /** For the printed address. */
  readonly token = secret();
  /** For the header of requests that change something; the page is told it once it is in. */
  readonly writing = secret();
  private readonly session = secret();
  private used = false;

  /** The session's secret for the token, once. */
  exchange(token: string): string | undefined {
    if (this.used || !equal(token, this.token)) return undefined;
    this.used = true;
    return this.session;
  }

  holds = (cookie: string | undefined): boolean => equal(cookie, this.session);
  mayWrite = (token: string | undefined): boolean => equal(token, this.writing);
}
