/// Where a browser comes from: launched and ended with the connector, or somebody else's.
@NullMarked
package io.relayhub.connector.chrome.source;

import org.jspecify.annotations.NullMarked;
