/// A long-lived browser: its connection, its tabs and what happened in them.
@NullMarked
package io.relayhub.connector.chrome.browser;

import org.jspecify.annotations.NullMarked;
