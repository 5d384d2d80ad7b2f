// Everything that readers do, in one browser. tests/it/browser.rs starts this; by hand, after `cargo test browser` has
// installed playwright-core and `kuaibao build` has built a site: KUAIBAO_SITE=site node tests/browser/all.mjs

import './reading.mjs';
import './search.mjs';
import './keyboard.mjs';
import './looks.mjs';
import './paper.mjs';
