package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How far the newest document of a tab's main frame has come, and which navigations have led to it. Safe for threads.
final class Navigations {
    /// @param loader  Chrome's id of this navigation
    /// @param reached `DOMContentLoaded`, `load`, …
    private record Document(String loader, Set<String> reached) {}

    private static final int MAX_LOADERS = 32;

    @GuardedBy("this")
    private Document document = new Document("", new HashSet<>());

    // The last navigations, the newest at the end.
    @GuardedBy("this")
    private final List<String> loaders = new ArrayList<>();

    /// The document of this navigation has come to a point.
    synchronized void reach(String loader, String point) {
        if (!document.loader().equals(loader)) {
            document = new Document(loader, new HashSet<>());
            loaders.add(loader);
            if (loaders.size() > MAX_LOADERS) {
                loaders.removeFirst();
            }
        }
        document.reached().add(point);
    }

    /// Whether this navigation, or one that has followed it, has come to a point.
    synchronized boolean reached(String loader, String point) {
        return loaders.contains(loader) && document.reached().contains(point);
    }
}
