/// JSON and HTTP as far as a command in a hurry needs them: a library takes longer to load than `status` may take.
@NullMarked
package io.relayhub.daemon.light;

import org.jspecify.annotations.NullMarked;
