package io.relayhub.link.line;

import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.link.json.Members;
import org.jspecify.annotations.Nullable;

/// Scanners of one dialect's lines, one a thread, for all the peers that the thread reads: an idle peer keeps none, and
/// a busy thread finds the same few bytes in its cache whoever speaks. Any thread.
public final class Scans {
    private final Members members;
    private final JsonLimits limits;
    private final ThreadLocal<Place> places = ThreadLocal.withInitial(Place::new);

    /// Where a thread finds its scan, unless it is using it.
    private static final class Place {
        private @Nullable Scan spare;
    }

    /// A scanner and what it found last. Confined to whoever took it.
    final class Scan {
        private final Place place;
        private final JsonScanner scanner = new JsonScanner(limits);
        private final Envelope envelope = new Envelope(members);

        private Scan(Place place) {
            this.place = place;
        }

        /// @return as [JsonScanner#scan]
        int scan(byte[] array, int from, int to) {
            return scanner.scan(array, from, to, envelope);
        }

        /// The members of the last object.
        Envelope envelope() {
            return envelope;
        }

        /// Why the last one was no object.
        String problem() {
            return scanner.problem();
        }

        /// Gives it back, with no bytes left in it.
        void done() {
            envelope.clear();
            place.spare = this;
        }
    }

    /// @param members those of each line that are looked for
    public Scans(Members members, JsonLimits limits) {
        this.members = members;
        this.limits = limits;
    }

    /// A scan that nobody else uses until it is [Scan#done]: what a line says may make the same thread hear another
    /// peer's line before it is through with the first.
    Scan take() {
        Place place = places.get();
        Scan spare = place.spare;
        place.spare = null;
        return spare == null ? new Scan(place) : spare;
    }
}
