/** npm run accuracy. */

import { launch } from '../../deploy/local/launch.mjs'

launch('../../test/accuracy/main.ts')
