import type { LiteralValue } from '../src/transport/literal.ts';
import { listClass } from './host-library.ts';
import { hostClasses } from './host-rows.ts';
import { referenceClasses } from './reference-rows.ts';
import type { Scenario } from './scenario.ts';
import type { Row } from './site-estate.ts';
import { siteClasses } from './site-rows.ts';
import { stateLiteral } from './state-literal.ts';
import { classExists, propertiesOf, type TableProperty, type WindowsVersion, windowsTables } from './windows-tables.ts';

/** The classes that a host has rows of, or could have, with those that they descend from. */
export function classTable(scenario: Scenario, name: string, rows: readonly Row[]): LiteralValue {
  const { cim, windows, library } = scenario.hosts[name]!;
  const said = Object.values(cim).flatMap((classes) => Object.keys(classes));
  const described = new Set([...hostClasses, ...rows.map((row) => row.class), ...said]);
  if (rows.some((row) => row.class === 'SMS_ProviderLocation')) for (const kind of siteClasses) described.add(kind);
  if (library) described.add(listClass);
  const reference = referenceClasses(scenario, name);
  for (const kind of reference.described) described.add(kind);
  const absent = new Set(
    Object.values(cim).flatMap((classes) => Object.keys(classes).filter((kind) => classes[kind] === 'absent')),
  );
  if (library?.listed === 'absent') absent.add(listClass);
  for (const kind of reference.absent) absent.add(kind);
  const { classes } = windowsTables();
  const needed = new Set(described);
  // A set that grows while it is walked is walked to its new end.
  for (const kind of needed) {
    const parent = classes[kind]?.inherits;
    if (parent) needed.add(parent);
  }
  return [...needed].flatMap((kind): LiteralValue[] => {
    const encoded = encodeClass(scenario, kind, windows);
    return encoded ? [{ ...encoded, absent: encoded.absent || absent.has(kind), described: described.has(kind) }] : [];
  });
}

/** The PowerShell file with every class of the tables, for the questions that a scenario has no rows for. */
export function classTableFile(scenario: Scenario, windows: WindowsVersion): string {
  const all = Object.keys(windowsTables().classes).map((kind) => encodeClass(scenario, kind, windows)!);
  return `$global:LabFurtherClasses = ${stateLiteral(all)}\n`;
}

/** A class with what this Windows has of it; its properties packed into one text, which loads fast. */
function encodeClass(scenario: Scenario, kind: string, windows: WindowsVersion) {
  const table = windowsTables().classes[kind];
  return (
    table && {
      name: kind,
      namespace: table.namespace.replace('site_XXX', `site_${scenario.site?.code ?? 'XXX'}`),
      parent: table.inherits ?? '',
      absent: !classExists(kind, windows),
      described: false,
      properties: Object.entries(propertiesOf(kind, windows)).map(packProperty).join(';'),
      methods: Object.entries(table.methods ?? {}).map(([method, { in: given }]) => ({
        name: method,
        in: Object.entries(given),
      })),
    }
  );
}

function packProperty([name, property]: [string, TableProperty]): string {
  return `${name}|${property.type}${property.array ? '[]' : ''}|${property.key ? 'k' : ''}${property.lazy ? 'l' : ''}`;
}
