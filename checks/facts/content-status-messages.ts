/** What the status messages about content say (`content` 4.6). */
const meanings: { [id: number]: string } = {
  2300: 'Distribution Manager began to process the package',
  2301: 'Distribution Manager processed the package',
  2303: 'the content was refreshed',
  2306: 'the snapshot of the source failed',
  2323: 'the path of the distribution point could not be used',
  2324: 'the share of the distribution point could not be used',
  2330: 'the content was distributed to the distribution point',
  2354: 'the content status file is not valid',
  2357: 'a job to send the package was made',
  2371: 'the distribution point waits for prestaged content',
  2372: 'the distribution point waits for content',
  2376: 'the snapshot is ready',
  2380: 'content validation began',
  2381: 'the package is queued for validation',
  2382: 'the content hash is invalid',
  2383: 'content validation found content missing or corrupt',
  2384: 'the package hash was verified',
  2386: 'a cycle of content validation ended',
  2388: 'the package list could not be read, or the content library and the list differ',
  2391: 'the distribution point could not be connected to',
  8200: 'sending began or went on',
  8203: 'the package could not be updated on the distribution point',
  8204: 'the content is being sent',
  8210: 'sending ended',
  8211: 'the package could not be updated on the distribution point',
};

/** A status message in words: its number, and what it says where that is known. */
export function statusMessage({ messageId, updated }: { messageId: number; updated: string | null }): string {
  const meaning = meanings[messageId];
  return `${messageId}${meaning ? `, ${meaning}` : ''}${updated ? `, at ${forPeople(updated)}` : ''}`;
}

/** `2026-03-02 06:00 UTC`; what is no time of this form is shown as it came. */
function forPeople(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d\S*Z$/.test(time) ? `${time.slice(0, 16).replace('T', ' ')} UTC` : time;
}
