/** A study's numbers are comparable bit for bit only where one engine made them all. */
import { UserError } from '../core/errors.ts';

export interface EngineSeen {
  readonly id: string;
  readonly version: string;
  readonly device: string;
  /** Operating system and processor architecture, where they are known: `linux-x64`. */
  readonly machine?: string;
  /** Who it was, for people. */
  readonly where: string;
}

export class SameEngine {
  private first: EngineSeen | undefined;

  constructor(private readonly allowMixed: boolean) {}

  /** @throws UserError naming both when it is another engine than the first one. */
  check(seen: EngineSeen): void {
    this.first ??= seen;
    if (!this.allowMixed && kind(this.first) !== kind(seen))
      throw new UserError('error.mixedEngines', { a: said(this.first), b: said(seen) });
  }
}

const kind = ({ id, version, device, machine }: EngineSeen): string => [id, version, device, machine ?? ''].join(' ');

const said = ({ id, version, device, machine, where }: EngineSeen): string =>
  `${id} ${version} (${[device, machine].filter(Boolean).join(', ')}) on ${where}`;
