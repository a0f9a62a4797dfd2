/// Requests of this process on behalf of a browser: with its cookies, redirects followed.
@NullMarked
package io.relayhub.connector.chrome.proxy;

import org.jspecify.annotations.NullMarked;
