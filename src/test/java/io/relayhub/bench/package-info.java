/// Benchmarks: `./mvnw -Pbench verify -Dbench=<regular expression>` (docs/operations.md, "Benchmarks").
@NullMarked
package io.relayhub.bench;

import org.jspecify.annotations.NullMarked;
