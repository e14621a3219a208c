// Loaded into a child: writes, when it ends, the most memory that it ever held resident, in KiB, and its processor time
// in microseconds. The memory is the kernel's own mark of this program; what Node tells elsewhere may be that of the
// parent before the child became this program.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  let peak = maxRSS;
  try {
    peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? peak;
  } catch {
    // No /proc here.
  }
  writeFileSync(process.env.OSD_BENCH_PEAK, `${peak} ${userCPUTime + systemCPUTime}`);
});
