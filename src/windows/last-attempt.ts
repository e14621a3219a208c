import { type Service, startHintMs } from './pxe-responder.ts';
import { byTime, type ServiceEvent } from './service-events.ts';
import { sideBySide } from './wds-faults.ts';

export const crashes: readonly number[] = [7031, 7034];

/** Events of a service's last attempt to start or its last death, which its exit code tells of where it is decisive. */
export function lastAttempt(events: ServiceEvent[], ended: Service | null): ServiceEvent[] {
  const died = events.find(({ id }) => crashes.includes(id));
  const open = died ? events.filter((event) => byTime(event, died) >= 0) : events;
  const fitting = ended ? open.filter((event) => fits(event, ended)) : [];
  const isDecided = fitting.length > 0 || (ended !== null && decisive.includes(ended.exitCode));
  const list = isDecided ? fitting : open;
  return list.filter(({ time }) => Date.parse(list[0]?.time ?? '') - Date.parse(time) <= startHintMs);
}
const decisive: readonly number[] = [193, 1053, 1066, 1067, 1068, 1069, 1075, sideBySide];
const ownEvents: { [exitCode: number]: readonly number[] } = {
  1053: [7009, 7011],
  // One that hangs and is then ended leaves the code of a crash.
  1067: [7022, 7031, 7034],
  1068: [7001],
  1075: [7001],
};
/** Whether an event tells of the end that left a service's exit code. */
function fits({ id, code }: ServiceEvent, { exitCode, serviceSpecificExitCode }: Service): boolean {
  if (exitCode === 1066) return id === 7024 && (code === null || code === serviceSpecificExitCode >>> 0);
  return ownEvents[exitCode]?.includes(id) || (id !== 7001 && code === exitCode);
}
