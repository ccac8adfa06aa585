/** Who is there: workers and studies leave cards that go by themselves when nobody renews them. */
import { type CardKind, type Keys, keepSeconds } from './keys.ts';
import type { Redis } from './redis.node.ts';
import type { StudyCard, WorkerCard } from './wire.ts';

export const renewMs = 2000;

interface CardTypes {
  readonly worker: WorkerCard;
  readonly study: StudyCard;
}

export class Cards {
  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
  ) {}

  async show<K extends CardKind>(kind: K, card: CardTypes[K]): Promise<void> {
    await this.redis.set(this.keys.card(kind, card.id), JSON.stringify(card), 'EX', keepSeconds.card);
    await this.redis.sadd(this.keys.cards(kind), card.id);
  }

  async withdraw(kind: CardKind, id: string): Promise<void> {
    await this.redis.unlink(this.keys.card(kind, id));
    await this.redis.srem(this.keys.cards(kind), id);
  }

  /** Of those that are there now. */
  async all<K extends CardKind>(kind: K): Promise<CardTypes[K][]> {
    const ids = await this.redis.smembers(this.keys.cards(kind));
    if (ids.length === 0) return [];
    const texts = await this.redis.mget(ids.map((id) => this.keys.card(kind, id)));
    const gone = ids.filter((_, i) => texts[i] === null);
    if (gone.length > 0) await this.redis.srem(this.keys.cards(kind), ...gone);
    return texts.flatMap((text) => (text == null ? [] : [JSON.parse(text) as CardTypes[K]]));
  }
}
