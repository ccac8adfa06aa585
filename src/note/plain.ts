/** Text of claims as Markdown that shows it as it is: no emphasis, mathematics or HTML by accident. */
export const plain = (text: string): string => text.replaceAll(/[\\`*_$]|<(?=[A-Za-z/!?])/g, '\\$&');
