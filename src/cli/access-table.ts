import { accessFormats, needs } from './access-options.ts';
import type { CommandRow, OptionRow } from './option-table.ts';

const contexts =
  'SIDs that the letters of a descriptor hang on (DA, DC, LA ...); without them such an ACE may be anyone:';

const sid = (side: string, whose: string): OptionRow => ({
  kind: 'text',
  value: 'SID',
  group: contexts,
  describe: `Of the ${side}: the SID of ${whose}`,
});

const sidsOf = (side: string): { [name: string]: OptionRow } => ({
  [`${side}-machine-sid`]: sid(side, 'its computer (on a domain controller, of its domain)'),
  [`${side}-domain-sid`]: sid(side, 'the domain of its computer'),
  [`${side}-root-domain-sid`]: sid(side, 'the root domain of the forest'),
});

/** The command that computes effective access. `ofHosts` are the options of reading a path from its host. */
export const accessTable = (ofHosts: { [name: string]: OptionRow }) =>
  ({
    access: {
      usage: 'access [path]',
      describe: 'Say what an account may do through a share, by its descriptors and that of the folder',
      options: {
        'share-sddl': { kind: 'text', value: 'SDDL', describe: 'The security descriptor of the share' },
        'folder-sddl': {
          kind: 'text',
          value: 'SDDL',
          describe: 'That of the folder, or of the file itself where it is there',
        },
        token: {
          kind: 'text',
          value: 'token',
          describe:
            'Who asks: system (SYSTEM as an SMS Provider on the computer of the share comes; groups that it only may carry leave a right open), or a JSON file of a token (system)',
        },
        need: {
          kind: 'text',
          value: 'right',
          describe: `Answer by exit code: ${needs.join(', ')}; 0 granted, 1 denied, 3 unknown`,
        },
        scope: {
          kind: 'text',
          value: 'name',
          describe: 'Of a path: which of several shares of that name, in a cluster',
        },
        batch: {
          kind: 'flag',
          describe: 'Answer every line of standard input, a JSON AccessInput, by a line of JSON',
        },
        format: {
          kind: 'text',
          value: 'format',
          describe: `How the answer is written: ${accessFormats.join(', ')} (text)`,
        },
        'no-color': { kind: 'flag', describe: 'No colours' },
        ...sidsOf('share'),
        ...sidsOf('folder'),
        ...ofHosts,
      },
      examples: [
        [String.raw`$0 access '\\CM01\Captures$' --need full`, 'ask the server: may SYSTEM write there?'],
        ["$0 access --share-sddl 'O:BAD:(A;;FA;;;DC)' --folder-sddl 'O:BAD:(A;;FA;;;SY)'", 'offline'],
        ['Get-Content pairs.ndjson | $0 access --batch', 'many, a line each; in cmd.exe: --batch < pairs.ndjson'],
      ],
    },
  }) satisfies { [name: string]: CommandRow };
