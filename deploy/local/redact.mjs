/** npm run redact. */

import { launch } from './launch.mjs'

launch('redact.ts')
