/** npm run bench. */

import { launch } from '../../deploy/local/launch.mjs'

launch('../../test/bench/main.ts')
