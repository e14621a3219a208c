/** The server and the site that a NAL path names, both upper-cased so that `===` compares them without case. */
export interface NalPath {
  readonly host: string;
  readonly siteCode: string;
}

const NAL =
  /^\["Display=[^"]*"\]MSWNET:\["SMS_SITE=(?<site>[A-Za-z0-9]{3})"\]\\\\(?<host>[^\\/:*?"<>|[\]\s]+)(?:\\[^"[\]]*)?$/i;

/**
 * Reads a NAL path such as `["Display=\\DP1.CONTOSO.COM\"]MSWNET:["SMS_SITE=PS1"]\\DP1.CONTOSO.COM\`. The host is taken
 * from behind `MSWNET:[...]`: the display part is for people. `null` if the text is not a NAL path of a Windows server.
 */
export function parseNalPath(text: string): NalPath | null {
  const groups = NAL.exec(text.trim())?.groups;
  if (groups === undefined) return null;
  return { host: groups.host!.toUpperCase(), siteCode: groups.site!.toUpperCase() };
}
