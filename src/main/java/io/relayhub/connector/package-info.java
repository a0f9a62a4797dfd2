/// The connector's side: stay connected to a hub, hand its requests to providers, answer.
@NullMarked
package io.relayhub.connector;

import org.jspecify.annotations.NullMarked;
