package io.relayhub.connector.chrome.document;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The way of the newest document of a tab's main frame: how far it is, which navigations have led to it, and whether
/// it is about to give way to another one. Safe for threads.
public final class Navigations {
    /// @param loader  Chrome's id of this navigation
    /// @param reached `DOMContentLoaded`, `load`, …
    private record Document(String loader, Set<String> reached, long since) {}

    private static final int MAX_LOADERS = 32;

    // A document that is still being parsed after so long is used as it is.
    private static final long PARSING_NANOS = Duration.ofSeconds(2).toNanos();

    @GuardedBy("this")
    private Document document = new Document("", new HashSet<>(), System.nanoTime() - PARSING_NANOS);

    // The last navigations, the newest at the end.
    @GuardedBy("this")
    private final List<String> loaders = new ArrayList<>();

    // Another document has been asked for and is not there yet.
    @GuardedBy("this")
    private boolean leaving;

    @GuardedBy("this")
    private long arrivals;

    /// The main frame has been sent to another document.
    public synchronized void begin() {
        leaving = true;
    }

    /// The other document will not come.
    public synchronized void stay() {
        leaving = false;
    }

    /// The main frame shows another document, or another place of the same one.
    ///
    /// @param loader the document's navigation
    public synchronized void arrive(String loader) {
        leaving = false;
        arrivals++;
        if (!loader.isEmpty()) {
            reach(loader, "arrival");
        }
    }

    /// How often the main frame has arrived somewhere.
    public synchronized long arrivals() {
        return arrivals;
    }

    /// Whether the newest document has come to a point.
    public synchronized boolean reached(String point) {
        return document.reached().contains(point);
    }

    public synchronized String loader() {
        return document.loader();
    }

    /// The document of this navigation has come to a point.
    public synchronized void reach(String loader, String point) {
        if (!document.loader().equals(loader)) {
            document = new Document(loader, new HashSet<>(), System.nanoTime());
            loaders.add(loader);
            if (loaders.size() > MAX_LOADERS) {
                loaders.removeFirst();
            }
        }
        document.reached().add(point);
    }

    /// Whether this navigation, or one that has followed it, has come to a point.
    public synchronized boolean reached(String loader, String point) {
        return loaders.contains(loader) && document.reached().contains(point);
    }

    public synchronized boolean isCurrent(String loader) {
        return document.loader().equals(loader);
    }

    public synchronized boolean leaving() {
        return leaving;
    }

    /// No other document is on its way, and this one has been read, or has had its time for it.
    public synchronized boolean settled() {
        return !leaving
                && (document.reached().contains("DOMContentLoaded")
                        || System.nanoTime() - document.since() >= PARSING_NANOS);
    }
}
