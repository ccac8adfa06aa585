/** The law of the stream by hand: what every tap must be, given what the branches returned. */
import { optionValues } from '../../src/core/options.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placesOf } from '../../src/model/place.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import type { NormField, NormSite, SublayerPlan } from '../../src/model/placement/types.ts';
import type { Scale } from '../../src/model/scale/types.ts';
import { memoryTap, type SublayerTap, tapName } from '../../src/model/taps.ts';
import type { ModelConfig, Place } from '../../src/model/types.ts';
import { type BuiltTiny, tapValue } from './model.ts';
import { fromRows, handNorms, toRows } from './norm.ts';
import { scaleAt } from './scale.ts';

type Vector = Float64Array<ArrayBufferLike>;

export const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + (b[i] as number));

/** Everything one sublayer's law needs. */
export class StreamLaw {
  private readonly read: ReturnType<typeof readPlacement>;

  constructor(
    readonly model: ModelConfig,
    readonly built: BuiltTiny,
    private readonly train = true,
  ) {
    this.read = readPlacement(model);
  }

  /** A norm of the model on x [tokens, features], by hand. */
  norm(site: NormSite | undefined, key: string, x: Vector, seqLen: number): Vector {
    if (!site) return x;
    const id = site.normalizer ?? this.model.normalizer.id;
    const choice = site.normalizer ? { id } : this.model.normalizer;
    const hand = handNorms[id] as NonNullable<(typeof handNorms)[string]>;
    const { feeds } = this.built;
    return fromRows(
      hand({
        rows: toRows(x, this.model.dModel),
        stored: (name) => Array.from(feeds[`${key}.${name}`] as Vector),
        eps: choice.eps ?? normalizers.get(id).eps,
        seqLen,
        train: this.train,
        step: feeds.step?.[0] as number,
        options: optionValues(normalizers.get(id).options, choice) as Record<string, number>,
      }),
    );
  }

  private scaled(place: Place, x: Vector, scale: Scale | undefined): Vector {
    if (scale === undefined) return x;
    return x.map((value, flat) => value * scaleAt(scale, place, this.built.feeds, flat % this.model.dModel));
  }

  private shifted(place: Place, x: Vector, shift: Scale | undefined): Vector {
    if (shift === undefined) return x;
    return x.map((value, flat) => value + scaleAt(shift, place, this.built.feeds, flat % this.model.dModel));
  }

  private coefficients = (place: Place, name: string): Vector => this.built.feeds[`${place.key}.stream_${name}`] as Vector;

  /** Says `expected` for every tap of the model, in order of the data. */
  check(same: (tap: string, expected: Vector) => void): void {
    const { model, built } = this;
    const places = placesOf(model);
    for (const stack of new Set(places.map(({ stack: own }) => own))) {
      const own = places.filter((place) => place.stack === stack);
      const first = own[0] as Place;
      const fromSource = model.architecture === 'encoder-decoder' && stack === 'encoder';
      const prefix = (first.key.match(/^(encoder|decoder)\./) ?? [''])[0] as string;
      const tapPrefix = fromSource ? prefix : '';
      const seqLen = fromSource ? model.sourceLen : model.seqLen;
      const at = (name: string) => tapValue(built, `${tapPrefix}${name}`);
      let block = at('embed.out');
      const start = at('embed.out');
      const rule = this.read.frame.residual ?? { id: 'plain' };
      // Siamese keeps the embedding itself beside the normed one; the first plain sublayer's second norm reads it.
      let stream = start;
      let [sum, second] = [start, this.embeddingBefore(start, prefix)];
      let copies = Array.from({ length: rule.id === 'hyper' ? Number(rule.streams ?? 4) : 0 }, () => start);
      for (const place of own) {
        const plan = this.read.plan(place);
        const tap = (name: SublayerTap) => tapValue(built, tapName(place, name));
        const tell = (name: SublayerTap, expected: Vector) => same(tapName(place, name), expected);
        if (own.find((other) => other.block === place.block) === place) block = stream;

        const found = this.found(place, rule.id, { stream, second, copies }, seqLen);
        tell('stream_in', found.stream);
        const entered = this.norm(plan.entry, this.normKey(plan, 'entry', place), tap('stream_in'), seqLen);
        const origins = { stream: entered, block };
        const read = this.scaled(place, origins[plan.from ?? 'stream'], plan.readScale);
        const normed = this.norm(plan.input, this.normKey(plan, 'input', place), read, seqLen);
        tell('branch_in', this.shifted(place, this.scaled(place, normed, plan.inputScale), plan.inputShift));
        if (place.sublayer === 'cross') {
          const memory = tapValue(built, 'encoder.final.out');
          same(memoryTap(place), this.norm(plan.memory, this.normKey(plan, 'memory', place), memory, model.sourceLen));
        }
        const out = this.norm(plan.output, this.normKey(plan, 'output', place), tap('branch_out'), seqLen);
        const write = this.scaled(place, out, plan.branchScale);
        const total = (values: Vector) => values.reduce((a, b) => a + b, 0);
        tell('write', rule.id === 'hyper' ? write.map((value) => value * total(this.coefficients(place, 'write'))) : write);
        const kept =
          found.identity ??
          (plan.identity ?? ['stream']).map((origin) => origins[origin]).reduce<Vector>(plus, new Float64Array(entered.length));
        tell('identity', this.scaled(place, kept, plan.streamScale));
        tell('sum', plus(tap('identity'), tap('write')));
        tell('stream_out', this.norm(plan.exit, this.normKey(plan, 'exit', place), this.scaled(place, tap('sum'), plan.sumScale), seqLen));

        stream = tap('stream_out');
        sum = plus(sum, write);
        second = plus(second, tap('branch_out'));
        copies = copies.map((_, i) => {
          const [mix, add] = [this.coefficients(place, 'mix'), this.coefficients(place, 'write')];
          const mixed = copies
            .map((copy, j) => copy.map((value) => value * (mix[j * copies.length + i] as number)))
            .reduce<Vector>(plus, new Float64Array(write.length));
          return plus(
            mixed,
            write.map((value) => value * (add[i] as number)),
          );
        });
      }
      const scale = Number(rule.scale ?? 1);
      const last = {
        plain: stream,
        dual: sum.map((value) => scale * value),
        siamese: second,
        hyper: copies.reduce<Vector>(plus, new Float64Array(stream.length)),
      }[rule.id] as Vector;
      same(`${tapPrefix}final.in`, last);
      const finalNorm = this.read.frameOf(stack).finalNorm ? this.norm({}, `${prefix}final_norm`, at('final.in'), seqLen) : at('final.in');
      const keepsStream = rule.id === 'dual' || rule.id === 'siamese';
      const ended = (name: string, x: Vector) => (rule.end === 'normed' ? this.norm({}, `${prefix}${name}_norm`, x, seqLen) : x);
      same(`${tapPrefix}final.out`, keepsStream ? ended('end', plus(ended('stream', stream), finalNorm)) : finalNorm);
    }
  }

  private normKey(plan: SublayerPlan, field: NormField, place: Place): string {
    return `${plan[field]?.shared ? place.block : place.key}.${field}_norm`;
  }

  /** What a sublayer finds, by residual rule. */
  private found(place: Place, rule: string, { stream, second, copies }: Kept, seqLen: number): { stream: Vector; identity?: Vector } {
    if (rule === 'siamese') {
      const normed = this.norm({}, `${place.key}.second_norm`, second, seqLen);
      return { stream: plus(stream, normed), identity: stream };
    }
    if (rule === 'hyper') {
      const weighted = (factor: (j: number) => number) =>
        copies.map((copy, j) => copy.map((value) => value * factor(j))).reduce<Vector>(plus, new Float64Array(copies[0]?.length ?? 0));
      const [readBy, mix] = [this.coefficients(place, 'read'), this.coefficients(place, 'mix')];
      const n = copies.length;
      const rowSum = (j: number) => Array.from({ length: n }, (_, i) => mix[j * n + i] as number).reduce((a, b) => a + b, 0);
      return { stream: weighted((j) => readBy[j] as number), identity: weighted(rowSum) };
    }
    return { stream };
  }

  /** Token and position embedding, before any norm. */
  private embeddingBefore(like: Vector, prefix: string): Vector {
    const { feeds } = this.built;
    const { dModel, seqLen } = this.model;
    const [table, positions] = [feeds['token_embedding.weight'] as Vector, feeds[`${prefix}position_embedding.weight`]];
    const ids = (prefix === 'encoder.' ? feeds.source : feeds.tokens) as Int32Array;
    const length = prefix === 'encoder.' ? this.model.sourceLen : seqLen;
    return like.map((_, flat) => {
      const [token, feature] = [Math.floor(flat / dModel), flat % dModel];
      return (table[(ids[token] as number) * dModel + feature] as number) + (positions?.[(token % length) * dModel + feature] ?? 0);
    });
  }
}

interface Kept {
  readonly stream: Vector;
  readonly second: Vector;
  readonly copies: readonly Vector[];
}
