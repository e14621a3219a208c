/** Messages for the causes of a start that failed: what happened, why that is known, what mends it. */
type Responder = { on: string; service: string };
export type Failed = Responder & { commands: string[]; notes: string };

const explains = ['pxe-responder-stopped/stopped', 'pxe-responder-stopped/stuck'];
/** A remedy of one sentence, to which the judge adds what it knows of this machine. */
export const mend =
  (text: string) =>
  ({ on, commands, notes }: Failed) => ({ text: `${text}${notes}`, on, commands });
const cause = (what: string, because: string, remedy: string) => ({
  level: 'fail' as const,
  text: ({ on, service }: Failed) => `${service} on ${on} did not start: ${what}.`,
  because,
  remedy: mend(remedy),
  explains,
});

export const causeMessages = {
  runtime: {
    ...cause(
      'SMSPXE could not load, because its Visual C++ runtime is missing or damaged',
      'Windows could not put together what smspxe.dll needs (SideBySide 33, or error 0x36B1).',
      'Install the runtime that setup of PXE brings along, then start WDS, as administrator.',
    ),
    leadsTo: 'The application has failed to start because its side-by-side configuration is incorrect.',
  },
  'service-connection-point': cause(
    'it did not find its service connection point in Active Directory',
    'BINLSVC says so, and WDS ended with it; the computer account may have been moved to another organizational unit.',
    'Follow KB 927770 for a computer account that was moved, then start WDS.',
  ),
  'domain-controller': cause(
    'it reached no domain controller or global catalog',
    'WDS chooses a domain controller and a global catalog once, when it starts.',
    'When a domain controller answers, start it, as administrator.',
  ),
  multicast: cause(
    'its multicast provider WDSMC failed to initialize',
    'WDSMC is critical, so WDS shut itself down.',
    'Turn multicast off if nobody uses it, or trace WDS (KB 936625) for why WDSMC fails, then start WDS.',
  ),
  provider: cause(
    'a provider did not load or initialize',
    'WDS shuts itself down without a provider that is critical, or without any PXE provider.',
    'Mend the provider that the events name: its DLL, its registry key, or PXE anew on the distribution point. Then start WDS.',
  ),
  'bad-image': {
    ...cause(
      'what Windows tried to run is no valid program',
      'Error 193; a file such as C:\\Program is taken for the program where a path with a space has no quotes.',
      'Take such a file out of the way, or mend ImagePath of the service, then start it, as administrator.',
    ),
    leadsTo: 'is not a valid Win32 application',
  },
  logon: cause(
    'its account could not log on',
    'Error 1069.',
    'Set the account of the service and its password, then start it, as administrator.',
  ),
  dependency: cause(
    'a service that it depends on did not start or does not exist',
    'Windows starts a service only after those that it depends on (event 7001, error 1068 or 1075).',
    'Start what it depends on first, as administrator.',
  ),
  hung: cause(
    'it hung while it started',
    'A provider within the service did not come back (event 7022); a longer wait does not help.',
    'Read what BINLSVC and WDSPXE recorded before that, in the Application log, and mend the provider that was last at work.',
  ),
  timeout: cause(
    'it did not answer in time',
    'Windows gave up waiting for it (event 7009 or 7011, or error 1053).',
    'Start it, as administrator.',
  ),
  crashed: {
    level: 'fail',
    text: ({ on, service }: Failed) => `The process of ${service} on ${on} ended unexpectedly, and it stayed down.`,
    because: 'Nothing brought it back.',
    remedy: mend(
      'Start it, as administrator. If it dies again: remove a second relay that forwards the same requests, or set NumberOfThreads to 1 in HKLM\\SOFTWARE\\Microsoft\\SMS\\DP.',
    ),
    explains,
  },
  refused: {
    level: 'fail',
    text: ({ on, service, code }: Failed & { code: string }) =>
      `${service} on ${on} did not start or ended with an error: ${code}.`,
    because: 'osd-preflight knows no cause that has this code.',
    remedy: mend('Look the code up, mend what it says, then start it, as administrator.'),
    explains,
  },
} as const;
