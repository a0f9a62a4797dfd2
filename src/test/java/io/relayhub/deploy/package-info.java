/// Whether what stands in `deploy` and `helm` is what the programs that read it accept, and says what the hub says.
@NullMarked
package io.relayhub.deploy;

import org.jspecify.annotations.NullMarked;
