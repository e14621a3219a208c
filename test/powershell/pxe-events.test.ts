import { describe, expect, test } from 'vitest';
import { pxeEvents } from '../../checks/facts/pxe.ts';
import { mustSkip } from '../lab/probe.ts';
import { onPoint, type Read } from './probed-point.ts';

const scm = 'Service Control Manager';
const at = '2026-03-02T12:00:00Z';

async function eventsOf(read: Read) {
  const { sources, logs } = await read(pxeEvents);
  return { logs, of: (name: string) => sources.find(({ source }) => source === name)! };
}
const crowd = (source: string, id: number, repeat: number) => ({
  source,
  id,
  at,
  texts: ['Print Services', ''],
  repeat,
  everySeconds: 0,
});

describe.skipIf(mustSkip)('the events since the boot', () => {
  test('are those of our services, however their names are written', async () => {
    const services = { WDSServer: { displayName: 'Windows-Bereitstellungsdiensteserver' } };
    const shown = 'windows-bereitstellungsdienstESERVER';
    const events = [
      { source: scm, id: 7000, at: '2026-03-02T10:59:00Z', texts: ['WDSServer'] },
      crowd(scm, 7031, 50),
      { source: scm, id: 7011, at: '2026-03-02T11:59:00Z', texts: ['30000', 'wdsserver'] },
      { source: scm, id: 7000, at, texts: [shown, '%%1053'], binary: '0102' },
      { source: scm, id: 7036, at, texts: ['WDSServer'] },
      { source: 'SideBySide', id: 33, at, texts: ['C:\\other.dll', ''] },
      { source: 'SideBySide', id: 33, at, texts: [`D:\\bin\\SMSPXE.dll${'x'.repeat(400)}`, ...'abcdefghijk'] },
    ];
    await onPoint({ services, events }, async (read) => {
      const { of, logs } = await eventsOf(read);
      expect(of(scm)).toMatchObject({ log: 'System', registered: true, truncated: false });
      expect(of(scm).events).toEqual({
        value: [
          { id: 7000, time: '2026-03-02T12:00:00.0000000Z', texts: [shown, '%%1053'] },
          { id: 7011, time: '2026-03-02T11:59:00.0000000Z', texts: ['30000', 'wdsserver'] },
        ],
      });
      const [only, ...more] = (of('SideBySide').events as { value: { texts: string[] }[] }).value;
      expect(more).toEqual([]);
      expect(only!.texts.map((text) => text.length)).toEqual([300, ...Array.from({ length: 9 }, () => 1)]);
      expect(of('WDSPXE').events).toEqual({ value: [] });
      expect(logs).toMatchObject([{ log: 'System' }, { log: 'Application', oldest: { value: expect.any(String) } }]);
    });
  });

  test('are cut, and said to be', async () => {
    const events = [
      { source: scm, id: 7034, at: '2026-03-02T11:30:00Z', texts: ['WDSServer'] },
      crowd(scm, 7031, 1999),
      { source: 'SideBySide', id: 33, at: '2026-03-02T11:30:00Z', texts: ['smspxe.dll'] },
      crowd('SideBySide', 33, 2001),
      crowd('WDSServer', 512, 201),
      crowd('WDSPXE', 264, 200),
    ];
    await onPoint({ events }, async (read) => {
      const { of } = await eventsOf(read);
      expect(of(scm)).toMatchObject({ truncated: false, events: { value: [{ id: 7034 }] } });
      expect(of('SideBySide')).toMatchObject({ truncated: true, events: { value: [] } });
      expect(of('WDSServer')).toMatchObject({ truncated: true, events: { value: { length: 200 } } });
      expect(of('WDSPXE')).toMatchObject({ truncated: false, events: { value: { length: 200 } } });
    });
  });

  test('are unknown in a log that may not be read', async () => {
    await onPoint({ faults: [{ log: 'Application', error: 'denied' }] }, async (read) => {
      const { of, logs } = await eventsOf(read);
      expect(logs[1]!.oldest).toMatchObject({ failed: 'denied' });
      expect(of('WDSPXE')).toMatchObject({ registered: true, events: { failed: 'denied' } });
      expect(of(scm).events).toEqual({ value: [] });
    });
  });

  test('are none of a source that nobody registered', async () => {
    const services = { SccmPxe: { state: 'Stopped' } };
    await onPoint({ services, eventLogs: { Application: { empty: true } } }, async (read) => {
      const { of, logs } = await eventsOf(read);
      expect(of('WDSPXE')).toMatchObject({ registered: false, events: { value: [] } });
      expect(logs[1]!.oldest).toEqual({ value: null });
    });
  });
});
