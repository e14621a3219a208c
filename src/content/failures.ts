import type { Failure } from '../model/answer.ts';

/** What a link gets for an answer: nothing outside a library is read, and a link may lead there. */
const linkMessage = 'it is a link, which is not followed';

export const linkFailure: Failure = { failed: 'not-supported', message: linkMessage };

interface Cause extends Failure {
  /** What Windows' own programs would have answered, as a reader on a server does. */
  hresult: string;
}

const causes: { [code: string]: Cause } = {
  EACCES: { failed: 'denied', message: 'access to it is denied', hresult: '0x80070005' },
  EPERM: { failed: 'denied', message: 'access to it is denied', hresult: '0x80070005' },
  ENOENT: { failed: 'not-found', message: 'it is no longer there', hresult: '0x80070002' },
  EBUSY: { failed: 'interrupted', message: 'another process holds it', hresult: '0x80070020' },
  EIO: { failed: 'script-error', message: 'its device could not read it', hresult: '0x8007045D' },
  ENAMETOOLONG: { failed: 'not-supported', message: 'its path is too long', hresult: '0x800700CE' },
  ELOOP: { ...linkFailure, hresult: '0x80004005' },
  EISDIR: { failed: 'malformed', message: 'it is a folder', hresult: '0x80004005' },
  ENOTDIR: { failed: 'malformed', message: 'it is no folder', hresult: '0x80004005' },
};

const causeOf = (code: string): Cause =>
  causes[code] ?? {
    failed: 'script-error',
    message: `it cannot be read (${code || 'no reason given'})`,
    hresult: '0x80004005',
  };

/** The code of an error of the file system, such as `EACCES`; empty where it is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Why something could not be read, by the error that the file system threw. Any other error is thrown again. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  if (code === '') throw error;
  const { failed, message } = causeOf(code);
  return { failed, message };
}

/** Why bytes could not be read, with the code that Windows has for it, by the code of the file system's error. */
export function bytesFailure(code: string): { hresult: string; message: string } {
  const { hresult, message } = causeOf(code);
  return { hresult, message };
}
