import { isIP } from 'node:net';
import { uncParts } from '../model/configuration.ts';

/** A form that a value given by a person must have, and the words that say so. */
export interface Form {
  /** Completes "`key` is `value`, but …". */
  allowed: string;
  /** For editors; `test` may be stricter. */
  pattern: RegExp;
  test(text: string): boolean;
  /** What is wrong with a text that is not allowed, after "this one"; null where nothing more is to be said. */
  fault?(text: string): string | null;
}

/** What completes "`key` is `value`, but …" for one value: what is allowed, and which part of it is not. */
export function allowedOf(form: Form, value: string): string {
  const fault = form.fault?.(value) ?? null;
  return fault === null ? form.allowed : `${form.allowed}; this one ${fault}`;
}

// Windows lets computer names hold letters of any script, and an underscore.
const label = '[\\p{L}\\p{M}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_-]{0,61}[\\p{L}\\p{M}\\p{N}_])?';
const dnsName = new RegExp(`^${label}(?:\\.${label})*\\.?$`, 'u');

/** Whether the text is a NetBIOS name, a DNS name or an IP address. */
function isHostName(text: string): boolean {
  if (isIP(text) !== 0) return true;
  // Only digits and dots, and not an address: a mistyped one.
  return dnsName.test(text) && text.length <= 254 && !/^[0-9.]+$/.test(text);
}

/** A host name must not be an option in disguise: it is handed to other programs. */
export const hostForm: Form = {
  allowed: 'a host is named by its computer name, DNS name or IP address, such as CM01.contoso.com',
  pattern: /^[^\s-]\S*$/u,
  test: isHostName,
};

const siteCode = /^[A-Za-z0-9]{3}$/;
export const siteCodeForm: Form = {
  allowed: 'a site code is three letters or digits, such as PS1',
  pattern: siteCode,
  test: (text) => siteCode.test(text),
};

const packageId = /^[A-Za-z0-9]{3}[0-9A-Fa-f]{5}$/;
const packageIdWords = 'is three letters or digits followed by five hex digits, such as PS100042';
export const packageForm: Form = {
  allowed: `a package id ${packageIdWords}`,
  pattern: packageId,
  test: (text) => packageId.test(text),
};
export const taskSequenceForm: Form = { ...packageForm, allowed: `a task sequence id ${packageIdWords}` };

export const destinationForm: Form = {
  allowed: String.raw`a destination is a UNC path of at most 255 characters without %variables%, such as \\CM01\Captures$\win11.wim`,
  pattern: /^\\\\[^\\]+\\[^\\]+/u,
  test: (text) => {
    const parts = uncParts(text);
    return parts !== null && isHostName(parts.host) && isPlainText(text) && text.length <= 255 && !/%[^%]+%/.test(text);
  },
  fault: (text) => {
    if (/^\\\\[.?]\\/.test(text)) return 'is a path of a device';
    if (/^[A-Za-z]:/.test(text)) return 'begins with a drive, which only one machine has';
    if (text.includes('/')) return 'has slashes, and Windows writes backslashes';
    if (!text.startsWith('\\\\'))
      return 'does not begin with two backslashes (a shell may take them away: use single quotes)';
    const variable = /%[^%]+%/.exec(text);
    if (variable) return `holds the variable ${variable[0]}`;
    if (text.length > 255) return `has ${text.length} characters`;
    if (!isPlainText(text)) return 'holds a control character';
    const sign = /[:*?"<>|]/.exec(text);
    if (sign) return `holds ${sign[0]}, which Windows allows in no path`;
    if (/^\\\\[^\\]+\\?$/.test(text)) return 'names a server and no share';
    const parts = uncParts(text);
    return parts === null
      ? 'has an empty name between two backslashes'
      : `names a server ${parts.host}, which is no name or address of one`;
  },
};

export const accountForm: Form = {
  allowed: String.raw`an account is named as DOMAIN\name or name@domain`,
  pattern: /^[^\s-]/u,
  test: isPlainText,
};

/** One that a check may still call wrong; two domains, and a name that is missing, are refused. */
export const captureAccountForm: Form = {
  ...accountForm,
  test: (text) => isPlainText(text) && !/\\[^\\]*\\|@[^@]*@|\\.*@|[/\\@]$/.test(text),
};

/** A folder or drive on the reference computer: what the media were written to. */
export const mediaForm: Form = {
  allowed: 'capture media are named by their path on the reference computer, such as E:\\',
  pattern: /^[A-Za-z]:\\/,
  test: (text) => /^[A-Za-z]:\\[^/:*?"<>|]*$/.test(text) && isPlainText(text),
};

export const keyFileForm: Form = {
  allowed: 'a key file is the path of a private key, such as ~/.ssh/osd_ed25519',
  pattern: /^[^\s-]/u,
  test: isPlainText,
};

export const configurationNameForm: Form = {
  allowed: 'a configuration name is that of a session configuration, such as OsdPreflight.Jea',
  pattern: /^[^\s-]/u,
  test: isPlainText,
};

export const credentialForm: Form = {
  allowed: 'a credential is the name of a secret in SecretManagement, and never the secret itself',
  pattern: /^[^\s-]/u,
  test: isPlainText,
};

/** Of a machine or a domain: what the SIDs of its accounts begin with. */
export const baseSidForm: Form = {
  allowed:
    'the SID of a machine or domain has three numbers after S-1-5-21, such as S-1-5-21-1004336348-1177238915-682003330',
  pattern: /^S-1-5-21(?:-(?:0|[1-9]\d{0,9})){3}$/i,
  test: (text) => baseSidForm.pattern.test(text) && sidNumbersFit(text),
};

/** A SID in the form that Windows prints. */
export const sidForm: Form = {
  allowed: 'a SID is S-1, an authority and 1 to 15 numbers of 32 bits, such as S-1-5-18',
  pattern: /^S-1-(?:0|[1-9]\d{0,9}|0x[\da-f]{12})(?:-(?:0|[1-9]\d{0,9})){1,15}$/i,
  test: (text) => sidForm.pattern.test(text) && sidNumbersFit(text),
};

/** Whether every number behind the authority has at most 32 bits. */
function sidNumbersFit(sid: string): boolean {
  // Only a number of ten digits can be too large.
  return (
    !/-[4-9]\d{9}/.test(sid) || sid.split('-').every((part) => !/^\d{10}$/.test(part) || Number(part) <= 0xffffffff)
  );
}

/** Keys and options in which somebody would put a secret. */
export function namesSecret(key: string): boolean {
  return /pass(word|wd|phrase)|^(pass|pwd|secret|token)$/i.test(key);
}

/** What is said to those who try. */
export const noPasswords =
  'passwords have no place here; "credential" names a secret in SecretManagement, and "keyFile" a private key for ssh';

/** Something on one line that is not blank and cannot be taken for an option. */
function isPlainText(text: string): boolean {
  return text.trim() !== '' && !text.startsWith('-') && !/\p{Cc}/u.test(text);
}

/** A value as it can be shown in a sentence: quoted, control characters visible, cut where it is long, no secrets. */
export function quoted(value: unknown): string {
  const text = jsonText(value) ?? String(value);
  const visible = text.replace(/[\x7f-\x9f]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
  // JSON doubles each backslash, which would make a UNC path hard to recognise.
  const plain = typeof value === 'string' ? visible.replaceAll('\\\\', '\\') : visible;
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (key, inner: unknown) => (namesSecret(key) ? '...' : inner));
  } catch {
    // Nested deeper than can be walked.
    return '[...]';
  }
}
