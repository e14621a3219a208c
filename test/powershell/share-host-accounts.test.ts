import { describe, expect, test } from 'vitest';
import { accountToken, localGroups, loopbackCheck } from '../../checks/facts/capture.ts';
import { mustSkip } from '../lab/probe.ts';
import { domainSid, machineSid, onShareHost } from './probed-share-host.ts';

const user = {
  value: {
    classes: ['top', 'person', 'organizationalPerson', 'user'],
    disabled: false,
    lockedOut: false,
    passwordExpired: false,
  },
};
const untold = { disabled: null, lockedOut: null, passwordExpired: null };
const accounts = {
  'CONTOSO\\svc-capture': { sid: `${domainSid}-2113`, groups: [`${domainSid}-513`, `${domainSid}-3001`] },
  'CONTOSO\\silent': { sid: `${domainSid}-2114`, groups: [] },
  'CONTOSO\\far': { sid: `${domainSid}-2115`, groupsError: 'unreachable' },
  'CONTOSO\\secret': { sid: `${domainSid}-2116`, groupsError: 'denied' },
  'CONTOSO\\writers': { sid: `${domainSid}-2117`, kind: 'group' },
  'CONTOSO\\gone': { sid: `${domainSid}-2118`, disabled: true },
  'CONTOSO\\shut': { sid: `${domainSid}-2119`, lockedOut: true, passwordExpired: true },
  'CONTOSO\\CM02$': { groups: [`${domainSid}-515`, `${domainSid}-3002`] },
};

describe.skipIf(mustSkip)('accounts and groups as the host of a share knows them', () => {
  test('accounts of the domain, computers among them, and what is not known of one', async () => {
    const beside = { localAccounts: { capture: `${machineSid}-1010` } };
    await onShareHost(
      { ...beside, culture: 'de-DE', administrator: 'Chef' },
      async (ask) => {
        const token = (domain: string, account: string) => ask(accountToken, { domain, account });
        const capture = { sid: { value: `${domainSid}-2113` }, local: false };
        const groups = { value: [`${domainSid}-513`, `${domainSid}-3001`] };
        for (const domain of ['CONTOSO', 'contoso.com', ''])
          expect(await token(domain, 'svc-capture')).toEqual({ ...capture, groups, nature: user });
        expect(await token('contoso.com', 'FS01$')).toMatchObject({ groups: { value: [`${domainSid}-515`] } });
        expect((await token('', 'cm02$')).groups).toEqual({ value: [`${domainSid}-515`, `${domainSid}-3002`] });
        expect(await token('CONTOSO', 'far')).toMatchObject({ local: false, groups: { failed: 'unreachable' } });
        expect(await token('CONTOSO', 'secret')).toMatchObject({ groups: { failed: 'denied' } });
        expect(await token('CONTOSO', 'silent')).toMatchObject({ groups: { failed: 'script-error' } });
        const nobody = await token('CONTOSO', 'nobody');
        expect(nobody).toMatchObject({
          local: null,
          sid: { failed: 'not-found' },
          groups: { failed: 'not-found' },
        });
        const local = {
          sid: { value: `${machineSid}-1010` },
          local: true,
          groups: { value: [] },
          nature: { value: { classes: ['user'], disabled: false, lockedOut: false, passwordExpired: null } },
        };
        for (const domain of ['.', 'FS01', 'fs01']) expect(await token(domain, 'capture')).toEqual(local);
        expect((await token('CONTOSO', 'capture')).sid).toMatchObject({ failed: 'not-found' });
      },
      { accounts },
    );
  });

  test('of which kind an account is, and what keeps it from logging on', async () => {
    const beside = {
      localAccounts: { off: { sid: `${machineSid}-1011`, disabled: true } },
      localGroups: { capturers: { sid: `${machineSid}-1020` } },
      faults: [{ class: 'Win32_Group', error: 'denied' }],
    };
    await onShareHost(
      { ...beside, faults: [] },
      async (ask) => {
        const nature = async (domain: string, account: string) => (await ask(accountToken, { domain, account })).nature;
        expect(await nature('CONTOSO', 'writers')).toEqual({ value: { classes: ['top', 'group'], ...untold } });
        expect(await nature('CONTOSO', 'CM02$')).toMatchObject({
          value: { classes: [...user.value.classes, 'computer'] },
        });
        expect(await nature('CONTOSO', 'gone')).toMatchObject({ value: { disabled: true, lockedOut: false } });
        expect(await nature('CONTOSO', 'shut')).toMatchObject({ value: { lockedOut: true, passwordExpired: true } });
        expect(await nature('CONTOSO', 'far')).toMatchObject({ failed: 'unreachable' });
        expect(await nature('CONTOSO', 'nobody')).toMatchObject({ failed: 'not-found' });
        expect(await nature('FS01', 'off')).toMatchObject({ value: { classes: ['user'], disabled: true } });
        expect(await nature('FS01', 'capturers')).toEqual({ value: { classes: ['group'], ...untold } });
      },
      { accounts },
    );
    await onShareHost(beside, async (ask) => {
      const group = await ask(accountToken, { domain: 'FS01', account: 'capturers' });
      expect(group).toMatchObject({ local: true, groups: { value: [] }, nature: { failed: 'denied' } });
    });
  });

  test('local groups by SID, whatever they are called, and one that cannot be told hides no other', async () => {
    const groups = {
      Schreiber: { sid: `${machineSid}-1020`, members: [`${domainSid}-2113`] },
      Verwaist: { sid: `${machineSid}-1021`, members: ['S-1-5-11'], orphans: [`${domainSid}-9999`] },
      Geheim: { sid: `${machineSid}-1022`, members: 'denied' },
      Voll: { sid: `${machineSid}-1023`, members: Array.from({ length: 1001 }, (_, i) => `${domainSid}-${4000 + i}`) },
    };
    await onShareHost({ culture: 'de-DE', localGroups: groups }, async (ask) => {
      const found = await ask(localGroups);
      const members = new Map(found.groups.map((group) => [group.sid, group.members]));
      expect(found).toMatchObject({ domainController: false, truncated: true });
      expect([...members.keys()]).toHaveLength(7);
      expect(members.get('S-1-5-32-544')).toEqual({ value: [`${machineSid}-500`, `${domainSid}-512`] });
      expect(members.get('S-1-5-32-545')).toEqual({ value: ['S-1-5-4', 'S-1-5-11', `${domainSid}-513`] });
      expect(members.get(`${machineSid}-1020`)).toEqual({ value: [`${domainSid}-2113`] });
      expect(members.get(`${machineSid}-1021`)).toMatchObject({ failed: 'script-error' });
      expect(members.get(`${machineSid}-1022`)).toMatchObject({ failed: 'denied' });
      expect(members.get(`${machineSid}-1023`)).toMatchObject({ value: { length: 1000 } });
    });
  });

  test('a machine of no domain, with more groups than are read', async () => {
    const many = Array.from({ length: 198 }, (_, i) => [`Gruppe ${i}`, { sid: `${machineSid}-${5000 + i}` }]);
    await onShareHost({ domain: null, localGroups: Object.fromEntries(many) }, async (ask) => {
      const found = await ask(localGroups);
      expect(found.groups).toHaveLength(200);
      expect(found.truncated).toBe(true);
      expect(found.groups[0]).toEqual({ sid: 'S-1-5-32-544', members: { value: [`${machineSid}-500`] } });
      for (const domain of ['', 'FS01', '.'])
        expect(await ask(accountToken, { domain, account: 'svc-build' })).toMatchObject({
          sid: { value: `${machineSid}-1001` },
          local: true,
          groups: { value: [] },
        });
      expect((await ask(accountToken, { domain: 'CONTOSO', account: 'svc-capture' })).sid).toHaveProperty('failed');
      expect(await ask(loopbackCheck)).toEqual({
        disabled: { value: null },
        ownNames: { value: null },
        strictNamesOff: { value: null },
      });
    });
  });

  test('a domain controller has no groups of its own, and no accounts', async () => {
    await onShareHost({ domainController: true, machineSid: domainSid }, async (ask) => {
      expect(await ask(localGroups)).toEqual({ domainController: true, groups: [], truncated: false });
      const own = await ask(accountToken, { domain: '', account: 'FS01$' });
      expect(own).toMatchObject({ local: false, groups: { value: [`${domainSid}-516`] } });
    });
  });

  test('before Windows PowerShell 5.1 nothing tells of local groups', async () => {
    await onShareHost({ windows: '2012 R2' }, async (ask) => {
      await expect(ask(localGroups)).rejects.toThrow('CommandNotFoundException');
    });
  });
});
