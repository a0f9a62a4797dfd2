/// RFC 6455 on bytes: one peer's frames in, to whole messages within the limits; messages out, through a bounded
/// queue; what the connections of one loop share.
@NullMarked
package io.relayhub.websocket.frames;

import org.jspecify.annotations.NullMarked;
