/// A long-lived browser: found or launched, its tabs and what happened in them.
@NullMarked
package io.relayhub.connector.chrome.browser;

import org.jspecify.annotations.NullMarked;
