/// Load on a hub, tested; and benchmarks: `./mvnw -Pbench verify -Dbench=<regular expression>` (docs/performance.md).
@NullMarked
package io.relayhub.bench;

import org.jspecify.annotations.NullMarked;
