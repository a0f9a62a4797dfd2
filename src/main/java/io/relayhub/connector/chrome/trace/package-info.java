/// Performance traces of pages: being recorded, and what they say in short.
@NullMarked
package io.relayhub.connector.chrome.trace;

import org.jspecify.annotations.NullMarked;
