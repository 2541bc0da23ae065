/** npm run presidio. */

import { launch } from '../../deploy/local/launch.mjs'

launch('../../test/presidio/main.ts')
