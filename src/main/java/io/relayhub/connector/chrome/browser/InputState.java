package io.relayhub.connector.chrome.browser;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The mouse and keyboard of one tab: who uses them, since when, what is being dragged, and which field asks for files.
/// Safe for threads.
public final class InputState {
    /// A file chooser that a page has opened and nobody sees.
    ///
    /// @param session where its field is asked
    /// @param node    Chrome's number of the field (`backendNodeId`)
    public record Chooser(String session, String frameId, int node) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<@Nullable JsonNode> dragged = new AtomicReference<>();
    private final AtomicReference<@Nullable Chooser> chooser = new AtomicReference<>();
    private volatile long last = System.currentTimeMillis();

    /// Held while one agent clicks or types, so that another one's keys don't get in between.
    public ReentrantLock lock() {
        return lock;
    }

    /// When an agent has last clicked, typed or navigated: milliseconds since 1970; at first when it was attached.
    public long last() {
        return last;
    }

    /// An agent is about to click, type or navigate.
    public void note() {
        last = System.currentTimeMillis();
    }

    /// What a drag that was intercepted carries, once (`Input.dragIntercepted`).
    public Optional<JsonNode> takeDragged() {
        return Optional.ofNullable(dragged.getAndSet(null));
    }

    /// The chooser that was opened last and intercepted, once (`Page.fileChooserOpened`).
    public Optional<Chooser> takeChooser() {
        return Optional.ofNullable(chooser.getAndSet(null));
    }

    /// Whether there is one to take.
    public boolean hasChooser() {
        return chooser.get() != null;
    }

    void onChooser(Chooser opened) {
        chooser.set(opened);
    }

    void onDragged(JsonNode data) {
        dragged.set(data);
    }
}
