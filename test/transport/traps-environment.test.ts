import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask, closeAll, gist, kinds, noStandIn, patient, standIn, transport } from './engines.ts';

// Alone in its file: the library reads DEBUG once, when it is loaded.
beforeAll(() => {
  process.env.NODE_POWERSHELL = '/nonexistent/other-powershell';
  process.env.DEBUG = '*';
});
afterAll(() => {
  delete process.env.NODE_POWERSHELL;
  delete process.env.DEBUG;
});
afterEach(closeAll);

describe.skipIf(noStandIn).each(kinds)('%s:', (kind) => {
  test('trap 16: NODE_POWERSHELL and DEBUG of our environment change nothing', async () => {
    process.env.NODE_POWERSHELL = '/nonexistent/other-powershell';
    const printed = vi.spyOn(console, 'log');
    const stderr = vi.spyOn(process.stderr, 'write');
    const carrier = transport(kind, standIn());
    for (const name of ['NODE_POWERSHELL', 'DEBUG']) {
      expect(gist(await carrier.request(ask('Environment', { name }), patient))).toEqual({ items: [{ value: null }] });
    }
    expect(printed).not.toHaveBeenCalled();
    expect(stderr).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test('trap 16: a PSModulePath of PowerShell 7 is kept from Windows PowerShell alone', async () => {
    vi.stubEnv('PSModulePath', '/modules/of/7');
    const reply = await transport(kind, standIn()).request(ask('Environment', { name: 'PSModulePath' }), patient);
    expect(gist(reply)).toEqual({ items: [{ value: '/modules/of/7' }] });
    const { childEnvironment } = await import('../../src/transport/child.ts');
    expect(childEnvironment({ executable: 'powershell.exe', env: {}, scripts: [] })).not.toHaveProperty('PSModulePath');
    vi.unstubAllEnvs();
  });
});
