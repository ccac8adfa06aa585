import pc from 'picocolors';
import { type Language, message } from '../core/message/index.ts';
import { cacheFolder } from '../engine/native/cache.node.ts';
import { nativeId } from '../engine/native/open.node.ts';
import { EngineUnavailable } from '../engine/unavailable.ts';
import { type Fastest, passedOver } from '../study/engine-choice.node.ts';

/** Which engine runs, where a faster one was tried in vain, and what mends it. */
export function noteEngine(engine: string, language: Language): void {
  const said = fasterWords({ id: engine, passedOver: passedOver(engine) }, language);
  if (said !== undefined) warn(said);
  if (engine === nativeId) noteCache(language);
}

/** Nothing where no faster engine was tried. */
export function fasterWords({ id: engine, passedOver }: Fastest, language: Language): string | undefined {
  if (passedOver.length === 0) return undefined;
  const faster = passedOver.map(({ id, why }) =>
    message(language, 'cli.slowEngine.faster', {
      faster: id,
      why: message(language, why instanceof EngineUnavailable ? why.why : why.key, why.values),
    }),
  );
  return [message(language, 'cli.slowEngine', { engine }), ...faster].join(language === 'zh' ? '' : ' ');
}

/** Code that is not kept where it should be may be compiled more often. */
function noteCache(language: Language): void {
  const { path, instead } = cacheFolder();
  if (instead) warn(message(language, 'cli.cacheInstead', { path, instead: instead.path, why: instead.why }));
}

const warn = (text: string): void => console.error(pc.yellow(text));
