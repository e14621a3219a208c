/** What Windows said, as the end of a sentence that has a full stop of its own. */
export const inSentence = (message: string): string => message.replace(/\.+$/, '');
