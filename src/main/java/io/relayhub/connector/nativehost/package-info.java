/// The way to a browser extension: the provider that speaks to its native messaging host over a Unix socket, and
/// that host.
@NullMarked
package io.relayhub.connector.nativehost;

import org.jspecify.annotations.NullMarked;
