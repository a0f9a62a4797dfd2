/// Files that pages have sent to the disk, kept for agents within bounds.
@NullMarked
package io.relayhub.connector.chrome.download;

import org.jspecify.annotations.NullMarked;
