package io.relayhub.connector.chrome.download;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.download.Download.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The newest downloads of the browser and their files, within bounds: the oldest that have ended give way, and one
/// that is too large is cancelled. Safe for threads; what is called by the connection's reading thread never blocks.
public final class Downloads implements AutoCloseable {
    /// At most so many are known.
    public static final int MAX_COUNT = 100;
    /// Bytes of one file.
    public static final long MAX_SIZE = 200L << 20;
    /// Bytes of all files.
    public static final long MAX_TOTAL = 500L << 20;

    private static final int MAX_NAME = 255;
    private static final int MAX_URL = 8_192;
    private static final String TOO_LARGE =
            "A download may have " + (MAX_SIZE >> 20) + " MiB, and all together " + (MAX_TOTAL >> 20) + " MiB.";

    private final DownloadFolder folder;
    private final Destination shared;

    // By Chrome's id, oldest first.
    @GuardedBy("this")
    private final Map<String, Download> all = new LinkedHashMap<>();

    @GuardedBy("this")
    private int lastId;

    /// @param shared where the downloads of the browser's own context go
    public Downloads(DownloadFolder folder, Destination shared) {
        this.folder = folder;
        this.shared = shared;
    }

    public Destination shared() {
        return shared;
    }

    /// What becomes of the downloads of a browser context.
    public enum Destination {
        /// They go to the connector.
        CONNECTOR,
        /// They go where Chrome would put them, and the connector only hears of them.
        USER
    }

    /// The parameters of `Browser.setDownloadBehavior`.
    ///
    /// @throws IOException when there is no place for files
    public ObjectNode behavior(Destination destination) throws IOException {
        ObjectNode params = CdpConnection.object().put("eventsEnabled", true);
        return switch (destination) {
            case CONNECTOR ->
                params.put("behavior", "allowAndName")
                        .put("downloadPath", folder.path().toString());
            case USER -> params.put("behavior", "default");
        };
    }

    /// `Browser.downloadWillBegin`.
    public synchronized void begun(JsonNode params, Download.Origin origin) {
        String file = params.path("guid").asString("");
        // It becomes a file's name below.
        if (!file.matches("[0-9A-Za-z-]{1,64}")) {
            return;
        }
        String name = cut(params.path("suggestedFilename").asString("download"), MAX_NAME);
        Download.Origin its = new Download.Origin(
                origin.tabId(), origin.contextId(), cut(origin.url(), MAX_URL), origin.kept(), origin.shown());
        all.put(
                file,
                new Download(
                        "d" + ++lastId, file, its, name, System.currentTimeMillis(), 0, -1, State.IN_PROGRESS, ""));
        makeRoom();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /// `Browser.downloadProgress`.
    ///
    /// @return the download that Chrome has to cancel now, if there is one
    public synchronized Optional<Download> progress(JsonNode params) {
        Download before = all.get(params.path("guid").asString(""));
        if (before == null || before.ended()) {
            return Optional.empty();
        }
        State state = switch (params.path("state").asString("")) {
            case "completed" -> State.COMPLETED;
            case "canceled" -> State.CANCELLED;
            default -> State.IN_PROGRESS;
        };
        long total = params.path("totalBytes").asLong(0);
        Download now = before.at(params.path("receivedBytes").asLong(0), total > 0 ? total : -1, state);
        all.put(now.file(), now);
        if (state == State.CANCELLED) {
            discard(now);
            return Optional.empty();
        }
        makeRoom();
        boolean fits = now.weight() <= MAX_SIZE && weight() <= MAX_TOTAL;
        if (fits) {
            return Optional.empty();
        }
        all.put(now.file(), now.because(State.CANCELLED, TOO_LARGE));
        discard(now);
        return Optional.of(now);
    }

    @GuardedBy("this")
    private long weight() {
        return all.values().stream().mapToLong(Download::weight).sum();
    }

    @GuardedBy("this")
    private void makeRoom() {
        for (Download oldest : List.copyOf(all.values())) {
            if (all.size() <= MAX_COUNT && weight() <= MAX_TOTAL) {
                return;
            }
            boolean helps = all.size() > MAX_COUNT || oldest.weight() > 0;
            if (oldest.ended() && helps) {
                all.remove(oldest.file());
                discard(oldest);
            }
        }
    }

    /// Deletes its file, somewhere else: the thread that reads from Chrome does not wait for a disk.
    private void discard(Download download) {
        if (download.origin().kept()) {
            Thread.ofPlatform().daemon().name("chrome-downloads").start(() -> folder.remove(download.file()));
        }
    }

    /// The browser has gone: nothing more comes.
    public synchronized void interrupted() {
        for (Download download : List.copyOf(all.values())) {
            if (!download.ended()) {
                all.put(download.file(), download.because(State.FAILED, "The browser has gone."));
                discard(download);
            }
        }
    }

    /// Those that agents may know of, newest first.
    public synchronized List<Download> all() {
        List<Download> shown = new ArrayList<>(all.values());
        shown.removeIf(download -> !download.origin().shown());
        return shown.reversed();
    }

    public synchronized Optional<Download> find(String id) {
        return all.values().stream()
                .filter(download -> download.origin().shown() && download.id().equals(id))
                .findFirst();
    }

    /// Forgets a download and deletes its file.
    public synchronized void remove(Download download) {
        if (all.remove(download.file()) != null) {
            discard(download);
        }
    }

    /// Some bytes of a completed one.
    ///
    /// @throws IOException when its file is not there (any more)
    public byte[] read(Download download, long offset, int length) throws IOException {
        return folder.read(download.file(), offset, length);
    }

    /// Bytes of a completed one.
    ///
    /// @throws IOException when its file is not there (any more)
    public long size(Download download) throws IOException {
        return folder.size(download.file());
    }

    /// The word that agents get for a state.
    public static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        folder.close();
    }
}
