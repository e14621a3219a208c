const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** The unit that fits a number of bytes, as its place in `units`; each is a thousand of the one before. */
function unitFor(bytes: number): number {
  let unit = 0;
  // What would round up to 1000 is one of the next.
  while (unit < units.length - 1 && bytes / 1000 ** unit >= (unit === 0 ? 1000 : 999.5)) unit++;
  return unit;
}

/** `1.2`, `12`: one decimal below ten, none of bytes. */
function inUnit(bytes: number, unit: number): string {
  const value = bytes / 1000 ** unit;
  return value.toFixed(unit > 0 && value < 9.95 ? 1 : 0);
}

/** `512 bytes`, `1.2 GB`, `310 MB`. */
export function sizeText(bytes: number): string {
  const unit = unitFor(bytes);
  return bytes === 1 ? '1 byte' : `${inUnit(bytes, unit)} ${units[unit]}`;
}

/** `1.2 of 4.0 GB`: both in the unit that fits the whole. */
export function shareText(done: number, total: number): string {
  const unit = unitFor(total);
  return `${inUnit(done, unit)} of ${inUnit(total, unit)} ${units[unit]}`;
}

/** `1,234`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
