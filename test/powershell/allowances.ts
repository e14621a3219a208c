import * as language from './allowed.ts';
import * as members from './allowed-members.ts';
import { types } from './allowed-types.ts';

/** Every entry of the lists, as the rules note its use; a list from which nothing may be left over. */
export function allAllowances(): string[] {
  const named = (list: string, names: Iterable<string>): string[] => [...names].map((name) => `${list} ${name}`);
  const { nodeTypes, operators, stringForms, readingVerbs, otherVerbs, calledFromOutside, driveVariables } = language;
  return [
    ...named('nodeTypes', nodeTypes),
    ...named('operators', operators),
    ...named('stringForms', stringForms),
    ...named('readingVerbs', readingVerbs),
    ...named('otherVerbs', Object.keys(otherVerbs)),
    ...named('calledFromOutside', calledFromOutside),
    ...named('automaticVariables', Object.keys(language.automaticVariables)),
    ...named('driveVariables', driveVariables),
    ...named('memberAssignments', Object.values(language.memberAssignments).flat()),
    ...Object.entries(language.commands).flatMap(([name, { parameters }]) => [
      `commands ${name}`,
      ...Object.keys(parameters).map((parameter) => `commands ${name} -${parameter}`),
    ]),
    ...named(
      'cimClasses',
      Object.entries(language.cimClasses).flatMap(([name, { embedded }]) => (embedded ? [] : [name])),
    ),
    ...Object.entries(language.cimMethods).flatMap(([name, methods]) =>
      methods.map((method) => `cimMethods ${name}.${method}`),
    ),
    ...named('wholeInstances', Object.keys(language.wholeInstances)),
    ...Object.values(language.extras).flatMap(({ topLevel = [], scriptVariables = [] }) => [
      ...named('extras.topLevel', topLevel),
      ...named('extras.scriptVariables', scriptVariables),
    ]),
    ...Object.entries(types).flatMap(([name, type]) => [
      ...(type.as ?? []).map((role) => `types ${name} as ${role}`),
      ...(type.static ?? []).map((member) => `types ${name}::${member}`),
      ...(type.values ?? []).map((value) => `types ${name} value ${value}`),
      ...(type.delegate ? [`types ${name} delegate`] : []),
    ]),
    ...named('methods', Object.keys(members.methods)),
    ...named('properties', Object.keys(members.properties)),
    ...named('powerShellProperties', Object.keys(members.powerShellProperties)),
  ];
}
