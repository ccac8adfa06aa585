/** What the page takes from the library; the lab's frame finds it under the library's name. */
export { armColor, fontStack, themeVariables } from '../../src/chart/theme.ts';
export { type Language, type Localized, languages, type MessageKey, type MessageValues, message } from '../../src/core/message/index.ts';
