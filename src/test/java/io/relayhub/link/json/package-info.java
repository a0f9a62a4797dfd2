@NullMarked
package io.relayhub.link.json;

import org.jspecify.annotations.NullMarked;
