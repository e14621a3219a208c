import { type Reading, wasRead } from '../../src/model/answer.ts';
import { failureActionsIn, restarts } from '../../src/windows/failure-actions.ts';
import { quoted } from '../../src/windows/powershell-text.ts';
import type { Service } from '../../src/windows/pxe-responder.ts';
import { type Mode, mayBeDelayed, type StartCause } from '../../src/windows/pxe-start.ts';
import type { RecordedEvent } from '../../src/windows/service-events.ts';
import { inSentence } from '../../src/windows/wording.ts';

/** What mends a start that failed: commands, never run, and sentences about them; each sentence begins with a space. */
export interface StartMend {
  commands: string[];
  notes: string;
}

export interface Mending {
  cause: StartCause;
  mode: Mode;
  service: Service;
  delayed: Reading<boolean>;
  /** Whether a provider may have failed unseen: then nobody knows whether a longer wait would help. */
  isOpen: boolean;
  events: readonly RecordedEvent[];
  /** Where the DLL of SMSPXE is; null where nothing says it. */
  dll: string | null;
  strayProgram: Reading<string | null>;
  servicesPipeTimeout: Reading<unknown>;
}

/** Commands that belong to the cause, then the start of a service that does not run. */
export function mendOf(mending: Mending): StartMend {
  const { service, mode, cause, delayed, isOpen } = mending;
  const parts: StartMend[] = [causeMend(mending), recovery(mending)];
  if (!isOpen && wasRead(delayed) && mayBeDelayed(cause, mode, delayed.value, service))
    parts.push({
      commands: [`sc.exe config ${service.name} start= delayed-auto`],
      notes: ' The delayed start counts from the next restart.',
    });
  if (cause === 'timeout') parts.push(pipeTimeout(mending.servicesPipeTimeout));
  if (service.state === 'Stopped') parts.push({ commands: [`Start-Service -Name ${service.name}`], notes: '' });
  return { commands: parts.flatMap(({ commands }) => commands), notes: parts.map(({ notes }) => notes).join('') };
}

const nothing: StartMend = { commands: [], notes: '' };

function causeMend({ cause, service, dll, strayProgram }: Mending): StartMend {
  switch (cause) {
    case 'runtime':
      return vcredist(dll);
    case 'bad-image':
      if (!wasRead(strayProgram))
        return { commands: [], notes: ` Whether such a file is there could not be read: ${strayProgram.message}` };
      if (strayProgram.value === null || !stumblesOver(service, strayProgram.value))
        return { commands: [`sc.exe qc ${service.name}`], notes: '' };
      return {
        commands: [`Rename-Item -LiteralPath ${quoted(strayProgram.value)} -NewName Program.old`],
        notes: ` ${strayProgram.value} is such a file.`,
      };
    case 'logon':
      return { commands: [`sc.exe qc ${service.name}`], notes: '' };
    case 'dependency':
      return dependencies(service);
    default:
      return nothing;
  }
}

/** Whether Windows would take that file for the program: the path of the service has a space there and no quotes. */
function stumblesOver({ registry }: Service, file: string): boolean {
  const path = wasRead(registry) && wasRead(registry.value.imagePath) ? registry.value.imagePath.value : null;
  return path?.toLowerCase().startsWith(`${file.toLowerCase()} `) ?? false;
}

/** The runtime that setup of PXE installs lies beside the DLL of SMSPXE. */
export function vcredist(dll: string | null): StartMend {
  const folder = dll && /^(.+)\\[^\\]+$/.exec(dll)?.[1];
  if (folder) return { commands: [`& ${quoted(`${folder}\\vcredist_x64.exe`)}`], notes: '' };
  return { commands: [], notes: ' It is vcredist_x64.exe beside smspxe.dll, in SMS_DP$\\sms\\bin.' };
}

/** Starts what a service depends on; what is disabled is let start first. */
function dependencies({ dependencies: list, registry }: Service): StartMend {
  if (!wasRead(list)) return { commands: [], notes: ` What it depends on could not be read: ${list.message}` };
  const idle = list.value.filter(({ state }) => state !== 'Running');
  const known = new Set(list.value.map(({ name }) => name.toLowerCase()));
  const named =
    wasRead(registry) && wasRead(registry.value.dependOnService) ? registry.value.dependOnService.value : null;
  // A name behind a plus sign is a group of services.
  const missing = (named ?? []).filter((name) => !name.startsWith('+') && !known.has(name.toLowerCase()));
  return {
    commands: idle.flatMap(({ name, startMode }) => [
      ...(startMode === 'Disabled' ? [`sc.exe config ${quoted(name)} start= demand`] : []),
      `Start-Service -Name ${quoted(name)}`,
    ]),
    notes: missing.map((name) => ` No service ${name} was found; it may be a driver.`).join(''),
  };
}

/** Another try mends these; a provider that cannot load fails each time. */
const mendedByRestart: readonly StartCause[] = ['domain-controller', 'crashed', 'refused'];

/** Recovery runs only for a service that dies; for one that reports its end as failed the flag makes it run, too. */
function recovery({ cause, service: { name, registry }, events }: Mending): StartMend {
  if (!mendedByRestart.includes(cause)) return nothing;
  const reported = events.some(
    ({ source, id }) => source === 'Service Control Manager' && (id === 7023 || id === 7024),
  );
  const died = cause === 'crashed' || reported;
  if (!died) return nothing;
  const raw = wasRead(registry) ? registry.value.failureActions : registry;
  const actions = !wasRead(raw) ? raw : raw.value === null ? null : failureActionsIn(raw.value);
  const isSet = actions !== null && wasRead(actions) && restarts(actions.value);
  const flag = wasRead(registry) ? registry.value.failureActionsOnNonCrashFailures : registry;
  const unread = actions !== null && !wasRead(actions) ? actions.message : null;
  return {
    commands: [
      // What could not be read is not replaced.
      ...(isSet || unread !== null
        ? []
        : [`sc.exe failure ${name} reset= 86400 actions= restart/60000/restart/60000/restart/120000`]),
      ...(reported && !(wasRead(flag) && flag.value === 1) ? [`sc.exe failureflag ${name} 1`] : []),
    ],
    notes: [
      ...(unread === null ? [] : [` Which recovery actions it has could not be read: ${inSentence(unread)}.`]),
      ...(reported && !wasRead(flag) ? [' Whether they count where it reports its end could not be read.'] : []),
      ...(reported && wasRead(flag) && flag.value !== 1
        ? [' The flag counts from the next restart of the machine.']
        : []),
    ].join(''),
  };
}

const defaultPipeTimeout = 30_000;
const enough = 300_000;
/** Offered last and for timeouts alone: it holds for every service of the machine. */
function pipeTimeout(reading: Reading<unknown>): StartMend {
  const say = (notes: string): StartMend => ({ commands: [], notes });
  if (!wasRead(reading))
    return say(` How long Windows waits (ServicesPipeTimeout) could not be read: ${reading.message}`);
  if (reading.value !== null && typeof reading.value !== 'number')
    return say(' How long Windows waits cannot be told: ServicesPipeTimeout is no number in the registry.');
  const now = reading.value === null ? defaultPipeTimeout : reading.value >>> 0;
  if (now >= enough) return say(` Windows waits ${now} ms for a service already (ServicesPipeTimeout).`);
  return say(
    ` If it still times out: reg.exe add HKLM\\SYSTEM\\CurrentControlSet\\Control /v ServicesPipeTimeout /t REG_DWORD /d ${now + 30_000} /f (${reading.value === null ? `not set, so ${now}` : `now ${now}`} ms), then restart the machine. That changes the wait for every service, so raise it in small steps.`,
  );
}
