/// Load on a hub and how long its answers take: agents that ask and connectors that answer, all of them this program's.
@NullMarked
package io.relayhub.bench;

import org.jspecify.annotations.NullMarked;
