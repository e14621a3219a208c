import { z } from 'zod';
import { uncParts } from '../../src/model/configuration.ts';
import { fact, maybeText, reading, text } from './shape.ts';

export const shareSecurity = fact({
  name: 'share-security',
  title: 'the security descriptors of the capture share',
  parametric: true,
  schema: z.object({
    shares: z.array(
      z.object({
        name: text,
        scopeName: maybeText,
        path: maybeText,
        special: z.boolean().nullable(),
        sddl: maybeText,
        folder: maybeText,
        folderSddl: reading(maybeText),
      }),
    ),
  }),
  ask: (configuration, known) => {
    const destination = configuration.capture && uncParts(configuration.capture.destination);
    if (!destination) return [];
    const folder = destination.path.replace(/(^|\\)[^\\]*\.wim$/i, '');
    return known
      .targets('share-host')
      .map(({ name }) => ({ host: name, role: 'share-host', params: { share: destination.share, path: folder } }));
  },
});
