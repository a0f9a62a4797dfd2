package io.relayhub.relay;

import io.relayhub.link.ErrorCode;
import io.relayhub.link.Session;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.FrameWriter.Verdict;
import io.relayhub.relay.codec.RequestId;
import io.relayhub.relay.facts.RelayListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hub's own answers to requests (docs/protocol.md, "Errors"): each is sent to who asked, and told the listener.
///
/// @param listener told of each
record ErrorReplies(RelayListener listener) {
    /// Tells a peer at once that what it said leads to nothing.
    ///
    /// @param id          null where the message had no valid one
    /// @param idempotent  whether its sender said that it may be done twice
    /// @param retryMillis when it may try again; 0 for no word about it
    void refuse(
            Session session,
            @Nullable RequestId id,
            ErrorCode code,
            boolean idempotent,
            String sentence,
            long retryMillis) {
        session.send(FrameWriter.error(id, sentence, code.name(), verdict(code, idempotent), retryMillis));
        listener.refused(session.id(), code, 0);
    }

    /// Ends requests that had been given to a connector. Each is open at its agent until now.
    void fail(List<PendingRequest> requests, ErrorCode code, String sentence, long now) {
        for (PendingRequest request : requests) {
            request.agent().close(request);
            fail(request, code, sentence, now);
        }
    }

    /// Ends a request that had been given to a connector and is not open at its agent any more.
    void fail(PendingRequest request, ErrorCode code, String sentence, long now) {
        Session asker = request.agent().session();
        Verdict verdict = verdict(code, request.idempotent());
        asker.send(FrameWriter.error(request.id(), sentence, code.name(), verdict, 0));
        listener.refused(asker.id(), code, request.age(now));
    }

    private static Verdict verdict(ErrorCode code, boolean idempotent) {
        return code.retryable(idempotent) ? Verdict.RETRYABLE : Verdict.FINAL;
    }
}
