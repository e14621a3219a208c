import { describe, expect, test } from 'vitest';
import type { Asked } from '../../src/transport/connector.ts';
import { Conversation, type Trouble } from '../../src/transport/conversation.ts';
import { credentialFailure, remoteFailure } from '../../src/transport/remote-failure.ts';
import type { RemoteHost } from '../../src/transport/remote-host.ts';
import { sshOptionsOf } from '../../src/transport/remote-host.ts';
import { type SshWords, sshArguments, sshFailure } from '../../src/transport/ssh-diagnosis.ts';
import type { Limits, Reply } from '../../src/transport/transport.ts';
import { ask, gist, patient } from './engines.ts';

function talk(count: number, limits: Limits = patient, host = { connectMs: 60_000, hostMs: 60_000 }) {
  const replies: unknown[] = [];
  const troubles: Trouble[] = [];
  const questions = [...Array(count).keys()].map((n): Asked => ({ request: ask('Echo', { n }), rows: false, limits }));
  const conversation = new Conversation(
    questions,
    (reply, index) => replies.push([index, gist(reply)]),
    host,
    (trouble) => {
      troubles.push(trouble);
      conversation.fail(trouble);
    },
  );
  const say = (...lines: [id: string, kind: string, value: unknown][]): void => {
    for (const [id, kind, value] of lines) conversation.line(id, kind, JSON.stringify(value));
  };
  return { conversation, replies, troubles, say };
}

const item = (id: string, n: number): [string, string, unknown] => [id, 'item', { n }];
const end = (id: string, items: number): [string, string, unknown] => [id, 'end', { items }];
const ended: Trouble = { why: 'ended', failed: 'interrupted', message: 'it ended' };

describe('a conversation', () => {
  test('replies to each question as its end comes, and is over then', async () => {
    const { conversation, replies, say } = talk(2);
    conversation.begin();
    say(['r0', 'hello', { languageMode: 'FullLanguage' }], end('r0', 0), item('r1', 1), item('r1', 2));
    expect(replies).toEqual([]);
    say(end('r1', 2), ['r2', 'failed', { types: [], hresults: [], native: null, id: 'x', message: 'no' }]);
    await conversation.replied;
    expect(replies).toEqual([
      [0, { items: [{ n: 1 }, { n: 2 }] }],
      [1, { failed: 'script-error', message: 'no' }],
    ]);
    expect(conversation.answered).toBe(true);
  });

  test('an answer that is mangled, short or without an end costs itself alone', () => {
    const { conversation, replies, say } = talk(5);
    say(end('r0', 0), item('r1', 1), end('r1', 2));
    conversation.line('r2', 'item', '{"n":');
    say(item('r2', 1), end('r2', 1), item('r3', 1));
    say(item('r4', 4), end('r4', 1));
    conversation.line('', '', ' r5 it');
    say(end('r5', 0));
    expect(replies).toEqual([
      [0, { failed: 'malformed', message: 'it sent 2 items and 1 came' }],
      [1, { failed: 'malformed', message: 'a line of kind item is not JSON: {"n":' }],
      [2, { failed: 'malformed', message: 'its end never came' }],
      [3, { items: [{ n: 4 }] }],
      [4, { failed: 'malformed', message: 'a line of the answer is mangled:  r5 it' }],
    ]);
  });

  test('what comes late, twice or for nobody changes nothing', () => {
    const { conversation, replies, say } = talk(1);
    say(item('r1', 1), end('r1', 1), item('r1', 2), end('r1', 2), end('r7', 0));
    conversation.ended(ended);
    conversation.fail(ended);
    expect(replies).toEqual([[0, { items: [{ n: 1 }] }]]);
  });

  test('an end of the far side is told once, and what was read counts', () => {
    const { conversation, replies, troubles, say } = talk(3);
    say(item('r1', 1), end('r1', 1), item('r2', 1));
    conversation.ended(ended);
    conversation.ended(ended);
    expect(troubles).toEqual([ended]);
    expect(replies).toEqual([
      [0, { items: [{ n: 1 }] }],
      [1, { failed: 'interrupted', message: 'it ended' }],
      [2, { failed: 'interrupted', message: 'it ended' }],
    ]);
    expect(conversation.answered).toBe(false);
  });

  test('what came of an answer before the far side ended or failed is handed over, and nothing of a mangled one', () => {
    const replies: Reply[] = [];
    const questions = [1, 2, 3, 4].map((n): Asked => ({ request: ask('Echo', { n }), rows: true, limits: patient }));
    const host = { connectMs: 60_000, hostMs: 60_000 };
    const conversation = new Conversation(
      questions,
      (reply) => replies.push(reply),
      host,
      (trouble) => conversation.fail(trouble),
    );
    const failed = { types: [], hresults: [], native: null, id: 'x', message: 'no' };
    for (const [id, kind, value] of [end('r0', 0), item('r1', 1), ['r1', 'failed', failed], item('r2', 1)] as const)
      conversation.line(id, kind, JSON.stringify(value));
    conversation.line('r2', 'item', '{"n":');
    conversation.line('r3', 'item', '{"n":3}');
    conversation.ended(ended);
    expect(replies.map((reply) => !reply.ok && [reply.failed, reply.items])).toEqual([
      ['script-error', [{ n: 1 }]],
      ['malformed', undefined],
      ['interrupted', [{ n: 3 }]],
      ['interrupted', undefined],
    ]);
  });

  test('while the first trouble is being explained, another changes nothing, and an abort ends it', () => {
    const troubles: string[] = [];
    const abort = new AbortController();
    const question: Asked = { request: ask('Echo'), rows: false, limits: { ...patient, signal: abort.signal } };
    const limits = { connectMs: 60_000, hostMs: 60_000 };
    const conversation = new Conversation(
      [question],
      () => {},
      limits,
      ({ why }) => troubles.push(why),
    );
    conversation.ended({ ...ended, why: 'late' });
    conversation.ended(ended);
    abort.abort();
    expect(troubles).toEqual(['late', 'aborted']);
    conversation.fail(ended);
    expect(conversation.over).toBe(true);
  });

  test('whoever is told of a failure may end the rest: each question is replied to once, the first with its own reason', async () => {
    const enough = new AbortController();
    const told: string[] = [];
    const questions = ['Identity', 'Boot', 'Services'].map((name) => ({
      request: { read: `Read-${name}`, parameters: {} },
      rows: false,
      limits: { idleMs: 60_000, totalMs: 60_000, signal: enough.signal },
    }));
    const conversation: Conversation = new Conversation(
      questions,
      (reply, index) => {
        told.push(`${index} ${reply.ok ? 'ok' : reply.failed}`);
        if (index === 0) enough.abort();
      },
      { connectMs: 60_000, hostMs: 60_000 },
      (trouble) => conversation.fail(trouble),
    );
    conversation.begin();
    conversation.fail({ failed: 'authentication', message: 'no' });
    await conversation.replied;
    expect(told).toEqual(['0 authentication', '1 interrupted', '2 interrupted']);
  });

  test('waiting for its turn costs no time; then its clocks run', async () => {
    const { conversation, troubles } = talk(1, patient, { connectMs: 60_000, hostMs: 30 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(troubles).toEqual([]);
    conversation.begin();
    await conversation.replied;
    expect(troubles).toEqual([{ why: 'late', failed: 'timeout', message: 'no complete answer within 0.03 s' }]);
  });

  test('noise is no sign of life', async () => {
    const { conversation, replies, say } = talk(2, { idleMs: 80, totalMs: 60_000 });
    conversation.begin();
    say(['r0', 'hello', { languageMode: 'FullLanguage' }]);
    const noise = setInterval(() => conversation.addNoise('still here'), 5);
    await conversation.replied.finally(() => clearInterval(noise));
    expect(replies[1]).toEqual([1, { failed: 'timeout', message: 'no sign of life within 0.08 s' }]);
  });

  test('an abort, also one that came before, ends it', async () => {
    const abort = new AbortController();
    const { conversation, replies } = talk(1, { ...patient, signal: abort.signal });
    abort.abort();
    await conversation.replied;
    const { conversation: another } = talk(1, { ...patient, signal: abort.signal });
    await another.replied;
    expect(replies).toEqual([[0, { failed: 'interrupted', message: 'the run was interrupted' }]]);
  });
});

describe('what ssh says', () => {
  const said = (stderr: string, rest: Partial<SshWords> = {}) => sshFailure({ code: 255, stdout: '', stderr, ...rest });

  test.each([
    ['me@h: Permission denied (publickey,password).', 'authentication'],
    ['Host key verification failed.', 'authentication'],
    ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', 'authentication'],
    ['Received disconnect from h port 22:2: Too many authentication failures', 'authentication'],
    ['Load key "/k": invalid format\nme@h: nothing else', 'authentication'],
    ['subsystem request failed on channel 0', 'not-supported'],
    ['Unable to negotiate with h port 22: no matching host key type found. Their offer: ssh-rsa', 'not-supported'],
    ['ssh: Could not resolve hostname h: Name or service not known', 'unreachable'],
    ['ssh: connect to host h port 22: Connection refused', 'unreachable'],
    ['ssh: connect to host h port 22: Connection timed out', 'timeout'],
    ['Connection closed by 10.0.0.1 port 22', 'unreachable'],
    ['kex_exchange_identification: read: Connection reset by peer', 'unreachable'],
    ['command-line: line 0: Bad configuration option: nonsense', 'authentication'],
    ['a new sentence', 'unreachable'],
  ])('%s', (stderr, failed) => {
    expect(said(stderr)).toMatchObject({ failed, message: expect.stringMatching(/^[^\n]+$/) });
  });

  test('a subsystem that is none: by what it prints, or how it ends; PowerShell’s own words prove nothing', () => {
    const asked = 'osd-preflight asks whether this is echoed\n';
    expect(said('', { code: undefined, stdout: asked })?.message).toMatch(/sends back what it is sent$/);
    expect(said('', { code: 0, stdout: 'hi \x1b[1m\n' })?.message).toMatch(/it prints "hi \?\[1m"$/);
    expect(said('', { code: 3 })?.message).toMatch(/ended at once with exit code 3$/);
    expect(said('', { code: 160, stdout: `__NamedPipeError__:An unknown element\n${asked}` })).toBeUndefined();
    expect(said('', { code: undefined })).toBeUndefined();
  });

  test('it is asked as PowerShell asks it, and no name is taken for an option', () => {
    const remote: RemoteHost = { via: 'ssh', host: 'h', port: 2222, user: 'me', keyFile: '/k' };
    expect(sshArguments(remote, { BatchMode: 'yes' }).join(' ')).toBe(
      '-i /k -l me -p 2222 -o LogLevel=ERROR -o BatchMode=yes -s -- h powershell',
    );
    expect(sshArguments({ via: 'ssh', host: 'h' }, {}).join(' ')).toBe('-o LogLevel=ERROR -s -- h powershell');
  });

  test('its options: a prompt never, a deadline always, host keys as the user has it', () => {
    expect(sshOptionsOf(20_000)).toEqual({
      BatchMode: 'yes',
      ConnectTimeout: '20',
      ServerAliveInterval: '15',
      ServerAliveCountMax: '4',
    });
    expect(sshOptionsOf(20_000, { connecttimeout: '3', batchmode: 'no', UserKnownHostsFile: '/k' })).toEqual({
      BatchMode: 'yes',
      connecttimeout: '3',
      ServerAliveInterval: '15',
      ServerAliveCountMax: '4',
      UserKnownHostsFile: '/k',
    });
  });
});

describe('why there is no session', () => {
  const raw = (id: string, types = ['System.Management.Automation.Remoting.PSRemotingTransportException']) => {
    return { types, hresults: [], native: null, id, message: 'in some language' };
  };
  const remote: RemoteHost = { via: 'winrm', host: 'h' };

  test.each([
    ['AccessDenied', 'denied'],
    ['LogonFailure', 'authentication'],
    ['AuthenticationFailed', 'authentication'],
    ['NetworkPathNotFound', 'unreachable'],
    ['ComputerNotFound', 'unreachable'],
    ['CannotConnect', 'unreachable'],
    ['WinRMOperationTimeout', 'timeout'],
    ['ServerNotTrusted', 'authentication'],
    ['ClientKerberosDisabled', 'authentication'],
    ['WorkgroupCannotUseKerberos', 'authentication'],
    ['CannotConnectWinRMService', 'unreachable'],
    ['RemoteConnectionDisallowed', 'denied'],
    ['CannotUseIPAddress', 'authentication'],
    ['InvalidResourceUri', 'not-supported'],
  ])('%s is %s, said in our own words', (id, failed) => {
    const failure = remoteFailure(raw(id), remote, false);
    expect(failure.failed).toBe(failed);
    expect(failure.message).not.toContain('in some language');
  });

  test('an endpoint that runs no scripts says what would do', () => {
    const jea = { ...remote, configurationName: 'osd.jea' };
    expect(
      remoteFailure(raw('ScriptsNotAllowed', ['System.Management.Automation.RemoteException']), jea, false),
    ).toEqual({
      failed: 'not-supported',
      message:
        'its endpoint osd.jea runs no scripts (NoLanguage), so that no fact can be read through it: name a configuration whose language mode is ConstrainedLanguage or FullLanguage',
    });
    expect(remoteFailure(raw('InvalidResourceUri'), jea, false).message).toBe(
      'it has no session configuration osd.jea',
    );
  });

  test('once it has spoken, a session is not refused but broken', () => {
    expect(remoteFailure(raw('CannotConnect'), remote, true)).toEqual({
      failed: 'interrupted',
      message: 'the connection ended before it answered: in some language',
    });
  });

  test('no ssh here, no SecretManagement here', () => {
    const missing = raw('CommandNotFoundException', ['System.Management.Automation.CommandNotFoundException']);
    expect(remoteFailure(missing, { via: 'ssh', host: 'h' }, false)).toEqual({
      failed: 'missing-command',
      message: 'there is no program ssh on this machine: install the OpenSSH client',
    });
    expect(credentialFailure(missing, { ...remote, credential: 'reader' })).toEqual({
      failed: 'authentication',
      message:
        'the credential reader could not be read: this PowerShell has no Get-Secret (install the module Microsoft.PowerShell.SecretManagement and a vault)',
    });
  });
});
