/// Who listens to what: the last value of each topic, and for each listener the latest of what it has not seen yet.
@NullMarked
package io.relayhub.topics;

import org.jspecify.annotations.NullMarked;
