/** npm run chaos. */

import { launch } from '../../deploy/local/launch.mjs'

launch('../../test/chaos/main.ts')
