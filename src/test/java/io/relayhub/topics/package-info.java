@NullMarked
package io.relayhub.topics;

import org.jspecify.annotations.NullMarked;
