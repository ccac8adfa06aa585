import { type Language, message } from '../core/message/index.ts';

/** Ctrl-C once, or the end of the server that started this: a signal that lets the running steps end. Twice: out at once. */
export function onInterrupt(language: Language): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const handler = (): void => {
    if (controller.signal.aborted) process.exit(130);
    console.error(`\n${message(language, 'cli.stopping')}`);
    controller.abort();
  };
  process.on('SIGINT', handler).on('SIGTERM', handler).on('disconnect', handler);
  // Being listened to, a channel would keep this process.
  process.channel?.unref();
  if (process.connected === false) handler();
  const release = () => {
    process.off('SIGINT', handler).off('SIGTERM', handler).off('disconnect', handler);
  };
  return { signal: controller.signal, release };
}

/** What a shell expects of a program that Ctrl-C ended. */
export const interruptedExitCode = 130;
