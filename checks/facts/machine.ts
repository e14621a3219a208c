import { z } from 'zod';
import type { Fact } from '../../src/model/fact.ts';
import type { HostIdentity } from '../../src/model/target.ts';
import { fact, maybeText, text, time } from './shape.ts';

/** Which machine this is; every connection begins with it. */
export const hostIdentity: Fact<HostIdentity, false> = fact({
  name: 'host-identity',
  title: 'the identity of the machine',
  parametric: false,
  schema: z
    .object({
      machineName: text.min(1),
      dnsHostName: maybeText,
      domain: maybeText,
      machineSid: maybeText,
      domainSid: maybeText,
      bootTime: time.nullable(),
      installDate: time.nullable(),
      operatingSystem: maybeText,
      osVersion: maybeText,
      clock: time.nullable(),
      timeZone: text,
      culture: text,
      powerShell: z.object({
        path: maybeText,
        edition: text,
        version: text,
        languageMode: text,
        executionPolicy: maybeText,
        elevated: z.boolean().nullable(),
      }),
    })
    .transform(({ dnsHostName, ...identity }): HostIdentity => {
      const dnsName = dnsHostName && identity.domain ? `${dnsHostName}.${identity.domain}` : dnsHostName;
      const names =
        dnsName && dnsName.toLowerCase() !== identity.machineName.toLowerCase()
          ? [identity.machineName, dnsName]
          : [identity.machineName];
      return { ...identity, names };
    }),
  ask: () => [],
});
