import { type Reading, wasRead } from '../../src/model/answer.ts';
import { failureActionsIn, failureActionsInWords } from '../../src/windows/failure-actions.ts';
import type { Service } from '../../src/windows/pxe-responder.ts';
import type { StartCause } from '../../src/windows/pxe-start.ts';

/** Parts of facts as lines that a report shows. */

/** A code in both ways in which people look it up. */
export function codeText(code: number | null): string {
  if (code === null) return 'no code was recorded';
  return `code ${code} (0x${code.toString(16).toUpperCase()})`;
}

type Providers = Reading<{ name: string; dll: Reading<string | null> }[]>;

/** Where the DLL of SMSPXE is, from its registration alone: anybody may write an event. Null where that does not say it. */
export function smsPxeDll(providers: Providers | null): string | null {
  const listed = providers && wasRead(providers) ? providers.value : [];
  const dll = listed.find(({ name }) => name.toUpperCase() === 'SMSPXE')?.dll;
  return dll && wasRead(dll) && dll.value && /^[a-z]:\\[^"]+$/i.test(dll.value) ? dll.value : null;
}

/** Each service that it depends on, where that is the question. */
export function stateOfDependencies({ dependencies }: Service, cause: StartCause): string[] {
  if (cause !== 'dependency') return [];
  if (!wasRead(dependencies)) return [`what it depends on could not be read: ${dependencies.message}`];
  return dependencies.value.map(
    ({ name, state, startMode }) => `depends on ${name}: ${state}, start type ${startMode}`,
  );
}

/** What Windows does when the service dies. */
export function recoveryInWords({ registry }: Service): string {
  const raw = wasRead(registry) ? registry.value.failureActions : registry;
  if (!wasRead(raw)) return `recovery actions could not be read: ${raw.message}`;
  if (raw.value === null) return 'recovery actions: none';
  const actions = failureActionsIn(raw.value);
  return wasRead(actions)
    ? `recovery actions: ${failureActionsInWords(actions.value)}`
    : `recovery actions could not be read: ${actions.message}`;
}

type Runtimes = Reading<{ key: string; installed: Reading<number | null>; version: Reading<string | null> }[]>;

/** The list proves nothing: it has no runtime older than 14.0, and one that is listed may be damaged. */
export function runtimesInWords(runtimes: Runtimes): string {
  if (!wasRead(runtimes)) return `the runtimes could not be read: ${runtimes.message}`;
  const lines = runtimes.value.map(({ key, version }) => {
    const known = wasRead(version) ? version.value : null;
    return known === null ? key : `${key} (${known})`;
  });
  return lines.length > 0
    ? `Visual C++ runtimes listed: ${lines.join(', ')}`
    : 'Visual C++ runtimes listed: none of 10.0 to 14.0';
}
