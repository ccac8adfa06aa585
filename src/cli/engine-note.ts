import pc from 'picocolors';
import { type Language, message } from '../core/message/index.ts';
import { installNative, ortNode } from '../engine/ort-node.node.ts';
import { wantsNative } from '../study/engine-choice.node.ts';

/** Which engine runs, where a faster one is not installed, and the command that mends it. */
export function noteEngine(engine: string, language: Language): void {
  if (wantsNative(engine))
    console.error(pc.yellow(message(language, 'cli.slowEngine', { engine, faster: ortNode.id, install: installNative })));
}
