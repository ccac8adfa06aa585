/** The words with which zod says what does not fit. */
import type { Language } from '../core/message/index.ts';

/** Those languages that it does not speak well by itself, loaded when they are asked for. */
const locales: Readonly<Partial<Record<Language, () => Promise<{ default: () => object }>>>> = {
  zh: () => import('../spec/problems.zh.ts'),
};

export async function speakZod(language: Language): Promise<void> {
  // First zod itself, which begins with English.
  const { speak } = await import('../spec/problems.ts');
  const locale = await locales[language]?.();
  speak(language, locale?.default());
}
