import { type Remoting, ways } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { foreignKey } from './remoting.ts';
import { didYouMean } from './suggest.ts';
import { accountForm, configurationNameForm, credentialForm, type Form, keyFileForm, quoted } from './values.ts';

/** The option that gives each key of {@link Remoting}. */
export const remotingOptions = {
  via: '--via',
  port: '--port',
  user: '--user',
  keyFile: '--key-file',
  configurationName: '--configuration-name',
  useSsl: '--use-ssl',
  credential: '--credential',
} satisfies { [key in keyof Remoting]-?: string };

/** What the options say of the way to the servers; a key that no option gives is not there. */
export function remotingFrom(text: (name: string) => string | null, flag: (name: string) => boolean): Remoting {
  const formed = (name: string, form: Form): string | null => {
    const value = text(name);
    if (value !== null && !form.test(value))
      throw new UsageError(`--${name} is ${quoted(value)}, but ${form.allowed}.`);
    return value;
  };
  const port = text('port');
  const all = {
    via: wayFrom(text('via')),
    port: port === null ? null : wholeNumber('--port', port, 65_535),
    user: formed('user', accountForm),
    keyFile: formed('key-file', keyFileForm),
    configurationName: formed('configuration-name', configurationNameForm),
    useSsl: flag('use-ssl') ? true : null,
    credential: formed('credential', credentialForm),
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Remoting;
  const foreign = foreignKey(given);
  if (foreign !== null) {
    const { key, way } = foreign;
    throw new UsageError(`${remotingOptions[key]} goes with ${way}, but --via is ${given.via}; leave one of them out.`);
  }
  return given;
}

function wayFrom(value: string | null): Remoting['via'] | null {
  if (value === null) return null;
  const way = ways.find((known) => known === value);
  if (way !== undefined) return way;
  throw new UsageError(
    `--via does not know ${quoted(value)}; allowed are ${ways.join(', ')}.${didYouMean(value, ways)}`,
  );
}

/** A number from 1 on. `unit` completes "a whole number". */
export function wholeNumber(option: string, text: string, most: number, unit = ''): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError(`${option} is ${quoted(text)}, but a whole number${unit} from 1 to ${most} is allowed.`);
}
