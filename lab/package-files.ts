import type { ByteSource } from './content-library-bytes.ts';
import type { ScenarioPackage } from './site-schema.ts';

/** What a file of a package holds: its text, or its own path repeated to a size. */
export function fileBytes(path: string, file: ScenarioPackage['files'][string]): ByteSource {
  if (file.size !== undefined) return { repeat: file.text ?? `${path}\r\n`, length: file.size };
  return Buffer.from(file.text ?? path, 'utf8');
}
