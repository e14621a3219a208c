import type { Scenario } from './scenario.ts';
import { isProvider, type Row } from './site-estate.ts';
import type { ScenarioStep } from './site-sequence-schema.ts';

type Values = Row['values'];

/** A test looks for it in what leaves a host. */
const secret = 'never-in-a-report';

/** The properties of a step; `__CLASS` is its class. */
function stepValues(step: ScenarioStep): Values {
  if ('group' in step)
    return { ...common('Group', step), Name: step.group, ContinueOnError: false, Steps: step.steps.map(stepValues) };
  if ('capture' in step) {
    const { destination, account, imageVersion, imageCreator, imageDescription } = step.capture;
    return {
      ...action('CaptureSystemImageAction', step.capture),
      CaptureDestination: destination,
      CaptureUsername: account,
      CapturePassword: secret,
      ImageVersion: imageVersion,
      ImageCreator: imageCreator,
      ImageDescription: imageDescription,
    };
  }
  if ('prepareWindows' in step) {
    const { shutsDown, keepsActivation } = step.prepareWindows;
    return {
      ...action('PrepareOSAction', step.prepareWindows),
      BuildStorageDriverList: false,
      KeepActivation: keepsActivation,
      ShutdownPreparedOs: shutsDown,
    };
  }
  if ('prepareClient' in step) return action('PrepareSMSClientAction', step.prepareClient);
  if ('setVariable' in step) {
    const { step: title, name, value, hidden } = step.setVariable;
    return {
      ...action('SetVariableAction', { ...step.setVariable, name: title }),
      VariableName: name,
      VariableValue: hidden ? '' : value,
      DoNotShowVariableValue: hidden,
      ...(hidden && { HiddenVariableValue: secret }),
    };
  }
  if ('runs' in step)
    return { ...action('SubTasksequence', { ...step, name: 'Run Task Sequence' }), TsPackageID: step.runs };
  return { ...action('RunCommandLineAction', { ...step, name: step.other }), CommandLine: `cmd.exe /c ${secret}` };
}

interface Common {
  description: string | null;
  enabled: boolean;
  condition: boolean;
}

function common(kind: string, { description, enabled, condition }: Common): Values {
  return {
    __CLASS: `SMS_TaskSequence_${kind}`,
    Description: description,
    Enabled: enabled,
    Condition: condition ? {} : null,
  };
}

function action(kind: string, step: Common & { name: string | null; environment: string | null }): Values {
  return {
    ...common(kind, step),
    Name: step.name,
    SupportedEnvironment: step.environment,
    ContinueOnError: false,
    Timeout: 0,
  };
}

/** What GetSequence answers, by package: the number that it returns and the properties of the SMS_TaskSequence. */
export function sequencesOf(
  scenario: Scenario,
  name: string,
): { package: string; returns: number; sequence: Values }[] {
  const { site } = scenario;
  if (!site || !isProvider(scenario, name)) return [];
  return Object.entries(site.taskSequences).flatMap(([id, sequence]) =>
    sequence
      ? [
          {
            package: id,
            returns: sequence.returns,
            sequence: { SchemaVersion: '3.10', Steps: sequence.steps.map(stepValues) },
          },
        ]
      : [],
  );
}
