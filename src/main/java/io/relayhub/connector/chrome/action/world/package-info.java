/// Actions on what surrounds pages: contexts, mocks, cookies and storage, devices and networks, requests of our own.
@NullMarked
package io.relayhub.connector.chrome.action.world;

import org.jspecify.annotations.NullMarked;
