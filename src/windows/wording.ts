/** What Windows said, as the end of a sentence that has a full stop of its own. */
export const inSentence = (message: string): string => message.replace(/\.+$/, '');

/** An ISO 8601 time in UTC to the minute, `2026-03-02 06:00 UTC`. */
export const minuteText = (time: string): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
