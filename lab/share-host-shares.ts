import { packageShareOf } from './host-package-share.ts';
import { entryOf, pointFolder, pxeRole, remoteInstall } from './host-pxe.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioHost } from './scenario-schema.ts';
import { availabilities, shareStates } from './share-host-schema.ts';
import type { Row } from './site-estate.ts';

type SaidShare = NonNullable<ScenarioHost['shares'][string]>;
type HostShare = Omit<SaidShare, 'scope'> & { name: string; scope: string };

const shareOf = (path: string, description: string): SaidShare => ({
  path,
  sddl: 'O:SYG:SYD:(A;;FA;;;BA)(A;;0x1200a9;;;AU)',
  special: false,
  availability: 'not-clustered',
  state: 'online',
  description,
});

/** The shares of a host: what its parts in the site share, under what the scenario says itself. */
export function sharesOf(scenario: Scenario, host: string): HostShare[] {
  const { without, shares: own } = scenario.hosts[host]!;
  const role = pxeRole(scenario, host);
  const packages = packageShareOf(scenario, host);
  const shares: ScenarioHost['shares'] = {
    ...(role === 'wds' &&
      !without.includes('boot-files') && { REMINST: shareOf(remoteInstall, 'Windows Deployment Services Share') }),
    ...(role !== null && { SMS_DP$: shareOf(pointFolder, 'ConfigMgr Site Server DP share') }),
    ...(packages && { [packages.name]: shareOf(packages.path, 'ConfigMgr Site Server DP share') }),
    ...own,
  };
  return Object.entries(shares).flatMap(([key, said]) => {
    const [name, scope] = key.split('@') as [string, string | undefined];
    return said ? [{ ...said, name, scope: said.scope ?? scope ?? '*' }] : [];
  });
}

/** The security descriptors of a host's folders and files as SDDL, those of its default shares among them. */
export function aclsOf(scenario: Scenario, name: string): { [path: string]: string } {
  const { acls } = scenario.hosts[name]!;
  const usual = 'O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;AU)';
  const shared = sharesOf(scenario, name).map(({ path }) => path);
  const packages = packageShareOf(scenario, name);
  const defaults = [remoteInstall, pointFolder, ...(packages ? [packages.path] : [])].filter(
    (path) => shared.includes(path) && entryOf(acls, path) === undefined,
  );
  const all = { ...Object.fromEntries(defaults.map((path) => [path, usual])), ...acls };
  return Object.fromEntries(Object.entries(all).flatMap(([path, sddl]) => (sddl === null ? [] : [[path, sddl]])));
}

/** Shares as WMI knows them; those of a cluster role are none of Win32_Share. */
export function shareRows(scenario: Scenario, host: string): Row[] {
  return sharesOf(scenario, host).flatMap(({ name, path, sddl, special, scope, availability, state, description }) => {
    const smb = {
      namespace: 'root/Microsoft/Windows/Smb',
      class: 'MSFT_SmbShare',
      values: {
        Name: name,
        ScopeName: scope,
        Path: path,
        SecurityDescriptor: sddl,
        Special: special,
        Description: description,
        ShareState: shareStates.indexOf(state),
        ShareType: 0,
        Temporary: false,
        Scoped: scope !== '*',
        CurrentUsers: 0,
        AvailabilityType: availabilities.indexOf(availability),
        EncryptData: false,
        ContinuouslyAvailable: false,
      },
    };
    const values = { Name: name, Caption: description, Description: description, Path: path, Type: 0, Status: 'OK' };
    return scope === '*' ? [{ namespace: 'root/cimv2', class: 'Win32_Share', values }, smb] : [smb];
  });
}
