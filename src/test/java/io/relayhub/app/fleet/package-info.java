@NullMarked
package io.relayhub.app.fleet;

import org.jspecify.annotations.NullMarked;
