/// One peer's frames: in, to whole messages within the limits; out, through a bounded queue.
@NullMarked
package io.relayhub.websocket.frames;

import org.jspecify.annotations.NullMarked;
